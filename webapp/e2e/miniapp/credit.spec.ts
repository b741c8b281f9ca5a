import { ask, completeOrder, fillCart, signInStaff } from '../server';
import { expect, test } from './app';

// What pays besides the method: a gift card, cashback, and a deposit with the rest on delivery.

test.use({ store: 'sadaf' });

interface Rules {
  depositPercent: number;
  cashbackPercent: number;
  cashbackSharePercent: number;
}
const NONE: Rules = { depositPercent: 0, cashbackPercent: 0, cashbackSharePercent: 0 };

let staff = '';
const rules = (request: Parameters<typeof ask>[0], store: string, orderRules: Rules) =>
  ask(
    request,
    store,
    'mutation ($orderRules: StoreOrderRulesInput!) { storeUpdate(input: { orderRules: $orderRules }) { userErrors { code } } }',
    { orderRules },
    staff,
  );

test.beforeEach(async ({ request, store }) => {
  staff = staff || (await signInStaff(request, store));
});
test.afterEach(({ request, store }) => rules(request, store, NONE));

test('a gift card covers a part; it can be taken away, and the order holds it', async ({
  app,
  page,
  request,
  store,
}) => {
  const { giftCardIssue } = await ask<{ giftCardIssue: { code: string } }>(
    request,
    store,
    'mutation { giftCardIssue(input: { amount: 2000000 }) { code } }',
    {},
    staff,
  );
  await fillCart(request, store, app.initData);
  await app.open('/checkout');
  await page.getByRole('radio', { name: /^Naqd pul/ }).click();
  await page.getByRole('button', { name: 'Sovgʻa kartam bor' }).click();
  const code = page.getByLabel('Karta kodi');
  await code.fill('AAAA-BBBB-CCCC-DDDD');
  await page.getByRole('button', { name: 'Qoʻllash' }).click();
  await expect(page.locator('.error')).toBeVisible();
  await code.fill(giftCardIssue.code.toLowerCase());
  await code.press('Enter');
  const applied = page.getByText(`Sovgʻa kartasi ••${giftCardIssue.code.slice(-4)}`);
  await expect(applied).toBeVisible();
  await expect(page.locator('.sums')).toContainText(/−20\s000/);

  await page.getByRole('button', { name: 'Kartani olib tashlash' }).click();
  await expect(applied).toHaveCount(0);
  await expect(page.locator('.sums')).not.toContainText('−');
  await page.getByRole('button', { name: 'Sovgʻa kartam bor' }).click();
  await code.fill(giftCardIssue.code);
  await code.press('Enter');
  await expect(applied).toBeVisible();
  await app.expectMain(/Buyurtma berish/);
  await app.mainAction();
  await expect(page.getByText('Buyurtma uchun ajratib qoʻyilgan')).toBeVisible();
});

test('cashback is earned, shown with its history, and pays a part', async ({ app, page, request, store }) => {
  await rules(request, store, { ...NONE, cashbackPercent: 10, cashbackSharePercent: 50 });
  const buyer = await fillCart(request, store, app.initData);
  await completeOrder(request, store, buyer, staff);
  await app.open('/wallet');
  await expect(page.getByText('Buyurtma uchun keshbek')).toBeVisible();
  await expect(page.locator('.price.big')).not.toHaveText(/^0/);

  await fillCart(request, store, app.initData);
  await app.open('/checkout');
  await page.getByRole('radio', { name: /^Naqd pul/ }).click();
  await expect(page.locator('.sums')).toContainText('Keshbek olasiz');
  const use = page.getByRole('switch', { name: /Keshbek bilan toʻlash/ });
  await use.click();
  await expect(use).toHaveAttribute('aria-checked', 'true');
  await expect(page.locator('.sums')).toContainText('Toʻlash kerak');
  await app.expectMain(/Buyurtma berish/);
  await app.mainAction();
  await expect(page.getByText('Buyurtma uchun ajratib qoʻyilgan')).toBeVisible();
});

test('a deposit is paid now and the rest on delivery; cash is not offered', async ({ app, page, request, store }) => {
  await rules(request, store, { ...NONE, depositPercent: 30 });
  await fillCart(request, store, app.initData);
  await app.open('/checkout');
  await page.getByRole('radio', { name: /^Payme/ }).click();
  await expect(page.getByRole('radio', { name: /^Naqd pul/ })).toHaveCount(0);
  await expect(page.locator('.sums')).toContainText('Olganda toʻlanadi');
  await app.expectMain(/Buyurtma berish · hozir/);
  await app.mainAction();
  await expect(page.getByText('Qolgani')).toBeVisible();
});
