import type { Page } from '@playwright/test';
import { DESK, expect, test, type World } from './admin';

test.use({ viewport: DESK, isMobile: false, hasTouch: false, deviceScaleFactor: 1 });

/** A picture of 8 × 8 pixels, each test its own colour: the same bytes are the same picture to the server. */
async function picture(page: Page, colour: string): Promise<Buffer> {
  const url = await page.evaluate((fill) => {
    const canvas = document.createElement('canvas');
    canvas.width = 8;
    canvas.height = 8;
    const pen = canvas.getContext('2d');
    if (pen) {
      pen.fillStyle = fill;
      pen.fillRect(0, 0, 8, 8);
    }
    return canvas.toDataURL('image/png');
  }, colour);
  return Buffer.from(url.slice(url.indexOf(',') + 1), 'base64');
}

/** Lays text on the clipboard event of a field, as a paste from a spreadsheet does. */
async function paste(page: Page, label: string, text: string) {
  await page.getByLabel(label, { exact: true }).evaluate((field, value) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', value);
    field.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  }, text);
}

async function newProduct(world: World, name: string): Promise<{ id: string; version: number }> {
  const answer = await world.ask<{ productUpsert: { product: { id: string; version: number } } }>(
    'mutation ($input: ProductUpsertInput!) { productUpsert(input: $input) { product { id version } } }',
    { input: { name: { uzLatn: name }, status: 'DRAFT', variants: [{ price: 5_000_000, onHand: 3 }] } },
  );
  return answer.productUpsert.product;
}

test('a product is made with options, a pasted grid, pictures and texts', async ({ admin: page, world }) => {
  const stamp = Date.now();
  const name = `Shoyi roʻmol ${stamp}`;
  await page.getByRole('link', { name: 'Products', exact: true }).click();
  await page.getByRole('link', { name: 'Add product' }).click();
  await page.getByLabel('Name', { exact: false }).first().fill(name);

  // Uzbek Cyrillic is filled from Latin on demand.
  await page.getByText('Ўзбекча').first().click();
  await page.getByRole('button', { name: 'Fill from Latin' }).first().click();
  await expect(page.getByLabel('Name', { exact: false }).first()).toHaveValue(/^Шойи рўмол/);
  await page.getByText('Oʻzbekcha').first().click();

  await page.getByRole('button', { name: 'Add option' }).click();
  await page.getByLabel('Name of the option').fill('Rang');
  await page.getByLabel('Add values: S, M, L').fill('Qizil, Koʻk');
  await page.getByLabel('Add values: S, M, L').press('Enter');
  await expect(page.getByRole('status').filter({ hasText: '2 variants' })).toBeVisible();

  await paste(page, 'Price, UZS, Qizil', `125 000\t150 000\tSR-${stamp}-Q\t\t7\n130 000\t\tSR-${stamp}-K\t\t0\n`);
  await expect(page.getByLabel('Price, UZS, Koʻk', { exact: true })).toHaveValue('130\u00a0000');
  await page.getByLabel('Price, UZS, Qizil', { exact: true }).focus();
  await page.keyboard.press('ArrowDown');
  await expect(page.getByLabel('Price, UZS, Koʻk', { exact: true })).toBeFocused();
  await page.keyboard.type('135000');
  await page.keyboard.press('Enter');

  const chooser = page.locator('input[type=file]');
  await chooser.setInputFiles([
    { name: 'a.png', mimeType: 'image/png', buffer: await picture(page, '#b00020') },
    { name: 'b.png', mimeType: 'image/png', buffer: await picture(page, '#0020b0') },
  ]);
  await expect(page.getByRole('button', { name: 'Edit picture 2' })).toBeVisible();
  const second = await page.locator('li img').nth(1).getAttribute('src');
  await page.getByRole('button', { name: 'Move picture 2 earlier' }).click();
  await expect(page.locator('li img').first()).toHaveAttribute('src', second ?? '');

  await page.getByRole('button', { name: 'Create', exact: true }).click();
  await expect(page).toHaveURL(/\/products\/prd_/);
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();

  const { product } = await world.ask<{
    product: {
      media: unknown[];
      translations: { name: { uzCyrl: string } };
      variants: {
        sku: string;
        price: { minor: number };
        compareAt: { minor: number } | null;
        stock: { onHand: number }[];
      }[];
    };
  }>(
    `query ($id: ID!) { product(id: $id) { media { media { id } } translations { name { uzCyrl } }
      variants { sku price { minor } compareAt { minor } stock { onHand } } } }`,
    { id: page.url().split('/').at(-1) },
  );
  expect(product.media).toHaveLength(2);
  expect(product.translations.name.uzCyrl).toContain('Шойи рўмол');
  expect(
    product.variants.map((each) => [each.sku, each.price.minor, each.compareAt?.minor ?? null, each.stock[0]?.onHand]),
  ).toEqual([
    [`SR-${stamp}-Q`, 12_500_000, 15_000_000, 7],
    [`SR-${stamp}-K`, 13_500_000, null, 0],
  ]);
});

