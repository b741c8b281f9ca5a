import { type Client, GqlError } from '@dokon/gql';
import type { CartSync } from '../cart/sync';
import { type CartWholeFragment, type OrderWholeFragment, PlaceOrderDocument } from '../generated/gql/graphql';

/** What somebody presses the button for, in tiyin. */
export interface Agreed {
  total: number;
  /** Of it, what gift card and cashback do not pay. */
  toPay: number;
}

/** The sums of a cart, if its order is to be placed as it is. */
function sumsOf({ quote, plan }: CartWholeFragment): Agreed | undefined {
  return quote ? { total: quote.total.minor, toPay: plan.now.minor + plan.later.minor } : undefined;
}

export type Outcome =
  | { kind: 'placed'; order: OrderWholeFragment }
  /** The sum is another one than the shopper saw: ask before going on. */
  | { kind: 'changed'; before: Agreed; after: Agreed }
  /** Something is missing or not possible: the cart's blockers say what. */
  | { kind: 'blocked' }
  | { kind: 'refused'; message: string }
  /** No answer came. The order may exist; asking again is harmless. */
  | { kind: 'unsure' };

/** Refusals after which the cart has to be read and a new quote taken. */
const STALE = ['QUOTE_EXPIRED', 'QUOTE_STALE', 'NOT_FOUND', 'CREDIT_CHANGED'];

/** How often the server has refused a quote. A refusal is an answer to its key, so the next try takes another one. */
const refusals = new Map<string, number>();

function keyOf(quoteId: string): string {
  const times = refusals.get(quoteId);
  return times ? `place-${quoteId}-${times}` : `place-${quoteId}`;
}

/**
 * Places the order of the cart for exactly the sums that were seen when the button was pressed. At most one order
 * comes of it: the server makes one order of a cart, and the request carries the quote as its idempotency key.
 */
export async function placeOrder(client: Client, cart: CartSync, agreed: Agreed): Promise<Outcome> {
  /** The sums at another total: as the cart has them, or, before it knows, with gift card and cashback as they were. */
  const after = (total: number): Agreed => {
    const fresh = cart.server.value && sumsOf(cart.server.value);
    return fresh?.total === total ? fresh : { total, toPay: Math.max(0, total - agreed.total + agreed.toPay) };
  };
  try {
    if (!(await cart.settle())) return { kind: 'unsure' };
    for (let attempt = 0; attempt < 2; attempt++) {
      const now = cart.server.value;
      const sums = now && sumsOf(now);
      if (!now?.readiness.canPlace || !now.quote || !sums) return { kind: 'blocked' };
      if (sums.total !== agreed.total || sums.toPay !== agreed.toPay)
        return { kind: 'changed', before: agreed, after: sums };
      const { quote } = now;
      const { orderPlace } = await client.exec(
        PlaceOrderDocument,
        { input: { quoteId: quote.id } },
        { idempotencyKey: keyOf(quote.id), timeout: 15_000 },
      );
      if (orderPlace.order) return { kind: 'placed', order: orderPlace.order };
      refusals.set(quote.id, (refusals.get(quote.id) ?? 0) + 1);
      const error = orderPlace.userErrors[0];
      await cart.reload();
      if (error && 'after' in error) return { kind: 'changed', before: agreed, after: after(error.after.minor) };
      if (!cart.server.value?.readiness.canPlace) return { kind: 'blocked' };
      if (!error || !STALE.includes(error.code)) return { kind: 'refused', message: error?.message ?? '' };
    }
    return { kind: 'unsure' };
  } catch (error) {
    // CONFLICT_…: it is under way, or was carried out and its answer got lost.
    const isAnswer = error instanceof GqlError && !error.code.startsWith('CONFLICT');
    return isAnswer ? { kind: 'refused', message: '' } : { kind: 'unsure' };
  }
}
