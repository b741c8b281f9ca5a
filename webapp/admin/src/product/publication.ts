import type { ProductStatus } from '../generated/gql/graphql';

/** What a keeper chooses: SCHEDULED is on sale, from a time on. */
export const publications = ['DRAFT', 'ACTIVE', 'SCHEDULED', 'ARCHIVED'] as const;
export type Publication = (typeof publications)[number];

type Times = { status: ProductStatus; publishFrom: string | null; publishUntil: string | null };

export function publicationOf({ status, publishFrom }: Omit<Times, 'publishUntil'>): Publication {
  return status === 'ACTIVE' && publishFrom !== null ? 'SCHEDULED' : status;
}

/** What a shopper sees of something on sale now: not yet, it, or no longer. */
export function seen({ status, publishFrom, publishUntil }: Times, now: number): Publication | 'ENDED' {
  if (status !== 'ACTIVE') return status;
  if (publishUntil !== null && Date.parse(publishUntil) <= now) return 'ENDED';
  return publishFrom !== null && Date.parse(publishFrom) > now ? 'SCHEDULED' : 'ACTIVE';
}
