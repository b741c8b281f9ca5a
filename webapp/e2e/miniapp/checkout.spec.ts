import { findProduct } from '../server';
import { type App, expect, test } from './app';

async function toCheckout(app: App, slug: string): Promise<void> {
  await app.open(`/p/${slug}`);
  await app.page.locator('.sticky-bar .btn').click();
  await expect(app.page.locator('.sticky-bar output')).toHaveText('1');
  await app.page.locator('.sticky-bar .btn').click();
  await app.expectMain(/Rasmiylashtirish/);
  await app.mainAction();
  await expect(app.page.getByLabel('Ism')).toBeVisible();
}

test('by courier to my location; the address is there the next time', async ({ app, page, request, store }) => {
  const product = await findProduct(request, store);
  await toCheckout(app, product.slug);
  await page.getByLabel('Telefon').fill('935554433');
  await page.getByRole('button', { name: 'Joylashuvimni aniqlash' }).click();
  await expect(page.getByText('Joylashuv belgilandi')).toBeVisible();
  await page.getByLabel('Koʻcha').fill('Amir Temur shoh koʻchasi');
  await page.getByLabel('Uy').fill('5');
  await page.getByLabel('Moʻljal').fill('Skver');
  await page.getByLabel('Moʻljal').blur();
  await expect(page.locator('.sums .total dd')).not.toBeEmpty();
  await expect(page.locator('.sums')).not.toContainText('—');
  await app.expectMain(/Buyurtma berish/);
  await app.mainAction();
  await expect(page.locator('.steps')).toBeVisible();
  await expect(page.locator('.rows').first()).toContainText('Amir Temur shoh koʻchasi');

  await toCheckout(app, product.slug);
  await expect(page.getByLabel('Telefon')).toHaveValue('+998 93 555 44 33');
  await expect(page.getByRole('radiogroup', { name: 'Manzil' }).getByRole('radio').first()).toHaveAttribute(
    'aria-checked',
    'true',
  );
  await app.expectMain(/Buyurtma berish/);
  await app.mainAction();
  await expect(page.locator('.steps')).toBeVisible();
});

test('empty fields are named at their place and nothing is lost', async ({ app, page, request, store }) => {
  await toCheckout(app, (await findProduct(request, store)).slug);
  await page.getByLabel('Ism').fill('');
  await page.getByLabel('Koʻcha').fill('');
  await page.getByLabel('Doʻkonga izoh').fill('Tezroq');
  await app.mainAction();
  await expect(page.getByText('Ismingizni yozing')).toBeVisible();
  await expect(page.getByText('Koʻcha yoki moʻljalni yozing')).toBeVisible();
  await expect(page.getByLabel('Ism')).toBeFocused();
  await expect(page.getByLabel('Doʻkonga izoh')).toHaveValue('Tezroq');
});

test('closing asks first once something was typed', async ({ app, page, request, store }) => {
  await toCheckout(app, (await findProduct(request, store)).slug);
  const asks = async () => (await app.host.log('web_app_setup_closing_behavior')).at(-1)?.data.need_confirmation;
  expect(await asks()).not.toBe(true);
  await page.getByLabel('Ism').fill('Malika');
  await expect.poll(asks).toBe(true);
  await app.back();
  await expect.poll(asks).toBe(false);
});

test.describe('where the device does not tell the place', () => {
  test.use({ answers: { location: 'denied' } });

  test('an area of the list decides the price', async ({ app, page, request, store }) => {
    await toCheckout(app, (await findProduct(request, store)).slug);
    await page.getByRole('button', { name: 'Joylashuvimni aniqlash' }).click();
    await expect(page.getByText('Joylashuvga ruxsat berilmagan')).toBeVisible();
    await page.getByLabel('Telefon').fill('901112233');
    await page.getByLabel('Hudud').selectOption({ index: 1 });
    await page.getByLabel('Koʻcha').fill('Bobur');
    await page.getByLabel('Koʻcha').blur();
    await expect(page.locator('.sums')).not.toContainText('—');
    await app.expectMain(/Buyurtma berish/);
    await app.mainAction();
    await expect(page.locator('.steps')).toBeVisible();
  });
});

test.describe('far from the shop', () => {
  test.use({ answers: { location: { latitude: 39.65, longitude: 66.96 } } });

  test('it is said at once that no courier goes there', async ({ app, page, request, store }) => {
    await toCheckout(app, (await findProduct(request, store)).slug);
    await page.getByRole('button', { name: 'Joylashuvimni aniqlash' }).click();
    await expect(page.getByText('Bu yerga kuryer bormaydi')).toBeVisible();
  });
});

test('a refused contact leaves the typed way', async ({ app, page, request, store }) => {
  await toCheckout(app, (await findProduct(request, store)).slug);
  await page.getByRole('button', { name: 'Raqamimni Telegramdan olish' }).click();
  await expect.poll(async () => (await app.host.log('web_app_request_phone')).length).toBe(1);
  await page.getByLabel('Telefon').fill('901112233');
  await expect(page.getByLabel('Telefon')).toHaveValue('+998 90 111 22 33');
});
