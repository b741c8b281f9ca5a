import { test as base, expect, type Page } from '@playwright/test';
import { type Answers, type Host, installHost, launchHash } from '../host';
import type { HostOption } from '../playwright.config';
import { PROFILES, type Profile } from '../profiles';
import { emptyDemoCart, mintInitData } from '../server';

/** A point in the middle of Tashkent, where every demo shop delivers. */
export const TASHKENT = { latitude: 41.3111, longitude: 69.2797 };

/** The Mini App of one shop in one host. */
export interface App {
  page: Page;
  profile: Profile;
  host: Host;
  /** What Telegram signed about the shopper; empty in an ordinary browser. */
  initData: string;
  /** Opens a path of the shop as Telegram would. */
  open(path?: string, options?: { startParam?: string; theme?: Record<string, string> }): Promise<void>;
  /** Presses the one main action, wherever the host draws it. */
  mainAction(): Promise<void>;
  /** Presses it twice before anything can happen in between. */
  doubleTap(): Promise<void>;
  /** Waits until the main action says this. */
  expectMain(text: RegExp): Promise<void>;
  back(): Promise<void>;
}

interface Options {
  store: string;
  answers: Answers;
}

interface Fixtures {
  /** Telegram id of the shopper; a new one for each test. */
  shopper: number;
  app: App;
}

let lastShopper = Date.now() % 1_000_000_000;

export const test = base.extend<HostOption & Options & Fixtures>({
  profile: ['android', { option: true }],
  store: ['zarbof', { option: true }],
  answers: [{ location: TASHKENT }, { option: true }],
  // biome-ignore lint/correctness/noEmptyPattern: Playwright wants the pattern
  shopper: async ({}, use) => {
    await use(7_000_000_000 + ++lastShopper);
  },
  app: async ({ page, profile: name, store, answers, shopper, context, baseURL, request }, use) => {
    const profile: Profile = PROFILES[name];
    if (!profile.platform) await emptyDemoCart(request, store);
    if (typeof answers.location === 'object') {
      await context.grantPermissions(['geolocation'], baseURL ? { origin: new URL(baseURL).origin } : {});
      await context.setGeolocation(answers.location);
    }
    const host = await installHost(page, profile, answers);
    const initData = profile.platform ? mintInitData(store, shopper) : '';
    const faults: string[] = [];
    page.on('pageerror', (error) => faults.push(String(error)));
    const native = profile.platform !== undefined;
    await use({
      page,
      profile,
      host,
      initData,
      async open(path = '/', { startParam, theme } = {}) {
        const query = startParam ? `?tgWebAppStartParam=${startParam}` : '';
        await page.goto(`/app/${store}${path}${query}${launchHash(profile, initData, theme)}`);
      },
      async mainAction() {
        if (native) await host.pressMain();
        else await page.locator('.sticky-bar .btn').click();
      },
      async doubleTap() {
        if (native) await Promise.all([host.pressMain(), host.pressMain().catch(() => {})]);
        else
          await page.locator('.sticky-bar .btn').evaluate((button: HTMLButtonElement) => {
            button.click();
            button.click();
          });
      },
      async expectMain(text) {
        const said = async () => (native ? (await host.main()).text : page.locator('.sticky-bar .btn').innerText());
        await expect.poll(async () => (await said()).replaceAll('\u00a0', ' ')).toMatch(text);
      },
      async back() {
        if (native && profile.version !== '6.0') await host.pressBack();
        else await page.locator('.back').click();
      },
    });
    expect(faults, 'errors in the page').toEqual([]);
  },
});

export { expect };
