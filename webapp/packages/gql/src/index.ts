export type { Document } from './document';
export { GqlError, NetworkError, type Refusal, refusalAt } from './errors';
export { type LiveState, subscribe, type Watcher } from './live';
export { patchEntity } from './patch';
export { createSession, type Session, type SessionOptions, type Tokens } from './session';
export { type Client, createClient, type ExecOptions, newKey } from './transport';
