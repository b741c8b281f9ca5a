import type { OrderWholeFragment } from '../generated/gql/graphql';
import { isActive } from './steps';

type Money = Pick<OrderWholeFragment, 'lifecycle' | 'paymentMethod' | 'paymentStatus' | 'payments' | 'totals'>;
export type Attempt = OrderWholeFragment['payments'][number];

export interface Standing {
  /**
   * `settled`: nothing to do here. `open`: waits for the buyer. `pending`: the bank has the word. `retry`: an attempt came to
   * nothing and no other lives.
   */
  kind: 'settled' | 'open' | 'pending' | 'retry';
  /** Where the live attempt is paid. */
  url: string | undefined;
  /** The attempt that is paid by transfer. */
  transfer: Attempt | undefined;
}

const OVER = ['FAILED', 'CANCELED', 'EXPIRED'];

/** What a buyer can do about the money of an order. Nothing is called failed while a provider may still bring it. */
export function standingOf(order: Money): Standing {
  const settled = { kind: 'settled', url: undefined, transfer: undefined } as const;
  if (!isActive(order) || order.totals.due.minor <= 0) return settled;
  const ofMethod = order.payments.filter(({ method }) => method === order.paymentMethod);
  const last = ofMethod.at(-1);
  if (order.paymentMethod === 'CASH') return { ...settled, kind: 'open' };
  const isOver = last !== undefined && OVER.includes(last.state);
  return {
    kind: last?.state === 'PENDING' && !last.transfer ? 'pending' : isOver ? 'retry' : 'open',
    url: last && !isOver ? (last.checkoutUrl ?? undefined) : undefined,
    transfer: last?.transfer ? last : undefined,
  };
}
