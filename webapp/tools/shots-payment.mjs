/**
 * Takes a picture of every face of money in the Mini App, from a running server with demo shops (`make run`): checkout with gift
 * card, cashback and deposit, the wallet, and orders that wait, are checked, declined, paid, given back, late or split.
 *
 *   BASE_URL=http://localhost:8080 DOKON_CLI=bin/server node tools/shots-payment.mjs [folder]
 *
 * Environment: STORE (sadaf), WIDTHS (360), SCHEMES (light,dark), LANGS (uz-Latn), CHROMIUM; as in .ci/with-server. It changes the
 * shop's rules for gift cards, cashback and deposits, and leaves its orders behind.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const here = dirname(fileURLToPath(import.meta.url));
const base = process.env.BASE_URL ?? 'http://localhost:8080';
const store = process.env.STORE ?? 'sadaf';
const list = (name, fallback) => (process.env[name] ?? fallback).split(',');
const folder = process.argv[2] ?? join(here, '../test-results/shots-payment');
mkdirSync(folder, { recursive: true });

async function ask(token, query, variables = {}) {
  const response = await fetch(`${base}/graphql`, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      'X-Store': store,
      ...(token && { Authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = await response.json();
  if (errors) throw new Error(`${JSON.stringify(errors[0])} in ${query}`);
  for (const { userErrors } of Object.values(data))
    if (userErrors?.length) throw new Error(`${JSON.stringify(userErrors)} in ${query}`);
  return data;
}

function cli(...args) {
  const [program = 'go', ...before] = (process.env.DOKON_CLI ?? 'go run ./server').split(' ');
  return execFileSync(program, [...before, ...args], { cwd: join(here, '../..'), encoding: 'utf8' });
}

const code = /dkl_[\w-]+/.exec(cli('link', '--store', store))[0];
const staff = (
  await ask(
    undefined,
    'mutation ($code: String!) { staffSessionCreate(input: { code: $code }) { tokens { accessToken } } }',
    {
      code,
    },
  )
).staffSessionCreate.tokens.accessToken;
const asStaff = (query, variables) => ask(staff, query, variables);
// What the Mini App in a browser without Telegram signs in as.
const buyer = (await ask(undefined, 'mutation { demoSessionCreate(input: {}) { tokens { accessToken } } }'))
  .demoSessionCreate.tokens.accessToken;

const rules = (orderRules) =>
  asStaff(
    'mutation ($r: StoreOrderRulesInput!) { storeUpdate(input: { orderRules: $r }) { userErrors { code path } } }',
    {
      r: orderRules,
    },
  );

async function fill(paymentMethod, more = {}) {
  const { products, pickupPoints } = await ask(
    buyer,
    `{ products(first: 50, filter: { isAvailable: true }) { nodes { options { id } modifierGroups { id } sale { minimum }
      defaultVariant { id price { minor } availability { canBuy available } } } } pickupPoints { id } }`,
  );
  const pieces = ({ defaultVariant: { availability } }) => availability.available ?? 999;
  const [product] = products.nodes
    .filter(({ options, modifierGroups, sale }) => options.length + modifierGroups.length === 0 && sale.minimum === 1)
    .filter(({ defaultVariant: { price } }) => price.minor > 10_000_000)
    .sort((a, b) => pieces(b) - pieces(a));
  const { cartSet } = await ask(
    buyer,
    'mutation ($input: CartSetInput!) { cartSet(input: $input) { cart { quote { id } } userErrors { code path } } }',
    {
      input: {
        lines: [{ variantId: product.defaultVariant.id, quantity: 1 }],
        contact: { name: 'Malika Yusupova', phone: '+998901234567' },
        delivery: { method: 'PICKUP', pickupPointId: pickupPoints[0].id },
        giftCardCode: '',
        cashback: 0,
        changeFrom: 0,
        paymentMethod,
        ...more,
      },
    },
  );
  return cartSet.cart.quote;
}

/** Places an order; gives its id and the page of its bill. */
async function order(paymentMethod, more) {
  const quote = await fill(paymentMethod, more);
  const { orderPlace } = await ask(
    buyer,
    'mutation ($id: ID!) { orderPlace(input: { quoteId: $id }) { order { id payments { checkoutUrl } } userErrors { code } } }',
    { id: quote.id },
  );
  const { id, payments } = orderPlace.order;
  return { id, bill: payments.at(-1)?.checkoutUrl };
}

