/**
 * Takes a picture of every screen of the Mini App from a running server, in an ordinary browser (demo shop).
 *
 *   BASE_URL=http://localhost:8080 STORE=slug node tools/shots.mjs [folder]
 *
 * Environment: WIDTHS (360), SCHEMES (light,dark), LANGS (uz-Latn), CHROMIUM. Orders one product with pickup.
 */
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const base = process.env.BASE_URL ?? 'http://localhost:8080';
const store = process.env.STORE ?? '';
const list = (name, fallback) => (process.env[name] ?? fallback).split(',');
const folder = process.argv[2] ?? join(dirname(fileURLToPath(import.meta.url)), '../test-results/shots');
mkdirSync(folder, { recursive: true });

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
});

/** One walk from home to the order, with a picture of each stop. */
async function walk(width, scheme, lang) {
  const context = await browser.newContext({
    viewport: { width, height: 740 },
    deviceScaleFactor: 2,
    colorScheme: scheme,
    hasTouch: true,
    isMobile: true,
    reducedMotion: 'reduce',
  });
  await context.addInitScript((value) => localStorage.setItem('dokon:lang', value), lang);
  const page = await context.newPage();
  const faults = [];
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('console', (line) => line.type() === 'error' && faults.push(line.text()));
  let number = 0;
  const shot = async (name, fullPage = false) => {
    // Not "network idle": the live line of the cart stays open.
    await page.waitForFunction(() => [...document.images].every((image) => image.complete || image.loading === 'lazy'));
    await page.waitForTimeout(300);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
    if (wide) faults.push(`${name}: scrolls sideways`);
    const path = join(folder, `${lang}-${scheme}-${width}-${String(number++).padStart(2, '0')}-${name}.png`);
    await page.screenshot({ path, fullPage });
  };
  const open = (path) => page.goto(`${base}/app/${store}${path}`);

  await open('/');
  await page.locator('.grid .product').first().waitFor();
  await shot('home');
  await page.evaluate(() => scrollTo(0, document.querySelector('.grid').offsetTop - 60));
  await shot('home-list');
  const category = await page.locator('[href*="/c/"]').first().getAttribute('href');
  const quick = page.locator('.grid .quick > button').first();
  if (await quick.count()) await quick.click();
  await page.goto(base + category);
  await page.locator('.grid .product').first().waitFor();
  await shot('category');
  await page.locator('.head .icon-btn').click();
  await shot('sort');
  const products = await page.locator('.product a').evaluateAll((links) => links.map((a) => a.getAttribute('href')));
  await open('/search');
  await page.locator('.product').first().waitFor();
  await shot('search');
  await page.locator('input[type=search]').fill('zzzzqq');
  await page.locator('.state').waitFor();
  await shot('search-nothing');

  for (const [i, path] of products.slice(0, 3).entries()) {
    await page.goto(base + path);
    await page.locator('.gallery').waitFor();
    await shot(`product-${i}`, true);
  }
  const add = page.locator('.sticky-bar .btn');
  if (await add.isEnabled()) await add.click();
  await shot('product-added');
  await open('/cart');
  await page.locator('.cart-line').first().waitFor();
  await shot('cart');
  await page.locator('.sticky-bar .btn').click();
  await page.locator('form').waitFor();
  await shot('checkout', true);
  await page.locator('.sticky-bar .btn').click();
  await page
    .locator('.error')
    .first()
    .waitFor()
    .catch(() => {});
  await shot('checkout-faults', true);
  await page.locator('input[type=tel]').fill('+998901234567');
  await page.locator('.tabs button').nth(1).click();
  await page.locator('.rows [role=radio]').first().click();
  await page.locator('.sums').waitFor();
  await shot('checkout-pickup', true);
  await page.locator('.sticky-bar .btn').click();
  await page.locator('.steps').waitFor();
  await shot('order', true);
  await open('/orders');
  await page.locator('.card').first().waitFor();
  await shot('orders');
  await open('/profile');
  await page.locator('.facts').waitFor();
  await shot('profile', true);
  await open('/nowhere');
  await page.locator('.state').waitFor();
  await shot('not-found');
  await context.close();
  return faults;
}

let failed = false;
for (const width of list('WIDTHS', '360').map(Number)) {
  for (const scheme of list('SCHEMES', 'light,dark')) {
    for (const lang of list('LANGS', 'uz-Latn')) {
      const faults = await walk(width, scheme, lang);
      for (const fault of faults) console.error(`${width} ${scheme} ${lang}: ${fault}`);
      failed ||= faults.length > 0;
    }
  }
}
await browser.close();
process.exitCode = failed ? 1 : 0;
