import { NetworkError } from '@dokon/gql';
import type { PlainKey } from '../i18n/i18n';

/** What a fault carries when it came from the server: `extensions.code`, and the id by which its log line is found. */
type Coded = { code?: unknown; requestId?: unknown; message?: unknown };

export type FaultText = { title: PlainKey; hint: PlainKey; message?: string; requestId?: string };

const words: Record<string, { title: PlainKey; hint: PlainKey }> = {
  FORBIDDEN: { title: 'fault.forbidden', hint: 'fault.forbiddenHint' },
  NOT_FOUND: { title: 'fault.notFound', hint: 'fault.notFoundHint' },
  RATE_LIMITED: { title: 'fault.rateLimited', hint: 'fault.rateLimitedHint' },
  UNAUTHENTICATED: { title: 'fault.signedOut', hint: 'fault.signedOutHint' },
  SESSION_EXPIRED: { title: 'fault.signedOut', hint: 'fault.signedOutHint' },
  CONFLICT: { title: 'fault.conflict', hint: 'fault.conflictHint' },
  NETWORK: { title: 'fault.offline', hint: 'fault.offlineHint' },
};

/** Words for a fault in the reader's language; the server's own sentence is for developers and stays unseen. */
export function faultText(error: unknown): FaultText {
  const { code, requestId } = (error ?? {}) as Coded;
  const name = error instanceof NetworkError ? 'NETWORK' : code;
  const text = words[typeof name === 'string' ? name : ''] ?? { title: 'fault.unknown', hint: 'fault.unknownHint' };
  return { ...text, ...(typeof requestId === 'string' && { requestId }) };
}
