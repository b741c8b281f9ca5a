import documents from '../../packages/gql/persisted-documents.json' with { type: 'json' };
import { ask, findProduct, signInStaff } from '../server';
import { expect, test } from './app';

test('from the catalog to a live order', async ({ app, page, request, store }) => {
  const product = await findProduct(request, store);
  await app.open();
  await expect(page.locator('h1')).not.toBeEmpty();
  await expect(page.locator('.grid .product').first()).toBeVisible();

  await app.open(`/p/${product.slug}`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(product.name);
  await page.locator('.sticky-bar .btn').click();
  await expect(page.locator('.sticky-bar output')).toHaveText('1');
  await page.locator('.sticky-bar .btn').click();

  await expect(page.locator('.cart-line')).toHaveCount(1);
  await app.expectMain(/Rasmiylashtirish · .+ soʻm/);
  await app.mainAction();

  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Rasmiylashtirish');
  await page.getByLabel('Ism').fill('Malika');
  await page.getByLabel('Telefon').fill('901234567');
  await expect(page.getByLabel('Telefon')).toHaveValue('+998 90 123 45 67');
  await page.getByRole('radio', { name: 'Olib ketish', exact: true }).click();
  await page.getByRole('radiogroup', { name: 'Olib ketish joyi' }).getByRole('radio').first().click();
  await app.expectMain(/Buyurtma berish · .+ soʻm/);
  await app.mainAction();

  await expect(page.locator('.steps')).toBeVisible();
  await expect(page.getByText('Rahmat! Buyurtma qabul qilindi')).toBeVisible();
  await expect(page.locator('.live.on')).toBeVisible();
  const id = /\/o\/(ord_\w+)/.exec(page.url())?.[1];
  expect(id).toBeTruthy();

  // The shop accepts: the page moves by itself.
  const staff = await signInStaff(request, store);
  const confirmed = await ask<{ orderConfirm: { userErrors: unknown[] } }>(
    request,
    store,
    'mutation ($id: ID!) { orderConfirm(input: { id: $id, readyInMinutes: 40 }) { userErrors { code } } }',
    { id },
    staff,
  );
  expect(confirmed.orderConfirm.userErrors).toEqual([]);
  await expect(page.locator('.steps .now')).toHaveText(/Doʻkon qabul qildi/);

  // The way back leads home, not into the checkout again.
  await app.back();
  await expect(page).not.toHaveURL(/checkout/);
  await app.open('/orders');
  await expect(page.locator(`.card[href$="${id}"]`)).toHaveCount(1);
});

test('one order of a double tap', async ({ app, page, request, store }) => {
  const product = await findProduct(request, store);
  await app.open('/orders');
  await expect(page.locator('.card, .state').first()).toBeVisible();
  const before = await page.locator('.card').count();
  await app.open(`/p/${product.slug}`);
  await page.locator('.sticky-bar .btn').click();
  await page.locator('.sticky-bar .btn').click();
  await app.expectMain(/Rasmiylashtirish/);
  await app.mainAction();
  await page.getByLabel('Telefon').fill('901234567');
  await page.getByRole('radio', { name: 'Olib ketish', exact: true }).click();
  await page.getByRole('radiogroup', { name: 'Olib ketish joyi' }).getByRole('radio').first().click();
  await app.expectMain(/Buyurtma berish/);
  const bodies: string[] = [];
  page.on('request', (sent) => {
    const text = sent.postData() ?? '';
    const name = /"documentId":"([^"]+)"/.exec(text)?.[1] ?? '';
    if (documents[name as keyof typeof documents]?.includes('orderPlace')) bodies.push(text);
  });
  await app.doubleTap();
  await expect(page.locator('.steps')).toBeVisible();
  expect(new Set(bodies).size, 'different requests to place an order').toBe(1);
  await app.open('/orders');
  await expect(page.locator('.card')).toHaveCount(before + 1);
});
