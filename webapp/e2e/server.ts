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

/** A product of the shop that can be put into the cart without choosing anything, or with `choice` one that cannot. */
export async function findProduct(request: APIRequestContext, store: string, choice = false): Promise<ProductFacts> {
  interface Node {
    slug: string;
    name: string;
    options: unknown[];
    modifierGroups: unknown[];
    defaultVariant: {
      id: string;
      price: { minor: number };
      availability: { canBuy: boolean; available: number | null };
    };
  }
  const { products } = await ask<{ products: { nodes: Node[] } }>(
    request,
    store,
    `{ products(first: 100, filter: { isAvailable: true }) { nodes { slug name options { id } modifierGroups { id }
      defaultVariant { id price { minor } availability { canBuy available } } } } }`,
  );
  const fits = (node: Node) =>
    node.options.length + node.modifierGroups.length > 0 === choice &&
    node.defaultVariant.availability.canBuy &&
    (node.defaultVariant.availability.available ?? 99) > 8 &&
    node.defaultVariant.price.minor >= 10_000_000;
  const found = products.nodes.find(fits);
  if (!found) throw new Error(`${store} has no such product`);
  return {
    slug: found.slug,
    name: found.name,
    variantId: found.defaultVariant.id,
    minor: found.defaultVariant.price.minor,
  };
}
