import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type APIRequestContext, test as base, expect, type Page } from '@playwright/test';
import { ask, findProduct, signInStaff } from './server';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** The shop whose admin is tested. */
export const STORE = 'zarbof';
/** Telegram id of the demo shops' owner. */
export const OWNER = 777000222;

export type Lang = 'uz-Latn' | 'uz-Cyrl' | 'ru' | 'en';

export const DESK = { width: 1440, height: 900 };
export const PHONE = { width: 360, height: 740 };

interface PlacedOrder {
  id: string;
  number: number;
  total: number;
  phone: string;
}

/** What a test may do behind the admin's back: as the shop's owner, and as a shopper. */
export interface World {
  /** Access token of the owner. */
  owner: string;
  /** Asks as the owner. */
  ask<T>(query: string, variables?: object): Promise<T>;
  /** A one-time link into the admin, the owner's own when no member is named. */
  link(memberId?: string): Promise<string>;
  /** A shopper orders two pieces in cash, to be fetched. */
  placeOrder(): Promise<PlacedOrder>;
}

interface Fixtures {
  world: World;
  /** The page, signed in as the owner. */
  admin: Page;
}

let owner: Promise<string> | undefined;
let shopper = 0;

export const test = base.extend<Fixtures>({
  world: async ({ request }, use) => {
    owner ??= signInStaff(request, STORE);
    await use(worldOf(request, await owner));
  },
  admin: async ({ page, world }, use) => {
    const faults: string[] = [];
    page.on('pageerror', (error) => faults.push(String(error)));
    await page.addInitScript(() =>
      localStorage.setItem('dokon.language', localStorage.getItem('dokon.language') ?? 'en'),
    );
    await page.goto(await world.link());
    await expect(page.getByRole('heading', { level: 1, name: 'Orders' })).toBeVisible();
    await use(page);
    expect(faults, 'errors in the page').toEqual([]);
  },
});

function worldOf(request: APIRequestContext, token: string): World {
  const asOwner = <T>(query: string, variables: object = {}) => ask<T>(request, STORE, query, variables, token);
  return {
    owner: token,
    ask: asOwner,
    async link(memberId) {
      const answer = await asOwner<{ staffLinkCreate: { link: { url: string } } }>(
        'mutation ($input: StaffLinkCreateInput!) { staffLinkCreate(input: $input) { link { url } } }',
        { input: memberId ? { memberId } : {} },
      );
      const { pathname, hash } = new URL(answer.staffLinkCreate.link.url);
      return pathname + hash;
    },
    placeOrder: () => placeOrder(request),
  };
}

async function placeOrder(request: APIRequestContext): Promise<PlacedOrder> {
  shopper = (shopper % 9) + 1;
  const phone = `+99890555${String(Date.now()).slice(-4)}`;
  const session = await ask<{ demoSessionCreate: { tokens: { accessToken: string } } }>(
    request,
    STORE,
    'mutation ($shopper: Int) { demoSessionCreate(input: { shopper: $shopper }) { tokens { accessToken } } }',
    { shopper },
  );
  const token = session.demoSessionCreate.tokens.accessToken;
  const product = await findProduct(request, STORE);
  const { pickupPoints } = await ask<{ pickupPoints: { id: string }[] }>(request, STORE, '{ pickupPoints { id } }');
  const cart = await ask<{
    cartSet: { cart: { quote: { id: string } | null; readiness: unknown } | null; userErrors: unknown[] };
  }>(
    request,
    STORE,
    `mutation ($input: CartSetInput!) { cartSet(input: $input) {
      cart { quote { id } readiness { blockers { code message } } } userErrors { code path } } }`,
    {
      input: {
        lines: [{ variantId: product.variantId, quantity: 2 }],
        contact: { name: 'Malika Yusupova', phone },
        delivery: { method: 'PICKUP', pickupPointId: pickupPoints[0]?.id },
        paymentMethod: 'CASH',
      },
    },
    token,
  );
  const quoteId = cart.cartSet.cart?.quote?.id;
  if (!quoteId) throw new Error(`the cart is not ready: ${JSON.stringify(cart)}`);
  const placed = await ask<{
    orderPlace: { order: { id: string; number: number; totals: { total: { minor: number } } } };
  }>(
    request,
    STORE,
    'mutation ($quoteId: ID!) { orderPlace(input: { quoteId: $quoteId }) { order { id number totals { total { minor } } } } }',
    { quoteId },
    token,
  );
  const { id, number, totals } = placed.orderPlace.order;
  return { id, number, total: totals.total.minor, phone };
}

/** Nothing serious for those who see or move otherwise, and nothing to push sideways. */
async function expectUsable(page: Page, what: string) {
  await page.evaluate(AXE);
  const violations = await page.evaluate(async () => {
    const { axe } = window as unknown as {
      axe: {
        run(
          context: Document,
          options: object,
        ): Promise<{ violations: { id: string; impact: string; nodes: { html: string }[] }[] }>;
      };
    };
    return (await axe.run(document, { resultTypes: ['violations'], preload: false })).violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 160)).join(' | ')}`);
  });
  expect(violations, what).toEqual([]);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(wide, `${what} scrolls sideways`).toBeLessThanOrEqual(0);
}

type Look = [lang: Lang, scheme: 'light' | 'dark', size: { width: number; height: number }];

/** Each language, each scheme and each size, in four looks. */
export const looks: Look[] = [
  ['uz-Latn', 'light', PHONE],
  ['ru', 'dark', PHONE],
  ['uz-Cyrl', 'light', DESK],
  ['en', 'dark', DESK],
];

export async function look(page: Page, ...[lang, scheme, size]: Look) {
  await page.evaluate((value) => localStorage.setItem('dokon.language', value), lang);
  await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
  await page.setViewportSize(size);
}

/** Opens a screen and finds it whole: loaded, in the language, usable by everyone, without raw keys. */
export async function expectScreen(page: Page, path: string, lang: Lang) {
  await page.goto(`/admin${path}`);
  await expect(page.locator('h1'), path).toHaveCount(1);
  await expect(page.locator('[aria-busy=true], .mantine-Skeleton-root'), path).toHaveCount(0);
  await expect(page.locator('html')).toHaveAttribute('lang', lang);
  await expectUsable(page, path);
  const text = await page.locator('body').innerText();
  expect(text.match(/\b[a-z]+\.[a-z]+[A-Z]\w*\b/g) ?? [], `${path} shows a raw key`).toEqual([]);
  if (lang === 'uz-Latn') expect(text.match(/[oOgG]['’`]/g) ?? [], `${path} has a wrong apostrophe`).toEqual([]);
}

export { expect };
