import { findProduct } from '../server';
import { expect, test } from './app';

test('a card is declined, tried again, and pays the order', async ({ app, page, context, request, store }) => {
  const product = await findProduct(request, store, 'simple');
  await app.open(`/p/${product.slug}`);
  await page.locator('.sticky-bar .btn').click();
  await page.locator('.sticky-bar .btn').click();
  await app.expectMain(/Rasmiylashtirish/);
  await app.mainAction();
  await page.getByLabel('Ism').fill('Malika');
  await page.getByLabel('Telefon').fill('901234567');
  await page.getByRole('radio', { name: 'Olib ketish', exact: true }).click();
  await page.getByRole('radiogroup', { name: 'Olib ketish joyi' }).getByRole('radio').first().click();
  await page.getByRole('radio', { name: /Payme/ }).click();
  await app.expectMain(/Buyurtma berish · .+ soʻm/);
  await app.mainAction();

  // The page of the bill opens by the tap that placed the order.
  await expect(page).toHaveURL(/\/o\/ord_/);
  const opened = async (count: number) => {
    await expect.poll(async () => (await app.host.log('web_app_open_link')).length).toBe(count);
    return String((await app.host.log('web_app_open_link')).at(-1)?.data.url);
  };
  const bill = await opened(1);
  await expect(page.getByRole('button', { name: /^Toʻlash: / })).toBeVisible();
  const bank = await context.newPage();
  await bank.goto(bill);
  await bank.locator('button[value=decline]').click();
  await expect(bank.locator('.status.declined')).toBeVisible();
  await expect(page.getByText(/Toʻlov yakunlanmadi/)).toBeVisible();

  await page.getByRole('button', { name: /^Qayta toʻlash/ }).click();
  await bank.goto(await opened(2));
  await bank.locator('button[value=pay]').click();
  await expect(bank.locator('.status.paid')).toBeVisible();

  // The order knows it without being asked, and the way back leads to it.
  await expect(page.getByText(/^Toʻlandi · Payme/)).toBeVisible();
  await expect(page.getByRole('button', { name: /toʻlash/i })).toHaveCount(0);
  await expect(bank.locator('a.button.main')).toHaveAttribute(
    'href',
    new RegExp(page.url().split('/o/')[1]?.split('?')[0] ?? '-'),
  );
});