test('a refusal stands at its field, and a fresh one goes when it is put right', async ({ admin: page, world }) => {
  const stamp = Date.now();
  const { id } = await newProduct(world, `Belbogʻ ${stamp}`);
  await world.ask('mutation ($input: ProductUpsertInput!) { productUpsert(input: $input) { userErrors { code } } }', {
    input: { name: { uzLatn: `Boshqa ${stamp}` }, variants: [{ price: 100, sku: `BB-${stamp}` }] },
  });
  await page.goto(`/admin/products/${id}`);
  const sku = page.getByLabel('SKU, The only one');
  await sku.fill(`BB-${stamp}`);
  await page.keyboard.press('Control+s');
  await expect(sku).toHaveAttribute('aria-invalid', 'true');
  await expect(page.getByText('Put 1 field right')).toBeVisible();
  await sku.fill(`BB-${stamp}-2`);
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(sku).toHaveAttribute('aria-invalid', 'false');
  await expect(page.getByRole('button', { name: 'Save' })).toBeHidden();
});

test('unsaved work is guarded, and two editors do not overwrite each other', async ({ admin: page, world }) => {
  const { id } = await newProduct(world, `Doʻppi ${Date.now()}`);
  await page.goto(`/admin/products/${id}`);
  const summary = page.getByLabel('In one line');
  await summary.fill('Qoʻlda tikilgan');
  await page.getByRole('link', { name: 'Back' }).click();
  await page.getByRole('dialog', { name: 'Unsaved changes' }).getByRole('button', { name: 'Stay' }).click();
  await expect(summary).toHaveValue('Qoʻlda tikilgan');

  await world.ask('mutation ($input: ProductUpsertInput!) { productUpsert(input: $input) { userErrors { code } } }', {
    input: { id, summary: { uzLatn: 'Boshqacha' } },
  });
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Somebody else changed this')).toBeVisible();
  await page.getByRole('button', { name: 'Keep mine' }).click();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('button', { name: 'Save' })).toBeHidden();
  await page.reload();
  await expect(summary).toHaveValue('Qoʻlda tikilgan');
});

test('products are found, filtered and sorted by their address', async ({ admin: page }) => {
  await page.goto('/admin/products?sort=PRICE&direction=DESC&size=50');
  await expect(page.getByRole('columnheader', { name: 'Price' })).toHaveAttribute('aria-sort', 'descending');
  await page.getByRole('button', { name: /^Status/ }).click();
  await page.getByRole('menuitemcheckbox', { name: 'Archived' }).click();
  await page.keyboard.press('Escape');
  await expect(page).toHaveURL(/ARCHIVED/);
  await page.getByRole('searchbox').fill('hech qachon topilmaydigan');
  await expect(page.getByText('Nothing matches')).toBeVisible();
  await page.getByRole('button', { name: 'Clear filters' }).last().click();
  await expect(page.getByRole('searchbox')).toHaveValue('');
  await expect(page.getByRole('row')).not.toHaveCount(1);
});

test('a category is made, moved and deleted', async ({ admin: page }) => {
  const name = `Sovgʻalar ${Date.now()}`;
  await page.goto('/admin/categories');
  await page.getByRole('button', { name: 'Add category' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name, Oʻzbekcha').fill(name);
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toBeHidden();

  const lines = page.getByRole('list', { name: 'Categories' }).getByRole('listitem');
  await expect(lines.last()).toContainText(name);
  const before = await lines.count();
  await page.getByRole('button', { name: `Actions for ${name}` }).click();
  await page.getByRole('menuitem', { name: 'Move up' }).click();
  await expect(lines.last()).not.toContainText(name);

  await page.getByRole('button', { name: `Actions for ${name}` }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await expect(lines).toHaveCount(before - 1);
});

test('new goods are added to stock, and a variant is stopped and sold again', async ({ admin: page, world }) => {
  const name = `Choynak ${Date.now()}`;
  const { id } = await newProduct(world, name);
  await world.ask(
    'mutation ($id: ID!) { productStatusSet(input: { id: $id, status: ACTIVE }) { userErrors { code } } }',
    { id },
  );
  await page.goto(`/admin/stock?q=${encodeURIComponent(name)}`);
  const row = page.getByRole('row', { name });
  await row.getByRole('button', { name: 'Change' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Pieces').fill('12');
  await expect(dialog.getByRole('status')).toHaveText('3 now → 15 after');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(row.getByRole('cell', { name: '15', exact: true }).first()).toBeVisible();

  const menu = row.getByRole('button', { name: /Actions for/ });
  await menu.click();
  await page.getByRole('menuitem', { name: 'Stop selling' }).click();
  await expect(row.getByText('Stopped')).toBeVisible();
  await menu.click();
  await page.getByRole('menuitem', { name: 'Movements' }).click();
  await expect(page.getByRole('dialog').getByText('+12')).toBeVisible();
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
  await menu.click();
  await page.getByRole('menuitem', { name: 'Sell again' }).click();
  await expect(row.getByText('Stopped')).toBeHidden();
});
