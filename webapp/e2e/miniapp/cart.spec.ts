import { ask, findProduct, signInStaff } from '../server';
import { expect, test } from './app';

test('a removed line comes back by undo', async ({ app, page, request, store }) => {
  const product = await findProduct(request, store);
  await app.open(`/p/${product.slug}`);
  await page.locator('.sticky-bar .btn').click();
  await page.locator('.sticky-bar .btn').click();
  await page.getByRole('button', { name: `Kamaytirish: ${product.name}` }).click();
  await expect(page.getByText('Savat boʻsh')).toBeVisible();
  await page.getByRole('button', { name: 'Qaytarish' }).click();
  await expect(page.locator('.cart-line output')).toHaveText('1');
});

test('without network a tap still counts, and arrives when the line is back', async ({
  app,
  page,
  context,
  request,
  store,
}) => {
  const product = await findProduct(request, store);
  await app.open(`/p/${product.slug}`);
  await expect(page.locator('.sticky-bar .btn')).toBeEnabled();
  await context.setOffline(true);
  await page.locator('.sticky-bar .btn').click();
  await expect(page.locator('.sticky-bar output')).toHaveText('1');
  await expect(page.locator('.strip')).toBeVisible();
  await context.setOffline(false);
  await expect(page.locator('.strip')).toBeHidden();
  const arrived = page.waitForResponse(async (response) =>
    (await response.text().catch(() => '')).includes('"cartSet":{"cart":{'),
  );
  await arrived;
  await app.open('/cart');
  await expect(page.locator('.cart-line')).toHaveCount(1);
});

test('what is put in on one device is seen on the other', async ({ app, page, request, store, context }) => {
  const product = await findProduct(request, store);
  await app.open('/cart');
  await expect(page.getByText('Savat boʻsh')).toBeVisible();
  const token = await page.evaluate(() => {
    const saved = JSON.parse(sessionStorage.getItem('dokon:session') ?? '{}') as { tokens?: { accessToken: string } };
    return saved.tokens?.accessToken;
  });
  const response = await context.request.post('/graphql', {
    headers: { 'X-Store': store, Authorization: `Bearer ${token}` },
    data: {
      query: 'mutation ($lines: [CartLineInput!]!) { cartLinesAdd(input: { lines: $lines }) { userErrors { code } } }',
      variables: { lines: [{ variantId: product.variantId, quantity: 2 }] },
    },
  });
  expect(response.ok()).toBe(true);
  await expect(page.locator('.cart-line output')).toHaveText('2');
});

test('the main button is set up only when it changes', async ({ app, page, request, store }) => {
  const product = await findProduct(request, store);
  await app.open(`/p/${product.slug}`);
  await page.locator('.sticky-bar .btn').click();
  await page.locator('.sticky-bar .btn').click();
  await app.expectMain(/Rasmiylashtirish/);
  const more = page.getByRole('button', { name: `Koʻpaytirish: ${product.name}` });
  for (let i = 0; i < 4; i++) await more.click();
  await expect(page.locator('.cart-line output')).toHaveText('5');
  const states = (await app.host.log('web_app_setup_main_button')).map(({ data }) => JSON.stringify(data));
  expect(states.some((state, i) => i > 0 && state === states[i - 1])).toBe(false);
  expect(states.length).toBeLessThan(20);
});

test('what is sold by twos, from four to eight, is counted so on its page and in the cart', async ({
  app,
  page,
  request,
  store,
}) => {
  const name = `Sopol piyola ${Date.now()}`;
  const { productUpsert } = await ask<{ productUpsert: { product: { slug: string } } }>(
    request,
    store,
    'mutation ($input: ProductUpsertInput!) { productUpsert(input: $input) { product { slug } } }',
    {
      input: {
        name: { uzLatn: name },
        status: 'ACTIVE',
        sale: { step: 2, minimum: 4, maximum: 8 },
        variants: [{ price: 1_000_000, onHand: 20 }],
      },
    },
    await signInStaff(request, store),
  );
  const more = page.getByRole('button', { name: `Koʻpaytirish: ${name}` });
  const less = page.getByRole('button', { name: `Kamaytirish: ${name}` });
  await app.open(`/p/${productUpsert.product.slug}`);
  await page.locator('.sticky-bar .btn', { hasText: '4 dona' }).click();
  const count = page.locator('.sticky-bar output');
  await expect(count).toHaveText('4');
  await more.click();
  await more.click();
  await expect(count).toHaveText('8');
  await expect(more).toBeDisabled();
  await less.click();
  await expect(count).toHaveText('6');

  await page.locator('.sticky-bar .btn').click();
  await expect(page.locator('.cart-line output')).toHaveText('6');
  await less.click();
  await expect(page.locator('.cart-line output')).toHaveText('4');
  await less.click();
  await expect(page.getByText('Savat boʻsh')).toBeVisible();
});
