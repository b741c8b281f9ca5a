import { type Client, GqlError } from '@dokon/gql';
import type { CartSync } from '../cart/sync';
import { type OrderWholeFragment, PlaceOrderDocument } from '../generated/gql/graphql';

export type Outcome =
  | { kind: 'placed'; order: OrderWholeFragment }
  /** The sum is another one than the shopper saw: ask before going on. */
  | { kind: 'changed'; before: number; after: number }
  /** Something is missing or not possible: the cart's blockers say what. */
  | { kind: 'blocked' }
  | { kind: 'refused'; message: string }
  /** No answer came. The order may exist; asking again is harmless. */
  | { kind: 'unsure' };

/** Refusals after which the cart has to be read and a new quote taken. */
const STALE = ['QUOTE_EXPIRED', 'QUOTE_STALE', 'NOT_FOUND'];

/** How often the server has refused a quote. A refusal is an answer to its key, so the next try takes another one. */
const refusals = new Map<string, number>();

function keyOf(quoteId: string): string {
  const times = refusals.get(quoteId);
  return times ? `place-${quoteId}-${times}` : `place-${quoteId}`;
}

/**
 * Places the order of the cart for exactly `agreed` tiyin, the sum on the button that was pressed. At most one order
 * comes of it: the server makes one order of a cart, and the request carries the quote as its idempotency key.
 */
export async function placeOrder(client: Client, cart: CartSync, agreed: number): Promise<Outcome> {
  try {
    if (!(await cart.settle())) return { kind: 'unsure' };
    for (let attempt = 0; attempt < 2; attempt++) {
      const now = cart.server.value;
      const quote = now?.quote;
      if (!now?.readiness.canPlace || !quote) return { kind: 'blocked' };
      if (quote.total.minor !== agreed) return { kind: 'changed', before: agreed, after: quote.total.minor };
      const { orderPlace } = await client.exec(
        PlaceOrderDocument,
        { input: { quoteId: quote.id } },
        { idempotencyKey: keyOf(quote.id), timeout: 15_000 },
      );
      if (orderPlace.order) return { kind: 'placed', order: orderPlace.order };
      refusals.set(quote.id, (refusals.get(quote.id) ?? 0) + 1);
      const error = orderPlace.userErrors[0];
      await cart.reload();
      if (error && 'after' in error) return { kind: 'changed', before: agreed, after: error.after.minor };
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
