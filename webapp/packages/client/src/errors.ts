import type { ErrorCode, MoneyFactsFragment } from './graphql.gen.ts';

/** Why a request as a whole was not answered. `code` is `extensions.code` of the server, or one of the first three. */
export class DokonError extends Error {
  override readonly name = 'DokonError';
  constructor(
    readonly code: DokonErrorCode,
    message: string,
    /** `retryAfter`: seconds, with RATE_LIMITED. `field`: way to the input that cannot be read. `requestId`: for the shop's log. */
    readonly facts: { retryAfter?: number; field?: readonly string[]; requestId?: string; cause?: unknown } = {},
  ) {
    super(message, { cause: facts.cause });
  }
}

/** NETWORK and TIMEOUT: it is not known whether it was carried out. BAD_ANSWER: something else than Dokon answered. */
export type DokonErrorCode =
  | 'NETWORK'
  | 'TIMEOUT'
  | 'BAD_ANSWER'
  | 'UNAUTHENTICATED'
  | 'SESSION_EXPIRED'
  | 'FORBIDDEN'
  | 'STORE_NOT_FOUND'
  | 'NOT_FOUND'
  | 'BAD_REQUEST'
  | 'RATE_LIMITED'
  | 'CONFLICT'
  | 'CONFLICT_IN_PROGRESS'
  | 'CONFLICT_CARRIED_OUT'
  | 'INTERNAL'
  | (string & {});

interface Refused<Code> {
  readonly code: Code;
  /** In the shopper's language, fit to be shown. */
  readonly message: string;
  /** The input it is about: ["input", "contact", "phone"]. */
  readonly path: readonly string[];
}

/** What the shopper can put right. `code` tells which facts stand beside it. */
export type UserError =
  | (Refused<'INSUFFICIENT_STOCK'> & { readonly variantId: string; readonly available: number })
  | (Refused<'PRICE_CHANGED'> & {
      readonly before: MoneyFactsFragment;
      readonly after: MoneyFactsFragment;
      /** Holds for the new sum. */
      readonly quote: { readonly id: string };
    })
  | Refused<Exclude<ErrorCode, 'INSUFFICIENT_STOCK' | 'PRICE_CHANGED'>>;

/** What came of a mutation: its payload without nulls, or what has to be put right first. */
export type Outcome<Payload> =
  | ({ readonly ok: true } & { readonly [K in Exclude<keyof Payload, 'userErrors'>]: NonNullable<Payload[K]> })
  | { readonly ok: false; readonly errors: readonly [UserError, ...UserError[]] };
