import type { OrderPageFragment, PaymentRefundInput, RefundState } from '../generated/gql/graphql';

export type RefundKind = 'all' | 'amount' | 'lines';

export interface RefundDraft {
  kind: RefundKind;
  /** Tiyin. */
  amount: number | null;
  /** Pieces by line. */
  pieces: Record<string, number>;
  withDelivery: boolean;
  reason: string;
}

export const noRefund: RefundDraft = { kind: 'all', amount: null, pieces: {}, withDelivery: false, reason: '' };

type Order = Pick<OrderPageFragment, 'id' | 'version' | 'totals' | 'lines'>;

type Promised = { state: RefundState; amount: { minor: number } };

/** Tiyin that can still go back: neither gone back nor on the way. */
export function leftOf({ totals }: Pick<Order, 'totals'>, refunds: readonly Promised[] = []): number {
  const onTheWay = refunds
    .filter(({ state }) => state === 'REQUESTED' || state === 'PROCESSING')
    .reduce((sum, { amount }) => sum + amount.minor, 0);
  return Math.max(0, totals.paid.minor - totals.refunded.minor - onTheWay);
}

/** Tiyin that would go back, as near as can be said before the server spreads discounts over pieces. */
export function previewOf(order: Order, draft: RefundDraft, left: number): number {
  if (draft.kind === 'all') return left;
  if (draft.kind === 'amount') return draft.amount ?? 0;
  const goods = order.lines.reduce((sum, line) => {
    const pieces = Math.min(draft.pieces[line.id] ?? 0, line.quantity);
    return sum + Math.round((line.total.minor * pieces) / Math.max(1, line.quantity));
  }, 0);
  return goods + (draft.withDelivery ? order.totals.delivery.minor : 0);
}

export function inputOf(order: Order, draft: RefundDraft): PaymentRefundInput {
  const lines = Object.entries(draft.pieces)
    .filter(([, quantity]) => quantity > 0)
    .map(([lineId, quantity]) => ({ lineId, quantity }));
  return {
    orderId: order.id,
    expectedVersion: order.version,
    ...(draft.kind === 'amount' && { amount: draft.amount ?? 0 }),
    ...(draft.kind === 'lines' && { lines, withDelivery: draft.withDelivery }),
    reason: draft.reason.trim(),
  };
}
