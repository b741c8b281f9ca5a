/** The server could not be reached, or did not answer in time. The request may or may not have been carried out. */
export class NetworkError extends Error {
  override readonly name = 'NetworkError';
}

/** A fault that the server names at the top level: UNAUTHENTICATED, FORBIDDEN, NOT_FOUND, RATE_LIMITED, INTERNAL… */
export class GqlError extends Error {
  override readonly name = 'GqlError';
  constructor(
    /** `extensions.code` of the first error. */
    readonly code: string,
    message: string,
    /** Seconds to wait, with RATE_LIMITED. */
    readonly retryAfter?: number,
    /** By which the server's log tells of it. */
    readonly requestId?: string,
  ) {
    super(message);
  }
}

/** The token is not known, or its session has ended: a new token may put it right. */
export function isSessionFault(code: string): boolean {
  return code === 'UNAUTHENTICATED' || code === 'SESSION_EXPIRED';
}

/** A refusal that the person can put right; `message` is in their language. */
export interface Refusal {
  code: string;
  message: string;
  path: readonly string[];
}

/** The first refusal at a field, named by the end of its path: ("contact", "phone") fits input.contact.phone. */
export function refusalAt<R extends Refusal>(refusals: readonly R[], ...field: string[]): R | undefined {
  return refusals.find((r) => field.every((part, i) => r.path[r.path.length - field.length + i] === part));
}
