import { createClient, DokonError, StoreDocument } from '../packages/client/src/index.ts';
import { expect, test as shop } from './miniapp/app';
import { startSecondServer } from './second-server';
import { ask, findProduct, signInStaff } from './server';

/** The same shops, answered by a process that takes nobody's documents but those of its own pages. */
const test = shop.extend({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright wants the pattern
  baseURL: async ({}, use) => {
    const strict = await startSecondServer({ DOKON_TRUSTED_DOCUMENTS: 'shoppers' });
    await use(strict.address);
    await strict.stop();
  },
});

const REFUSED = 'DOCUMENT_NOT_TRUSTED';

test('the Mini App orders by names of documents alone, and a stranger’s query is refused', async ({
  app,
  page,
  request: strict,
  playwright,
  store,
  baseURL,
}) => {
  const open = await playwright.request.newContext({ baseURL: process.env.BASE_URL ?? 'http://localhost:8080' });
  const product = await findProduct(open, store);
  const sent: { documentId?: string; query?: string }[] = [];
  page.on('request', (request) => {
    if (new URL(request.url()).pathname === '/graphql') sent.push(request.postDataJSON());
  });

  await app.open();
  await expect(page.locator('.grid .product').first()).toBeVisible();
  await app.open(`/p/${product.slug}`);
  await page.locator('.sticky-bar .btn').click();
  await expect(page.locator('.sticky-bar output')).toHaveText('1');
  await page.locator('.sticky-bar .btn').click();
  await app.expectMain(/Rasmiylashtirish/);
  await app.mainAction();
  await page.getByLabel('Ism').fill('Malika');
  await page.getByLabel('Telefon').fill('901234567');
  await page.getByRole('radio', { name: 'Olib ketish', exact: true }).click();
  await page.getByRole('radiogroup', { name: 'Olib ketish joyi' }).getByRole('radio').first().click();
  await app.expectMain(/Buyurtma berish/);
  await app.mainAction();
  await expect(page.locator('.live.on')).toBeVisible();

  // Staff may send any document, here to the other process; the shopper's line of events brings what came of it.
  const id = /\/o\/(ord_\w+)/.exec(page.url())?.[1];
  const staff = await signInStaff(open, store);
  await ask(open, store, 'mutation ($id: ID!) { orderConfirm(input: { id: $id }) { order { id } } }', { id }, staff);
  await expect(page.locator('.steps .now')).toHaveText(/Doʻkon qabul qildi/);
  expect(sent.length).toBeGreaterThan(5);
  for (const { documentId, query } of sent) {
    expect(documentId).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(query).toBeUndefined();
  }

  const foreign = { data: { query: '{ store { name } }' }, headers: { 'X-Store': store } };
  const refused = (await (await strict.post('/graphql', foreign)).json()) as { errors: { extensions: unknown }[] };
  expect(refused.errors[0]?.extensions).toEqual({ code: REFUSED });
  await open.dispose();

  // So does a storefront on the typed client, by its own documents.
  const client = createClient({ url: baseURL ?? '', store });
  expect((await client.query(StoreDocument)).store.slug).toBe(store);
  const fault = await client.query({ toString: () => '{ store { name } }' }).catch((error: unknown) => error);
  expect(fault).toBeInstanceOf(DokonError);
  expect(fault).toMatchObject({ code: REFUSED });
});

test('the admin signs in and shows its orders by names of documents alone', async ({ page, playwright, store }) => {
  const open = await playwright.request.newContext({ baseURL: process.env.BASE_URL ?? 'http://localhost:8080' });
  const owner = await signInStaff(open, store);
  const { staffLinkCreate } = await ask<{ staffLinkCreate: { link: { url: string } } }>(
    open,
    store,
    'mutation { staffLinkCreate(input: {}) { link { url } } }',
    {},
    owner,
  );
  await open.dispose();
  const { pathname, hash } = new URL(staffLinkCreate.link.url);
  await page.addInitScript(() => localStorage.setItem('dokon.language', 'en'));
  await page.goto(pathname + hash);
  await expect(page.getByRole('heading', { level: 1, name: 'Orders' })).toBeVisible();
});
