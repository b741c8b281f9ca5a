import type { OrderWholeFragment } from '../generated/gql/graphql';
import { isActive } from './steps';

type Money = Pick<OrderWholeFragment, 'lifecycle' | 'paymentMethod' | 'payments' | 'totals'>;
export type Attempt = OrderWholeFragment['payments'][number];

export interface Standing {
  /**
   * `settled`: nothing to do here. `open`: waits for the buyer. `pending`: the bank has the word. `declined`, `tooLate`: an attempt
   * came to nothing, and no other lives.
   */
  kind: 'settled' | 'open' | 'pending' | 'declined' | 'tooLate';
  /** Where the live attempt is paid. */
  url: string | undefined;
  /** The attempt that is paid by transfer. */
  transfer: Attempt | undefined;
}

const KINDS: Partial<Record<Attempt['state'], Standing['kind']>> = {
  PENDING: 'pending',
  AUTHORIZED: 'pending',
  FAILED: 'declined',
  CANCELED: 'declined',
  EXPIRED: 'tooLate',
};

/** What a buyer can do about the money of an order. Nothing is called failed while a provider may still bring it. */
export function standingOf(order: Money): Standing {
  const settled = { kind: 'settled', url: undefined, transfer: undefined } as const;
  if (!isActive(order) || order.totals.due.minor <= 0) return settled;
  if (order.paymentMethod === 'CASH') return { ...settled, kind: 'open' };
  const last = order.payments.filter(({ method }) => method === order.paymentMethod).at(-1);
  const kind = (last && KINDS[last.state]) ?? 'open';
  // Staff have the word about a transfer, and further pictures may be shown meanwhile.
  if (last?.transfer) return { kind: kind === 'pending' ? 'open' : kind, url: undefined, transfer: last };
  const isLive = kind === 'open' || kind === 'pending';
  return { kind, url: isLive ? (last?.checkoutUrl ?? undefined) : undefined, transfer: undefined };
}
