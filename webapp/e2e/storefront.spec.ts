import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { type APIRequestContext, expect, test } from '@playwright/test';
import { ask, findProduct, signInStaff } from './server';

// The example storefront, built as an integrator builds it and served from an address of its own: cart without a name, sign-in
// through the chat with the shop's bot, an order for pickup, and its page that moves by itself.

const EXAMPLE = join(import.meta.dirname, '../../examples/storefront');
const TELEGRAM = process.env.TELEGRAM_URL ?? 'http://127.0.0.1:8090';
const BUYER = 777000111;
const STORE = 'zarbof';
const KINDS: Record<string, string> = { '.js': 'text/javascript', '.css': 'text/css', '.html': 'text/html' };

let site: Server;
let address = '';

test.beforeAll(async () => {
  const out = mkdtempSync(join(tmpdir(), 'dokon-storefront-'));
  execFileSync('npm', ['run', 'build', '--', '--outDir', out, '--logLevel', 'error'], {
    cwd: EXAMPLE,
    env: { ...process.env, VITE_DOKON_URL: process.env.BASE_URL ?? 'http://localhost:8080', VITE_DOKON_STORE: STORE },
  });
  site = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://site').pathname;
    const file = join(out, path === '/' ? 'index.html' : path);
    let content: Buffer | undefined;
    try {
      content = readFileSync(file);
    } catch {
      // No such file: 404.
    }
    response.writeHead(content ? 200 : 404, { 'Content-Type': KINDS[extname(file)] ?? 'text/plain' }).end(content);
  });
  await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(site.address() as AddressInfo).port}`;
});

test.afterAll(() => {
  site.close();
});

interface Message {
  message_id: number;
  from: { is_bot: boolean };
  text?: string;
  reply_markup?: { inline_keyboard: { text: string; callback_data?: string }[][] };
}

/** Does something in the buyer's chat with the bot that a link names, unless act is empty; what was said there. */
async function chat(request: APIRequestContext, link: URL, act: string, data: object): Promise<Message[]> {
  const state = (await (await request.get(`${TELEGRAM}/control/state`)).json()) as {
    bots: { id: number; username: string }[];
  };
  const bot = state.bots.find(({ username }) => `/${username}` === link.pathname)?.id;
  const chat = `${TELEGRAM}/control/chats/${bot}/${BUYER}`;
  if (act) expect((await request.post(`${chat}/${act}`, { data })).ok()).toBe(true);
  return ((await (await request.get(chat)).json()) as { result: Message[] }).result;
}

for (const scheme of ['light', 'dark'] as const) {
  test(`from an anonymous cart to a live order, ${scheme}`, async ({ page, context, request }) => {
    await context.grantPermissions(['geolocation'], { origin: address });
    await context.setGeolocation({ latitude: 41.311, longitude: 69.279 });
    await page.emulateMedia({ colorScheme: scheme });
    const product = await findProduct(request, STORE);
    await page.goto(address);
    await expect(page.locator('.grid a').first()).toBeVisible();
    await page.screenshot({ path: `test-results/storefront-${scheme}-catalog.png` });
    await page.goto(`${address}/#/p/${product.slug}`);
    await expect(page.locator('.price')).not.toBeEmpty();
    await expect
      .poll(() => page.locator('main img').evaluate((img: HTMLImageElement) => img.naturalWidth))
      .toBeGreaterThan(100);
    await page.screenshot({ path: `test-results/storefront-${scheme}-product.png` });
    await page.getByRole('button', { name: 'Add to cart' }).click();
    await expect(page.locator('.cart output')).toHaveText('1');
    await page.reload();
    await expect(page.locator('.cart output')).toHaveText('1');

    await page.locator('a.cart').click();
    await page.getByRole('button', { name: 'Sign in with Telegram' }).click();
    const number = await page.locator('.match').innerText();
    expect(number).toMatch(/^\d\d$/);
    await expect(page.locator('.signin svg')).toBeVisible();
    await page.screenshot({ path: `test-results/storefront-${scheme}-sign-in.png`, fullPage: true });
    const link = new URL((await page.getByRole('link', { name: 'Open Telegram' }).getAttribute('href')) ?? '');
    expect(link.origin).toBe(TELEGRAM);
    expect((await request.get(link.href)).ok()).toBe(true);

    await chat(request, link, 'start', { payload: link.searchParams.get('start') });
    let question: Message | undefined;
    await expect
      .poll(async () => {
        question = (await chat(request, link, '', {}))
          .filter(({ text }) => text?.includes(new URL(address).host))
          .at(-1);
        return question?.text;
      })
      .toContain(number);
    await expect(page.locator('.signin')).toBeVisible(); // Start alone signs nobody in
    await chat(request, link, 'press', { message_id: question?.message_id, row: 0, column: 0 });

    await page.getByLabel('Phone').fill('901234567');
    await page.getByLabel('Your name').fill('Gulnora');
    await page.getByLabel('Your name').blur();
    if (scheme === 'dark') {
      await page.getByText('Courier').click();
      await page.getByLabel('Street and house').fill('Navoiy 1');
      await expect(page.locator('.missing')).toBeVisible();
      await page.getByRole('button', { name: 'Use my location' }).click();
      await expect(page.locator('.missing')).toBeHidden();
    }
    await expect(page.locator('.place')).toHaveText(/^Order for .*\d/);
    await page.screenshot({ path: `test-results/storefront-${scheme}-checkout.png`, fullPage: true });
    await page.locator('.place').click();
    await expect(page.locator('.status')).not.toBeEmpty();
    await expect(page.locator('.cart output')).toHaveText('0');
    const placed = await page.locator('.status').innerText();
    await page.screenshot({ path: `test-results/storefront-${scheme}-order.png` });

    // The shop accepts, and the page hears of it.
    const id = /ord_\w+/.exec(page.url())?.[0];
    await accept(request, id ?? '');
    await expect(page.locator('.status')).not.toHaveText(placed);
  });
}

async function accept(request: APIRequestContext, id: string): Promise<void> {
  const staff = await signInStaff(request, STORE);
  const { orderConfirm } = await ask<{ orderConfirm: { userErrors: unknown[] } }>(
    request,
    STORE,
    'mutation ($id: ID!) { orderConfirm(input: { id: $id }) { userErrors { code } } }',
    { id },
    staff,
  );
  expect(orderConfirm.userErrors).toEqual([]);
}
