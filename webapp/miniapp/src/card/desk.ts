import type { MyCardsQuery } from '../generated/gql/graphql';

export type Desk = MyCardsQuery['me']['cardDesks'][number];

/**
 * Gives a card to the provider and gets a token of it, or its words why not. The number goes nowhere else: the shop's server never
 * sees it. Source: Payme Subscribe API, cards.create.
 */
export async function tokenOf(
  desk: Desk,
  number: string,
  expire: string,
): Promise<{ token: string } | { refusal: string }> {
  const answer = await fetch(desk.url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-Auth': desk.merchantId },
    body: JSON.stringify({ id: 1, method: 'cards.create', params: { card: { number, expire }, save: true } }),
    signal: AbortSignal.timeout(15_000),
    referrerPolicy: 'no-referrer',
  });
  const { result, error } = (await answer.json()) as {
    result?: { card?: { token?: string } };
    error?: { message?: unknown };
  };
  const token = result?.card?.token;
  return token ? { token } : { refusal: typeof error?.message === 'string' ? error.message : '' };
}
