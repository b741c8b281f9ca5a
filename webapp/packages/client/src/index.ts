export {
  type CallOptions,
  type Client,
  type ClientOptions,
  createClient,
  type Listener,
} from './client.ts';
export type { TypedDocument } from './document.ts';
export { DokonError, type DokonErrorCode, type Outcome, type UserError } from './errors.ts';
export * from './graphql.gen.ts';
export type { TokenStorage } from './session.ts';
export type { SignIn } from './sign-in.ts';
