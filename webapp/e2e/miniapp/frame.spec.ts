import { expect, test } from '@playwright/test';
import { launchHash } from '../host';
import { PROFILES } from '../profiles';
import { mintInitData } from '../server';

/**
 * Telegram Web is a page that frames the app. Both are answered here under https names, since a browser refuses to
 * put a plain http page into an https one; what the app gets comes from the real server.
 */
const APP = 'https://shop.test';

async function framed(page: import('@playwright/test').Page, parent: string, base: string): Promise<void> {
  await page.route(`${APP}/**`, async (route) => {
    const request = route.request();
    const url = request.url().replace(APP, base);
    const response = await route.fetch({ url, headers: { ...request.headers(), host: new URL(base).host } });
    await route.fulfill({ response });
  });
  const hash = launchHash(PROFILES['storage-blocked'], mintInitData('zarbof', 7_100_000_001));
  await page.route(`${parent}/**`, (route) =>
    route.fulfill({
      contentType: 'text/html',
      body: `<iframe style="width:360px;height:700px" src="${APP}/app/zarbof/${hash.replaceAll('&', '&amp;')}"></iframe>
        <script>window.heard = []; addEventListener('message', (m) => heard.push(JSON.parse(m.data).eventType));</script>`,
    }),
  );
  await page.goto(`${parent}/`);
}

// The live line of the cart is still open when a test ends.
test.afterEach(({ page }) => page.unrouteAll({ behavior: 'ignoreErrors' }));

test('opens inside Telegram Web and talks to it', async ({ page, baseURL }) => {
  await framed(page, 'https://web.telegram.org', baseURL ?? '');
  const app = page.frameLocator('iframe');
  await expect(app.locator('.product').first()).toBeVisible();
  const heard = await page.evaluate(() => (window as unknown as { heard: string[] }).heard);
  expect(heard).toEqual(expect.arrayContaining(['iframe_ready', 'web_app_request_theme', 'web_app_ready']));
});

test('opens in no other frame', async ({ page, baseURL }) => {
  let refused = '';
  page.on('console', (line) => {
    refused += line.text();
  });
  await framed(page, 'https://evil.test', baseURL ?? '');
  await expect.poll(() => refused).toContain('frame-ancestors');
  await expect(page.frameLocator('iframe').locator('.home-head')).toHaveCount(0);
});
