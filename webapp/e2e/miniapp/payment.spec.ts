import type { BrowserContext, Page } from '@playwright/test';
import { fillCart, linkForStaff } from '../server';
import { type App, expect, test } from './app';

// From the cart to the paid order, by each provider: the bank's side is its simulator's page, or the fake Telegram.

const TELEGRAM = process.env.TELEGRAM_URL ?? 'http://127.0.0.1:8090';
/** The smallest picture a browser can be given. */
const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

/** Places the order of the filled cart by a method, and waits for its page. Answers the order's id. */
async function order(app: App, method: RegExp): Promise<string> {
  const { page } = app;
  await app.open('/cart');
  await app.expectMain(/Rasmiylashtirish/);
  await app.mainAction();
  await page.getByRole('radio', { name: method }).click();
  await expect(page.getByRole('radio', { name: method })).toHaveAttribute('aria-checked', 'true');
  await app.expectMain(/Buyurtma berish · .+ soʻm/);
  await app.mainAction();
  await expect(page).toHaveURL(/\/o\/ord_/);
  return /ord_\w+/.exec(page.url())?.[0] ?? '';
}

/** The bank's page, opened by the buyer in a browser of their own. */
class Bank {
  private constructor(
    private readonly app: App,
    private readonly page: Page,
  ) {}

  static async of(app: App, context: BrowserContext): Promise<Bank> {
    return new Bank(app, await context.newPage());
  }

  /** Waits for the link that the app has opened at its nth time, and follows it. */
  async open(times: number): Promise<void> {
    const links = () => this.app.host.log('web_app_open_link');
    await expect.poll(async () => (await links()).length).toBe(times);
    await this.page.goto(String((await links()).at(-1)?.data.url));
  }

  async press(move: string, status: string): Promise<void> {
    await this.page.locator(`button[value=${move}]`).click();
    await expect(this.page.locator(`.status.${status}`)).toBeVisible();
  }

  /** Where the page leads the buyer back to. */
  back() {
    return this.page.locator('a.button.main');
  }
}

/** The order in the admin, seen by an owner of the shop. */
async function office(context: BrowserContext, store: string, id: string): Promise<Page> {
  const page = await context.newPage();
  await page.addInitScript(() => localStorage.setItem('dokon.language', 'en'));
  await page.goto(linkForStaff(store));
  await expect(page.getByRole('heading', { level: 1, name: 'Orders' })).toBeVisible();
  await page.goto(`/admin/orders/${id}`);
  return page;
}

// Deleting a card is asked for by the host; here the person says yes.
test.use({ answers: { location: 'denied', popup: 'yes' } });

test.beforeEach(async ({ request, store, app }) => {
  await fillCart(request, store, app.initData);
});

const paid = (page: Page) => page.getByText(/^Toʻlandi · /).first();

test('Payme: declined, tried again, paid, and given back by the shop', async ({ app, page, context, store }) => {
  const id = await order(app, /^Payme/);
  const bank = await Bank.of(app, context);
  await bank.open(1);
  await expect(page.getByText(/Toʻlagan boʻlsangiz, bank javobi/)).toBeVisible();
  await bank.press('decline', 'declined');
  await expect(page.getByText(/Toʻlov oʻtmadi/)).toBeVisible();

  await page.getByRole('button', { name: /^Qayta toʻlash/ }).click();
  await bank.open(2);
  await bank.press('pay', 'paid');
  // The order knows it without being asked, and the way back leads to it.
  await expect(paid(page)).toBeVisible();
  await expect(page.getByRole('button', { name: /toʻlash/i })).toHaveCount(0);
  await expect(bank.back()).toHaveAttribute('href', new RegExp(id));

  const admin = await office(context, store, id);
  await admin.getByRole('button', { name: 'Give money back' }).click();
  const dialog = admin.getByRole('dialog');
  await dialog.getByLabel('Reason').fill('Rangi toʻgʻri kelmadi');
  await dialog.getByRole('button', { name: /Give back/ }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByText('Qaytarilmoqda')).toBeVisible();
  await expect(page.getByText(/Rangi toʻgʻri kelmadi/)).toBeVisible();

  // Payme's Merchant API has no call for it: staff do it in the cabinet and say so.
  await admin.getByRole('button', { name: 'Say what became of it' }).click();
  await dialog.getByRole('button', { name: 'The money went back' }).click();
  await expect(page.getByText('Qaytarildi')).toBeVisible();
});

test('CLICK: the bank takes its time, and nothing is called failed', async ({ app, page, context }) => {
  await order(app, /^CLICK/);
  const bank = await Bank.of(app, context);
  await bank.open(1);
  await bank.press('delay', 'waiting');
  await expect(page.getByText(/Bank toʻlovni tekshirmoqda/)).toBeVisible();
  await expect(page.getByText(/oʻtmadi/)).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Boshqacha toʻlash' })).toHaveCount(0);
  await bank.press('finish', 'paid');
  await expect(paid(page)).toBeVisible();
});

test('Uzum Bank: declined, so another method pays', async ({ app, page, context }) => {
  await order(app, /^Uzum Bank/);
  const bank = await Bank.of(app, context);
  await bank.open(1);
  await bank.press('decline', 'declined');
  await expect(page.getByText(/Toʻlov oʻtmadi/)).toBeVisible();
  await page.getByRole('button', { name: 'Boshqacha toʻlash' }).click();
  await page.getByRole('dialog').getByRole('radio', { name: /CLICK/ }).click();
  await bank.open(2);
  await bank.press('pay', 'paid');
  await expect(paid(page)).toBeVisible();
  await expect(page.getByText('CLICK')).toBeVisible();
});

