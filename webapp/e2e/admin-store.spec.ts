import { DESK, expect, expectScreen, look, looks, PHONE, test } from './admin';

test.use({ viewport: DESK, isMobile: false, hasTouch: false, deviceScaleFactor: 1 });

test('settings are saved and shown again', async ({ admin: page }) => {
  await page.goto('/admin/settings?section=legal');
  const terms = page.getByLabel('Link to the terms of sale');
  const link = `https://example.uz/terms-${Date.now()}`;
  await terms.fill(link);
  await page.getByRole('tab', { name: 'Hours' }).click();
  await page.getByLabel('Monday, opens').first().fill('830');
  await page.getByLabel('Monday, opens').first().blur();
  await expect(page.getByLabel('Monday, opens').first()).toHaveValue('08:30');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('button', { name: 'Save' })).toBeHidden();
  await page.reload();
  await expect(page.getByLabel('Monday, opens').first()).toHaveValue('08:30');
  await page.getByRole('tab', { name: 'Legal facts' }).click();
  await expect(terms).toHaveValue(link);

  await page.getByLabel('Tax number').fill('12345');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByLabel('Tax number')).toHaveAttribute('aria-invalid', 'true');
  await page.getByRole('button', { name: 'Discard' }).click();
});

test('a courier zone is drawn as a circle, priced and deleted', async ({ admin: page }) => {
  const name = `Zangiota ${Date.now()}`;
  await page.goto('/admin/delivery');
  await page.getByRole('button', { name: 'Add zone' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name of the zone, Oʻzbekcha').fill(name);
  await dialog.getByLabel('Delivery price').fill('18 000');
  await dialog.getByLabel('Free from').fill('300 000');
  await dialog.getByLabel('Centre').fill('41.20, 69.10');
  await dialog.getByLabel('Radius, km').fill('3');
  await dialog.getByRole('button', { name: 'Draw' }).click();
  await expect(dialog.getByText(/24 corners, about 28 km²/)).toBeVisible();
  await dialog.getByRole('tab', { name: 'Corners' }).click();
  await dialog.getByRole('textbox', { name: 'Corners' }).fill('41.1, 69.1\n41.2, 69.2\n41.1, 69.2\n41.2, 69.1');
  await expect(dialog.getByText('The border crosses itself').first()).toBeVisible();
  await expect(dialog.getByRole('button', { name: 'Save' })).toBeDisabled();
  await dialog.getByRole('textbox', { name: 'Corners' }).fill('41.1, 69.1\n41.1, 69.2\n41.2, 69.2\n41.2, 69.1');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toBeHidden();

  const zone = page.getByRole('listitem').filter({ hasText: name });
  await expect(zone).toContainText('free from 300\u00a0000\u00a0UZS');
  await zone.getByText(name).click();
  await dialog.getByRole('button', { name: 'Delete' }).click();
  await page
    .getByRole('dialog', { name: /Delete the zone/ })
    .getByRole('button', { name: 'Delete' })
    .click();
  await expect(zone).toBeHidden();
});

test('a colleague is invited, signs in by the link and sees what the role allows', async ({
  admin: page,
  browser,
  world,
}) => {
  const name = `Aziza ${Date.now()}`;
  await page.goto('/admin/staff');
  await page.getByRole('button', { name: 'Add member' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill(name);
  await dialog.getByLabel('Role').selectOption({ label: 'Courier' });
  await dialog.getByRole('button', { name: 'Invite' }).click();
  const url = (await page.getByTestId('secret').innerText()).trim();
  await page.keyboard.press('Escape');

  const theirs = await browser.newContext({ viewport: PHONE, reducedMotion: 'reduce' });
  const phone = await theirs.newPage();
  await phone.addInitScript(() => localStorage.setItem('dokon.language', 'en'));
  const { pathname, hash } = new URL(url);
  await phone.goto(new URL(pathname + hash, page.url()).href);
  await expect(phone.getByRole('heading', { level: 1, name: 'Orders' })).toBeVisible();
  await phone.goto(new URL('/admin/staff', page.url()).href);
  await expect(phone.getByText('No access')).toBeVisible();
  await phone.getByRole('button', { name: 'Open the menu' }).click();
  await expect(phone.getByRole('link', { name: 'Orders' })).toBeVisible();
  await expect(phone.getByRole('link', { name: 'Settings' })).toBeHidden();

  // Somebody whose access is closed is out on every device.
  await page.getByRole('button', { name }).click();
  await expect(dialog.getByRole('button', { name: 'End' })).toBeVisible();
  await dialog.getByRole('switch', { name: 'May sign in' }).click();
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toBeHidden();
  await phone.reload();
  await expect(phone.getByRole('heading', { level: 1, name: 'Sign in' })).toBeVisible();
  await theirs.close();
  const { staff } = await world.ask<{ staff: { name: string; isActive: boolean }[] }>('{ staff { name isActive } }');
  expect(staff.find((member) => member.name === name)?.isActive).toBe(false);
});

test('an API token is shown once and ended', async ({ admin: page, request }) => {
  const name = `1C ${Date.now()}`;
  await page.goto('/admin/tokens');
  await page.getByRole('button', { name: 'Make a token' }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill(name);
  await dialog.getByRole('button', { name: 'Make' }).click();
  const secret = (await page.getByTestId('secret').innerText()).trim();
  expect(secret).toMatch(/^dkt_/);
  const ask = () =>
    request.post('/graphql', {
      headers: { Authorization: `Bearer ${secret}` },
      data: { query: '{ orders(first: 1) { nodes { id } } }' },
    });
  expect(await (await ask()).json()).toHaveProperty('data.orders');
  await dialog.getByRole('button', { name: 'Close' }).click();

  const row = page.getByRole('row', { name });
  await expect(row).toContainText(`dkt_…${secret.slice(-4)}`);
  await row.getByRole('button', { name: 'Revoke' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
  await expect(row.getByText('Revoked')).toBeVisible();
  expect(await (await ask()).json()).toHaveProperty('errors');
});

/** Those of the catalog and of integrators; half of the runs see them. */
const further = [
  '/collections',
  '/collections/new',
  '/properties',
  '/properties?tab=attributes',
  '/prices',
  '/prices/new',
  '/locations',
  '/webhooks',
  '/webhooks/new',
];

const screens = [
  '/orders',
  '/products',
  '/products/new',
  '/categories',
  '/modifiers',
  '/stock',
  '/settings',
  '/settings?section=hours',
  '/settings?section=orders',
  '/settings?section=look',
  '/settings?section=bot',
  '/delivery',
  '/staff',
  '/sessions',
  '/tokens',
];

for (const [lang, scheme, size] of looks) {
  test(`every screen is usable by everyone: ${lang}, ${scheme}, ${size.width} px`, async ({ admin: page, world }) => {
    test.setTimeout(240_000);
    const order = await world.placeOrder();
    const { products } = await world.ask<{ products: { nodes: { id: string }[] } }>(
      '{ products(first: 1) { nodes { id } } }',
    );
    await look(page, lang, scheme, size);
    const others = lang === 'ru' || lang === 'uz-Cyrl' ? further : [];
    for (const path of [...screens, ...others, `/orders/${order.id}`, `/products/${products.nodes[0]?.id}`]) {
      await expectScreen(page, path, lang);
    }
  });
}
