import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import type { APIRequestContext } from '@playwright/test';

const CHECKOUT = join(import.meta.dirname, '../..');

/** Calls the server's own command line, which knows the shops' keys. */
function cli(...args: string[]): string {
  const [program = 'go', ...before] = (process.env.DOKON_CLI ?? 'go run ./server').split(' ');
  return execFileSync(program, [...before, ...args], { cwd: CHECKOUT, encoding: 'utf8' }).trim();
}

/** Init data as Telegram would sign it for the shop's bot. */
export function mintInitData(store: string, user: number): string {
  return cli('initdata', '--store', store, '--user', String(user));
}

interface Answer<T> {
  data?: T;
  errors?: { message: string }[];
}

/** Sends an operation; fails on top-level errors. */
export async function ask<T>(
  request: APIRequestContext,
  store: string,
  query: string,
  variables: object = {},
  token?: string,
): Promise<T> {
  const response = await request.post('/graphql', {
    data: { query, variables },
    headers: { 'X-Store': store, 'Accept-Language': 'uz-Latn', ...(token ? { Authorization: `Bearer ${token}` } : {}) },
  });
  const answer = (await response.json()) as Answer<T>;
  if (answer.errors?.[0] || !answer.data) throw new Error(answer.errors?.[0]?.message ?? `status ${response.status()}`);
  return answer.data;
}

/** The demo shopper of ordinary browsers is one person: what an earlier test left in the cart goes. */
export async function emptyDemoCart(request: APIRequestContext, store: string): Promise<void> {
  const { demoSessionCreate } = await ask<{ demoSessionCreate: { tokens: { accessToken: string } | null } }>(
    request,
    store,
    'mutation { demoSessionCreate(input: {}) { tokens { accessToken } } }',
  );
  await ask(
    request,
    store,
    'mutation { cartSet(input: { lines: [] }) { userErrors { code } } }',
    {},
    demoSessionCreate.tokens?.accessToken,
  );
}

/**
 * Signs in as a shopper of Telegram and puts a ready order into the cart: one piece, to be fetched, by somebody who is known.
 * Answers the shopper's access token.
 */
export async function fillCart(request: APIRequestContext, store: string, initData: string): Promise<string> {
  const product = await findProduct(request, store, 'simple');
  const signedIn = await request.post('/graphql', {
    data: { query: 'mutation { sessionCreate(input: {}) { tokens { accessToken } } }' },
    headers: { 'X-Store': store, Authorization: `tma ${initData}` },
  });
  const { data } = (await signedIn.json()) as Answer<{ sessionCreate: { tokens: { accessToken: string } } }>;
  if (!data) throw new Error(`nobody is signed in: ${signedIn.status()}`);
  const { accessToken } = data.sessionCreate.tokens;
  const { pickupPoints } = await ask<{ pickupPoints: { id: string }[] }>(request, store, '{ pickupPoints { id } }');
  const { cartSet } = await ask<{ cartSet: { userErrors: unknown[] } }>(
    request,
    store,
    'mutation ($input: CartSetInput!) { cartSet(input: $input) { userErrors { code path } } }',
    {
      input: {
        lines: [{ variantId: product.variantId, quantity: 1 }],
        contact: { name: 'Malika Yusupova', phone: '+998901234567' },
        delivery: { method: 'PICKUP', pickupPointId: pickupPoints[0]?.id },
      },
    },
    accessToken,
  );
  if (cartSet.userErrors.length > 0) throw new Error(`the cart was refused: ${JSON.stringify(cartSet.userErrors)}`);
  return accessToken;
}

