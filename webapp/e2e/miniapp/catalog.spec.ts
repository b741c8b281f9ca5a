import { findProduct } from '../server';
import { expect, test } from './app';

test('the list grows as one scrolls and is found again where it was left', async ({ app, page }) => {
  await app.open();
  const cards = page.locator('.grid .product');
  await expect(cards.first()).toBeVisible();
  const before = await cards.count();
  await page.locator('.more').scrollIntoViewIfNeeded();
  await expect.poll(() => cards.count()).toBeGreaterThan(before);
  const card = cards.nth(before);
  await card.scrollIntoViewIfNeeded();
  const name = await card.locator('.name').innerText();
  const top = await page.evaluate(() => scrollY);
  await card.locator('a').click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(name);
  await app.host.pressBack();
  await expect(page.getByRole('link', { name }).first()).toBeInViewport();
  await expect.poll(() => page.evaluate(() => Math.round(scrollY))).toBeGreaterThan(top - 150);
});

test('the plus on a card counts at once, and the badge with it', async ({ app, page, request, store }) => {
  const product = await findProduct(request, store, 'simple');
  await app.open(`/search?q=${encodeURIComponent(product.name)}`);
  const card = page.locator('.product', { hasText: product.name }).first();
  await card.locator('.quick > button').click();
  await expect(card.locator('output')).toHaveText('1');
  await app.open();
  await expect(page.locator('.tab-bar b')).toHaveText(/^1/);
});

test('search forgives script and finds nothing kindly', async ({ app, page, request, store }) => {
  const product = await findProduct(request, store);
  await app.open('/search');
  await page.getByRole('searchbox').fill(product.name.slice(0, 6));
  await expect(page.locator('.product').first()).toBeVisible();
  await expect(page).toHaveURL(/\/search\?q=/);
  await page.getByRole('searchbox').fill('zzzzqqqq');
  await expect(page.getByText('«zzzzqqqq» topilmadi')).toBeVisible();
  await expect(page.locator('.product').first()).toBeVisible();
});

test('a category sorts by price, and the order is in the address', async ({ app, page }) => {
  await app.open();
  await page.locator('a[href*="/c/"]').first().click();
  await page.getByRole('button', { name: 'Saralash' }).click();
  await page.getByRole('radio', { name: 'Avval arzonlari' }).click();
  await expect(page).toHaveURL(/sort=cheap/);
  const prices = async () =>
    (await page.locator('.grid .price .num').allInnerTexts()).map((text) => Number(text.replace(/\D/g, '')));
  await expect
    .poll(async () => {
      const all = await prices();
      return all.length > 1 && all.every((price, i) => i === 0 || price >= (all[i - 1] ?? 0));
    })
    .toBe(true);
});

test('a variant moves price, address and what goes into the cart', async ({ app, page, request, store }) => {
  const product = await findProduct(request, store, 'choice');
  await app.open(`/p/${product.slug}`);
  const group = page.locator('.option [role=radiogroup]').first();
  await group.getByRole('radio').last().click();
  await expect(page).toHaveURL(/\?v=var_/);
  await expect(group.getByRole('radio').last()).toHaveAttribute('aria-checked', 'true');
});

test('back closes an open sheet before it leaves the page', async ({ app, page }) => {
  await app.open();
  await page.locator('a[href*="/c/"]').first().click();
  await page.getByRole('button', { name: 'Saralash' }).click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await app.host.pressBack();
  await expect(page.getByRole('dialog')).toBeHidden();
  await expect(page.locator('.home-head')).toBeHidden();
  await app.host.pressBack();
  await expect(page.locator('.home-head')).toBeVisible();
});
