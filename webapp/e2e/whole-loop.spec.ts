import { type APIRequestContext, expect, type Page, test } from '@playwright/test';
import { ask, findProduct, type ProductKind, signInStaff } from './server';

// The whole road, through the chat: /start, the button, an order, the staff's button, the buyer's card.
// TELEGRAM_URL is the fake Telegram that runs beside the server; it knows a buyer and the owner of every demo shop.

const TELEGRAM = process.env.TELEGRAM_URL ?? 'http://127.0.0.1:8090';
const BUYER = 777000111;
const OWNER = 777000222;

interface Message {
  message_id: number;
  from: { is_bot: boolean };
  text?: string;
  reply_markup?: { inline_keyboard: { text: string; callback_data?: string; web_app?: { url: string } }[][] };
}

/** The conversation of a person with the bot of a shop. */
class Chat {
  constructor(
    private readonly request: APIRequestContext,
    private readonly bot: number,
    readonly person: number,
  ) {}

  async said(): Promise<Message[]> {
    const answer = await this.request.get(`${TELEGRAM}/control/chats/${this.bot}/${this.person}`);
    return ((await answer.json()) as { result: Message[] }).result.filter((message) => message.from.is_bot);
  }

  async act(act: string, data: object): Promise<void> {
    const answer = await this.request.post(`${TELEGRAM}/control/chats/${this.bot}/${this.person}/${act}`, { data });
    expect(answer.ok(), await answer.text()).toBe(true);
  }

  /** Waits for a message of the bot that says this. */
  async hears(text: RegExp): Promise<Message> {
    let found: Message | undefined;
    await expect
      .poll(async () => {
        found = (await this.said()).filter((message) => text.test(message.text ?? '')).at(-1);
        return found !== undefined;
      })
      .toBe(true);
    if (!found) throw new Error('unreachable');
    return found;
  }

  /** Opens the Mini App by the first button of a message, as the person would. */
  async open(page: Page, message: Message): Promise<void> {
    await page.goto(`${TELEGRAM}/control/open/${this.bot}/${this.person}?message=${message.message_id}&row=0&column=0`);
  }
}

async function botOf(request: APIRequestContext, store: string): Promise<number> {
  let bot = 0;
  await expect
    .poll(async () => {
      const state = (await (await request.get(`${TELEGRAM}/control/state`)).json()) as {
        bots: { id: number; menu?: { web_app?: { url: string } } }[];
      };
      bot = state.bots.find(({ menu }) => menu?.web_app?.url.includes(`/app/${store}/`))?.id ?? 0;
      return bot;
    })
    .not.toBe(0);
  return bot;
}

/** The buyer is also the first of the demo shoppers, whose cart other tests fill. */
async function emptyCart(request: APIRequestContext, store: string) {
  const { demoSessionCreate } = await ask<{ demoSessionCreate: { tokens: { accessToken: string } } }>(
    request,
    store,
    'mutation { demoSessionCreate(input: {}) { tokens { accessToken } } }',
  );
  const set = 'mutation { cartSet(input: { lines: [] }) { userErrors { code } } }';
  const answer = await ask<{ cartSet: { userErrors: unknown[] } }>(
    request,
    store,
    set,
    {},
    demoSessionCreate.tokens.accessToken,
  );
  expect(answer.cartSet.userErrors).toEqual([]);
}

/** `lowest` is what a shop takes at least for an order, tiyin. */
const SHOPS: [store: string, kind: ProductKind, lowest: number][] = [
  ['zarbof', 'any', 10_000_000],
  ['sadaf', 'any', 10_000_000],
  ['anhor', 'choice', 4_000_000],
  ['lola', 'any', 10_000_000],
];

for (const [store, kind, lowest] of SHOPS) {
  test(`${store}: from /start to the accepted order, in both chats`, async ({ page, request }) => {
    const bot = await botOf(request, store);
    const buyer = new Chat(request, bot, BUYER);
    const owner = new Chat(request, bot, OWNER);
    await emptyCart(request, store);
    await owner.act('start', {});
    await buyer.act('start', {});
    const greeting = await buyer.hears(/Assalomu alaykum/);

    await buyer.open(page, greeting);
    await expect(page.locator('.grid .product, .row .product').first()).toBeVisible();
    const product = await findProduct(request, store, kind, lowest);
    await page.goto(`/app/${store}/p/${product.slug}`);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(product.name);
    // A dish may want a choice: the first of each group will do.
    for (const group of await page.getByRole('radiogroup').all()) {
      const first = group.getByRole('radio').first();
      if (await first.isEnabled()) await first.click();
    }
    await page.locator('.sticky-bar .btn').click();
    await expect(page.locator('.sticky-bar output')).toHaveText(/[1-9]/);
    await page.locator('.sticky-bar .btn').click();
    await page.locator('.sticky-bar .btn').click();
    await page.getByLabel('Telefon').fill('901234567');
    await page.getByRole('radio', { name: 'Olib ketish', exact: true }).click();
    await page.getByRole('radiogroup', { name: 'Olib ketish joyi' }).getByRole('radio').first().click();
    await expect(page.locator('.sticky-bar .btn')).toHaveText(/Buyurtma berish/);
    await page.locator('.sticky-bar .btn').click();
    await expect(page.locator('.steps')).toBeVisible();
    const id = /\/o\/(ord_\w+)/.exec(page.url())?.[1];

    const staff = await signInStaff(request, store);
    const { order } = await ask<{ order: { number: number } }>(
      request,
      store,
      'query ($id: ID!) { order(id: $id) { number } }',
      { id },
      staff,
    );
    const number = new RegExp(`${order.number}(?!\\d)`);
    const card = await buyer.hears(number);
    const notice = await owner.hears(number);

    // The owner accepts in the chat; the open page and the buyer's card move by themselves.
    const row = notice.reply_markup?.inline_keyboard.findIndex((buttons) => buttons.some((b) => b.callback_data)) ?? -1;
    const column = notice.reply_markup?.inline_keyboard[row]?.findIndex((b) => b.callback_data) ?? -1;
    await owner.act('press', { message_id: notice.message_id, row, column });
    await expect(page.locator('.steps .now')).toHaveText(/Doʻkon qabul qildi/);
    await expect
      .poll(async () => (await buyer.said()).find((m) => m.message_id === card.message_id)?.text)
      .not.toBe(card.text);
  });
}