/** Places the order of a shopper's filled cart, and answers its id. */
export async function placeOrder(request: APIRequestContext, store: string, buyer: string, method: 'CASH' | 'PAYME') {
  const { cartSet } = await ask<{ cartSet: { cart: { quote: { id: string } } } }>(
    request,
    store,
    'mutation ($method: PaymentMethod) { cartSet(input: { paymentMethod: $method }) { cart { quote { id } } } }',
    { method },
    buyer,
  );
  const { orderPlace } = await ask<{ orderPlace: { order: { id: string } } }>(
    request,
    store,
    'mutation ($quoteId: ID!) { orderPlace(input: { quoteId: $quoteId }) { order { id } } }',
    { quoteId: cartSet.cart.quote.id },
    buyer,
  );
  return orderPlace.order.id;
}

/** Places the order of a shopper's filled cart in cash, and has the shop carry it out. */
export async function completeOrder(request: APIRequestContext, store: string, buyer: string, staff: string) {
  const variables = { id: await placeOrder(request, store, buyer, 'CASH') };
  const deeds = ['Accept', 'Pack', 'Ready', 'Deliver'].map((deed) => `fulfilment${deed}(input: { orderId: $id })`);
  for (const deed of ['orderConfirm(input: { id: $id })', ...deeds]) {
    await ask(request, store, `mutation ($id: ID!) { ${deed} { userErrors { code } } }`, variables, staff);
  }
}

/** A one-time link into the admin for an owner of the shop: path and fragment. */
export function linkForStaff(store: string): string {
  const { pathname, hash } = new URL(/https?:\S+/.exec(cli('link', '--store', store))?.[0] ?? '');
  return pathname + hash;
}

/** An owner of the shop, signed in by a one-time link. */
export async function signInStaff(request: APIRequestContext, store: string): Promise<string> {
  const code = /dkl_[\w-]+/.exec(cli('link', '--store', store))?.[0];
  if (!code) throw new Error('the server printed no sign-in link');
  const answer = await ask<{ staffSessionCreate: { tokens: { accessToken: string } | null } }>(
    request,
    store,
    'mutation ($code: String!) { staffSessionCreate(input: { code: $code }) { tokens { accessToken } } }',
    { code },
  );
  if (!answer.staffSessionCreate.tokens) throw new Error('the link was refused');
  return answer.staffSessionCreate.tokens.accessToken;
}

export interface ProductFacts {
  slug: string;
  name: string;
  variantId: string;
  minor: number;
}

/** `simple`: nothing has to be chosen; `choice`: something has; `any`: whichever has the most pieces. */
export type ProductKind = 'any' | 'simple' | 'choice';

/** The product of this kind that is sold singly and has the most pieces, dear enough (`lowest`, tiyin) for the smallest order of the shop. */
export async function findProduct(
  request: APIRequestContext,
  store: string,
  kind: ProductKind = 'any',
  lowest = 10_000_000,
): Promise<ProductFacts> {
  interface Node {
    slug: string;
    name: string;
    options: unknown[];
    modifierGroups: unknown[];
    sale: { minimum: number };
    defaultVariant: {
      id: string;
      price: { minor: number };
      availability: { canBuy: boolean; available: number | null };
    };
  }
  const { products } = await ask<{ products: { nodes: Node[] } }>(
    request,
    store,
    `{ products(first: 100, filter: { isAvailable: true }) { nodes { slug name options { id } modifierGroups { id } sale { minimum }
      defaultVariant { id price { minor } availability { canBuy available } } } } }`,
  );
  const pieces = (node: Node) => node.defaultVariant.availability.available ?? 999;
  const [found] = products.nodes
    .filter(({ options, modifierGroups, sale, defaultVariant: { price, availability } }) => {
      const hasChoice = options.length + modifierGroups.length > 0;
      const fits = kind === 'any' || hasChoice === (kind === 'choice');
      return fits && sale.minimum === 1 && availability.canBuy && price.minor >= lowest;
    })
    .sort((a, b) => pieces(b) - pieces(a));
  if (!found) throw new Error(`${store} has no such product`);
  const { id, price } = found.defaultVariant;
  return { slug: found.slug, name: found.name, variantId: id, minor: price.minor };
}
