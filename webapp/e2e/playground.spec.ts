import { type APIRequestContext, expect, type Page, test } from '@playwright/test';
import { callerOf, headersOf } from '../playground/src/caller';
import { EXAMPLES } from '../playground/src/examples';
import { ask as askAs, signInStaff } from './server';

const STORE = 'zarbof';

/** An API token with all that the examples of staff need. */
async function apiToken(request: APIRequestContext): Promise<string> {
  const { apiTokenCreate } = await askAs<{ apiTokenCreate: { secret: string } }>(
    request,
    STORE,
    `mutation { apiTokenCreate(input: { name: "playground", scopes: [ORDERS_READ, CATALOG_READ, CATALOG_WRITE, EVENTS_READ, WEBHOOKS_WRITE] }) {
      secret userErrors { code } } }`,
    {},
    await signInStaff(request, STORE),
  );
  return apiTokenCreate.secret;
}

test('each example runs as it is', async ({ request, baseURL }) => {
  const token = await apiToken(request);
  const caller = callerOf(STORE, `${baseURL}/graphql`);
  for (const { name, who, query, variables } of EXAMPLES) {
    const now = who === 'staff' ? JSON.stringify({ Authorization: `Bearer ${token}` }) : '';
    const headers = await headersOf(caller, who, now);
    const given = await variables?.((text, values) => caller.ask(text, values, headers));
    if (query.startsWith('subscription')) continue; // shown below, in the page
    const data = await caller.ask(query, given, headers);
    expect(JSON.stringify(data), name).not.toContain('"userErrors":[{');
    expect(Object.values(data)[0], name).toBeTruthy();
  }
});

/** Presses an example and runs it. */
async function run(page: Page, name: string) {
  await page.getByRole('navigation', { name: 'Examples' }).getByRole('button', { name, exact: true }).click();
  await expect(page.locator('.graphiql-query-editor .CodeMirror-code')).toContainText(/query|mutation|subscription/);
}

const SIZES = { desk: { width: 1280, height: 800 }, phone: { width: 390, height: 780 } };
for (const [size, viewport] of Object.entries(SIZES)) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test(`the playground shows an example for each use, ${size}, ${colorScheme}`, async ({ page }) => {
      const faults: string[] = [];
      page.on('pageerror', (error) => faults.push(String(error)));
      await page.setViewportSize(viewport);
      await page.emulateMedia({ colorScheme });
      await page.goto('/playground');
      const response = page.locator('.result-window');
      for (const name of ['Browse', 'Cart']) {
        await run(page, name);
        await expect(page.locator('.picker [aria-pressed="true"]')).toHaveText(name);
        if (name === 'Cart')
          await expect(page.locator('.graphiql-editor-tools, .graphiql-editors').first()).toContainText('variantId');
        await page.getByRole('button', { name: /Execute query/ }).click();
        await expect(response).toContainText(name === 'Cart' ? '"cartSet"' : '"currency": "UZS"');
      }
      await page.screenshot({ path: `test-results/playground-${size}-${colorScheme}.png` });
      const wide = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(wide, 'scrolls sideways').toBeLessThanOrEqual(0);
      expect(faults).toEqual([]);
    });
  }
}

test('a live example hears what happens', async ({ page }) => {
  await page.goto('/playground');
  await run(page, 'Live');
  await expect(page.locator('[role="status"]')).toContainText('demo shopper');
  const line = page.waitForResponse(
    (answer) => answer.headers()['content-type']?.startsWith('text/event-stream') ?? false,
  );
  await page.getByRole('button', { name: /Execute query/ }).click();
  await line;
  await page.evaluate(async () => {
    const [store] = JSON.parse(document.getElementById('boot')?.textContent ?? '').stores;
    const send = async (query: string, authorization?: string) =>
      (
        await fetch('/graphql', {
          method: 'POST',
          headers: {
            'Content-Type': 'application/json',
            'X-Store': store,
            ...(authorization && { Authorization: authorization }),
          },
          body: JSON.stringify({ query }),
        })
      ).json();
    const made = await send('mutation { demoSessionCreate(input: {}) { tokens { accessToken } } }');
    const token = `Bearer ${made.data.demoSessionCreate.tokens.accessToken}`;
    await send(`mutation { cartSet(input: { comment: "${Date.now()}" }) { cart { id } } }`, token);
  });
  await expect(page.locator('.result-window')).toContainText('"cartUpdated"');
});