/** Presses a button of a simulator's page; gives the page that follows. */
async function bank(page, move) {
  const answer = await fetch(page, { method: 'POST', body: new URLSearchParams({ move }), redirect: 'manual' });
  return new URL(answer.headers.get('location') ?? page, page).href;
}

async function finish(id) {
  const moves = [
    'orderConfirm(input: { id: $id })',
    ...['Accept', 'Pack', 'Ready', 'Deliver'].map((m) => `fulfilment${m}(input: { orderId: $id })`),
  ];
  for (const move of moves) await asStaff(`mutation ($id: ID!) { ${move} { userErrors { code } } }`, { id });
}

const refund = (id, reason) =>
  asStaff(
    'mutation ($id: ID!, $reason: String!) { paymentRefund(input: { orderId: $id, reason: $reason }) { refunds { id isByHand } userErrors { code } } }',
    { id, reason },
  );

await rules({ cashbackPercent: 5, cashbackSharePercent: 50, depositPercent: 0, depositAmount: 0 });
const giftCard = async (amount) =>
  (
    await asStaff(
      'mutation ($amount: Int64!) { giftCardIssue(input: { amount: $amount, note: "Namuna" }) { code userErrors { code } } }',
      { amount },
    )
  ).giftCardIssue.code;
const card = await giftCard(10_000_000);
const shown = {};
const done = await order('CASH');
await finish(done.id);
shown.awaits = (await order('PAYME')).id;
const checked = await order('CLICK');
await bank(checked.bill, 'delay');
shown.checked = checked.id;
const declined = await order('UZUM');
await bank(declined.bill, 'decline');
shown.declined = declined.id;
const paid = await order('PAYME', { giftCardCode: await giftCard(12_000_000) });
await bank(paid.bill, 'pay');
shown.paid = paid.id;
const back = await order('CLICK');
await bank(back.bill, 'pay');
await refund(back.id, 'Rangi toʻgʻri kelmadi');
shown.back = back.id;
const late = await order('CLICK');
const deal = await bank(late.bill, 'delay');
await asStaff('mutation ($id: ID!) { orderCancel(input: { id: $id, reason: "Tugagan" }) { userErrors { code } } }', {
  id: late.id,
}).catch(() => {});
await bank(deal, 'finish');
shown.late = late.id;
shown.transfer = (await order('BANK_TRANSFER')).id;
shown.change = (await order('CASH', { changeFrom: 500_000_000 })).id;
shown.finished = done.id;
await rules({ depositPercent: 30 });
const split = await order('PAYME');
shown.deposit = split.id;
const begun = await order('PAYME');
await bank(begun.bill, 'pay');
shown.split = begun.id;

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
});
const faults = [];

for (const size of list('WIDTHS', '360')) {
  const [width, height = 740] = size.split('x').map(Number);
  for (const scheme of list('SCHEMES', 'light,dark')) {
    for (const lang of list('LANGS', 'uz-Latn')) {
      const context = await browser.newContext({
        viewport: { width, height },
        deviceScaleFactor: 2,
        colorScheme: scheme,
        hasTouch: true,
        isMobile: width < 700,
        reducedMotion: 'reduce',
      });
      await context.addInitScript((value) => localStorage.setItem('dokon:lang', value), lang);
      const page = await context.newPage();
      page.on('pageerror', (error) => faults.push(String(error)));
      const shot = async (name, path, ready) => {
        await page.goto(`${base}/app/${store}${path}`);
        await page.locator(ready).first().waitFor();
        await page.waitForTimeout(500);
        if (await page.evaluate(() => document.documentElement.scrollWidth > innerWidth))
          faults.push(`${name} scrolls sideways`);
        await page.screenshot({ path: join(folder, `${lang}-${scheme}-${width}-${name}.png`), fullPage: true });
      };
      await rules({ depositPercent: 30 });
      await fill('PAYME');
      await shot('checkout-deposit', '/checkout', '.sums');
      await rules({ depositPercent: 0 });
      await fill('PAYME', { giftCardCode: card, cashback: 100_000_000 });
      await shot('checkout-credits', '/checkout', '.sums');
      await shot('wallet', '/wallet', '.price.big');
      await shot('profile', '/profile', '.facts');
      for (const [name, id] of Object.entries(shown)) await shot(`order-${name}`, `/o/${id}`, '.steps');
      await context.close();
    }
  }
}
await browser.close();
for (const fault of faults) console.error(fault);
process.exitCode = faults.length > 0 ? 1 : 0;
