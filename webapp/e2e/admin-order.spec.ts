import { DESK, expect, OWNER, PHONE, STORE, test } from './admin';
import { mintInitData } from './server';

test.use({ viewport: DESK, isMobile: false, hasTouch: false, deviceScaleFactor: 1 });

test('a one-time link lets in once', async ({ page, world }) => {
  await page.addInitScript(() => localStorage.setItem('dokon.language', 'en'));
  const link = await world.link();
  await page.goto(link);
  await expect(page.getByRole('heading', { level: 1, name: 'Orders' })).toBeVisible();
  expect(page.url()).not.toContain('dkl_');

  await page.evaluate(() => localStorage.removeItem('dokon.admin.session'));
  await page.goto('about:blank');
  await page.goto(link);
  await expect(page.getByRole('alert')).toBeVisible();
  expect(page.url()).not.toContain('dkl_');
});

test('without a session the sign-in page leads back to where one wanted to be', async ({ page, world }) => {
  await page.addInitScript(() => localStorage.setItem('dokon.language', 'en'));
  await page.goto('/admin/products?q=koylak');
  await expect(page.getByRole('heading', { level: 1, name: 'Sign in' })).toBeVisible();
  await page.getByLabel('One-time link or code').fill(await world.link());
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Products' })).toBeVisible();
  await expect(page.getByRole('searchbox')).toHaveValue('koylak');
});

test('inside Telegram the bot’s button opens the order at once', async ({ page, world }) => {
  await page.addInitScript(() => localStorage.setItem('dokon.language', 'en'));
  const order = await world.placeOrder();
  const fragment = new URLSearchParams({ tgWebAppData: mintInitData(STORE, OWNER), tgWebAppVersion: '9.1' });
  await page.goto(`/admin/orders/${order.id}?store=${STORE}#${fragment}`);
  await expect(page.getByRole('heading', { level: 1, name: `Order №${order.number}` })).toBeVisible();
  expect(page.url()).not.toContain('tgWebAppData');
});

test('an order arrives by itself and is taken to its end', async ({ admin: page, world }) => {
  await page.getByRole('tab', { name: /New/ }).click();
  const order = await world.placeOrder();
  const row = page.getByRole('row', { name: new RegExp(`№${order.number}\\b`) });
  await expect(row).toBeVisible();
  await expect(row).toContainText('Malika Yusupova');
  await expect(page.getByText(`New order №${order.number}`)).toBeVisible();

  await row.getByRole('link').click();
  await expect(page.getByRole('heading', { level: 1, name: `Order №${order.number}` })).toBeVisible();
  await page.getByRole('button', { name: 'Accept' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('45 min').click();
  await dialog.getByRole('button', { name: 'Accept' }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByText('Promised for')).toBeVisible();

  for (const step of ['Start preparing', 'Packed', 'Ready for pickup']) {
    await page.getByRole('button', { name: step, exact: true }).click();
    await expect(page.getByRole('button', { name: step, exact: true })).toBeHidden();
  }
  await page.getByRole('button', { name: 'Delivered', exact: true }).click();
  const cash = dialog.getByLabel('Cash received');
  await expect(cash).toHaveValue((order.total / 100).toLocaleString('fr-FR').replace(/\s/g, '\u00a0'));
  await cash.fill('1 000');
  await dialog.getByRole('button', { name: 'Delivered', exact: true }).click();
  await expect(cash).toHaveAttribute('aria-invalid', 'true');
  await cash.fill(String(order.total / 100));
  await dialog.getByRole('button', { name: 'Delivered', exact: true }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByText('Paid', { exact: true }).first()).toBeVisible();
  await expect(page.getByRole('button', { name: 'Cancel order' })).toBeHidden();
});

test('an order is found by phone, and canceled only with a reason', async ({ admin: page, world }) => {
  const order = await world.placeOrder();
  await page.getByRole('searchbox').fill(order.phone.slice(-7));
  await expect(page).toHaveURL(/q=/);
  await page.getByRole('link', { name: new RegExp(`№${order.number}\\b`) }).click();

  await page.getByRole('button', { name: 'Cancel order' }).click();
  const dialog = page.getByRole('dialog');
  const submit = dialog.getByRole('button', { name: 'Cancel order' });
  await expect(submit).toBeDisabled();
  await dialog.getByLabel('Reason').fill('Rang tugagan');
  await submit.click();
  await expect(page.getByText('Why it was canceled')).toBeVisible();
  await expect(page.getByText('Rang tugagan').first()).toBeVisible();

  await page.goBack();
  await expect(page.getByRole('searchbox')).toHaveValue(order.phone.slice(-7));
});

test('what a colleague does is shown at once, and their step is not done twice', async ({ admin: page, world }) => {
  const order = await world.placeOrder();
  await page.goto(`/admin/orders/${order.id}`);
  await page.getByRole('button', { name: 'Accept' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toBeVisible();

  await world.ask(
    'mutation ($id: ID!) { orderCancel(input: { id: $id, reason: "Xaridor soʻradi" }) { userErrors { code } } }',
    { id: order.id },
  );
  await expect(dialog.getByText(/has just changed/)).toBeVisible();
  await expect(dialog.getByRole('button', { name: 'Accept' })).toBeDisabled();
  await dialog.getByRole('button', { name: 'Back' }).click();
  await expect(page.getByText('Why it was canceled')).toBeVisible();
});

test('the end of a session keeps the page and what was typed', async ({ admin: page, world }) => {
  const order = await world.placeOrder();
  await page.goto(`/admin/orders/${order.id}`);
  await page.getByRole('textbox', { name: 'Note for colleagues' }).fill('Yakshanba kuni kelmasin');

  const { staffSessions } = await world.ask<{ staffSessions: { id: string; isCurrent: boolean }[] }>(
    '{ staffSessions { id isCurrent } }',
  );
  for (const session of staffSessions.filter((each) => !each.isCurrent)) {
    await world.ask('mutation ($id: ID!) { sessionEnd(input: { id: $id }) { userErrors { code } } }', {
      id: session.id,
    });
  }
  await page.getByRole('button', { name: 'Save' }).click();
  const dialog = page.getByRole('dialog', { name: 'The session has ended' });
  await expect(dialog).toBeVisible();
  await dialog.getByLabel('One-time link or code').fill(await world.link());
  await dialog.getByRole('button', { name: 'Sign in' }).click();
  await expect(dialog).toBeHidden();

  const note = page.getByRole('textbox', { name: 'Note for colleagues' });
  await expect(note).toHaveValue('Yakshanba kuni kelmasin');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('button', { name: 'Save' })).toBeHidden();
  await page.reload();
  await expect(note).toHaveValue('Yakshanba kuni kelmasin');
});

test.describe('on a phone', () => {
  test.use({ viewport: PHONE, isMobile: true, hasTouch: true });

  test('the next step is under the thumb', async ({ admin: page, world }) => {
    const order = await world.placeOrder();
    await page.getByRole('link', { name: new RegExp(`№${order.number}\\b`) }).tap();
    const accept = page.getByRole('button', { name: 'Accept' });
    await expect(accept).toBeInViewport();
    await accept.tap();
    await page.getByRole('dialog').getByRole('button', { name: 'Accept' }).tap();
    await expect(page.getByRole('button', { name: 'Start preparing' })).toBeInViewport();
    await expect(page.getByRole('link', { name: /\+998/ })).toHaveAttribute('href', `tel:${order.phone}`);
  });
});