test('Telegram: the invoice opens in the same tap; refused, then paid', async ({ app, page, request, shopper }) => {
  await request.post(`${TELEGRAM}/control/people`, { data: { id: shopper, first_name: 'Malika' } });
  const slugs = async () => (await app.host.log('web_app_open_invoice')).map(({ data }) => String(data.slug));
  /** The person in front of the sheet, and what the client tells the app when it closes. */
  const act = async (what: string, times: number) => {
    await expect.poll(async () => (await slugs()).length).toBe(times);
    const slug = (await slugs()).at(-1);
    const answer = await request.post(`${TELEGRAM}/control/invoices/${slug}/${what}`, { data: { person: shopper } });
    const { result } = (await answer.json()) as { result: { status: string } };
    await app.host.send('invoice_closed', { slug, status: result.status });
    return result.status;
  };

  await order(app, /^Telegram/);
  expect(await act('decline', 1)).toBe('failed');
  // The client's word is a hint: the bank may have the money all the same, so nothing is called failed.
  await expect(page.getByText(/Toʻlagan boʻlsangiz, bank javobi/)).toBeVisible();
  await expect(page.getByText(/oʻtmadi/)).toHaveCount(0);
  await page.getByRole('button', { name: 'Toʻlov sahifasini ochish' }).click();
  expect(await act('pay', 2)).toBe('paid');
  await expect(paid(page)).toBeVisible();
});

test('by transfer: the shop looks at the picture and accepts', async ({ app, page, context, store }) => {
  const id = await order(app, /^Bank oʻtkazmasi/);
  await expect(page.getByText('20208000900000000001')).toBeVisible();
  await page.locator('input[type=file]').setInputFiles({ name: 'chek.png', mimeType: 'image/png', buffer: PIXEL });
  await expect(page.getByText(/Doʻkon pul kelganini tekshiryapti/)).toBeVisible();

  const admin = await office(context, store, id);
  await admin.getByRole('button', { name: 'The money has arrived' }).click();
  await admin.getByRole('dialog').getByRole('button', { name: 'The money has arrived' }).click();
  await expect(paid(page)).toBeVisible();
});

test('in cash: the change is asked for, and the shop knows what to bring', async ({ app, page, context, store }) => {
  await app.open('/checkout');
  await page.getByRole('radio', { name: /Naqd/ }).click();
  const cash = page.getByLabel(/qaytim/i);
  await cash.fill('1');
  await cash.blur();
  await expect(page.locator('.error')).toBeVisible();
  await cash.fill('5 000 000');
  await cash.blur();
  await expect(page.locator('.error')).toHaveCount(0);
  await app.expectMain(/Buyurtma berish/);
  await app.mainAction();
  await expect(page.locator('.steps')).toBeVisible();
  const admin = await office(context, store, /ord_\w+/.exec(page.url())?.[0] ?? '');
  await expect(admin.getByText(/Bring change.*5\s000\s000/)).toBeVisible();
});

test('a saved card: added at checkout, it pays with one tap, lacks money, and is forgotten', async ({
  app,
  page,
  request,
  store,
}) => {
  const add = async (number: string) => {
    await page.getByRole('button', { name: 'Yangi karta' }).click();
    const sheet = page.getByRole('dialog');
    await sheet.getByLabel('Karta raqami').fill(number);
    await sheet.getByLabel('Amal qilish muddati').fill('0399');
    await sheet.getByRole('button', { name: 'Kartani qoʻshish' }).click();
    await sheet.getByLabel('SMS kodi').fill('000000');
    await sheet.getByRole('button', { name: 'Tasdiqlash' }).click();
    await expect(sheet.locator('.error')).toBeVisible();
    await sheet.getByLabel('SMS kodi').fill('666666');
    await sheet.getByRole('button', { name: 'Tasdiqlash' }).click();
    await expect(sheet).toHaveCount(0);
  };
  await app.open('/checkout');
  await page.getByRole('radio', { name: /^Payme/ }).click();
  await add('8600495473316478');
  const card = page.getByRole('radio', { name: /••6478/ });
  await expect(card).toHaveAttribute('aria-checked', 'true');
  await app.expectMain(/Buyurtma berish/);
  await app.mainAction();
  await expect(page.getByText(/^Payme · Uzcard ••6478/)).toBeVisible();
  await expect(paid(page)).toBeVisible();
  expect(await app.host.log('web_app_open_link')).toEqual([]);

  await fillCart(request, store, app.initData);
  await app.open('/checkout');
  await expect(card).toBeVisible();
  await add('8600000000000009');
  await app.expectMain(/Buyurtma berish/);
  await app.mainAction();
  await expect(page.locator('.toast')).toBeVisible();
  await page.getByRole('button', { name: 'Boshqacha toʻlash' }).click();
  await page
    .getByRole('dialog')
    .getByRole('radio', { name: /••6478/ })
    .click();
  await expect(paid(page)).toBeVisible();

  await app.open('/wallet');
  await page.getByRole('button', { name: /^Kartani oʻchirish: .*6478/ }).click();
  await expect(page.getByText(/••6478/)).toHaveCount(0);
  await expect(page.getByText(/••0009/)).toBeVisible();
});
