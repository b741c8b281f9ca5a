import { DESK, expect, test } from './admin';
import { ask } from './server';

test.use({ viewport: DESK, isMobile: false, hasTouch: false, deviceScaleFactor: 1 });

test('a product gets brand, tag and quantity; a rule gathers it, a list of prices lowers it', async ({
  admin: page,
  request,
  world,
}) => {
  const stamp = String(Date.now());
  const made = await world.ask<{ productUpsert: { product: { id: string; slug: string } } }>(
    'mutation ($input: ProductUpsertInput!) { productUpsert(input: $input) { product { id slug } } }',
    {
      input: {
        name: { en: `Cheese ${stamp}`, uzLatn: `Pishloq ${stamp}` },
        variants: [{ price: 1_000_000, onHand: 50 }],
      },
    },
  );
  const { id, slug } = made.productUpsert.product;
  await page.goto(`/admin/products/${id}`);

  // A brand and a tag that are not there yet are made where they are needed.
  await page.getByRole('combobox', { name: 'Brand' }).fill(`Dairy ${stamp}`);
  await page.getByRole('option', { name: `Add “Dairy ${stamp}”` }).click();
  await expect(page.getByRole('combobox', { name: 'Brand' })).toHaveValue(`Dairy ${stamp}`);
  await page.getByRole('combobox', { name: 'Tags' }).fill(`Fresh ${stamp}`);
  await page.getByRole('option', { name: `Add “Fresh ${stamp}”` }).click();
  await expect(page.getByText(`Fresh ${stamp}`, { exact: true })).toBeVisible();

  await page.getByLabel('Sold by').selectOption({ label: 'Kilograms' });
  await page.getByLabel('One portion').fill('0.1');
  await page.getByLabel('At least').fill('0.35');
  await expect(page.getByText('Must be a multiple of 0.1 kg')).toBeVisible();
  await page.getByLabel('At least').fill('0.3');
  await expect(page.getByText('Shoppers take 0.3 kg or more, in steps of 0.1 kg.')).toBeVisible();
  await page.getByRole('combobox', { name: 'Status' }).selectOption({ label: 'Active' });
  await page.keyboard.press('Control+s');
  await expect(page.getByRole('button', { name: 'Save' })).toBeHidden();

  await page.goto('/admin/collections/new');
  await page.getByLabel('Name, English').fill(`Dairy ${stamp}`);
  await page.getByText('By rule').click();
  await page.getByLabel('What it looks at').selectOption({ label: 'Tag' });
  await page.getByRole('combobox', { name: 'Tags' }).fill(`Fresh ${stamp}`);
  await page.getByRole('option', { name: `Fresh ${stamp}` }).click();
  await expect(page.getByText('1 product fits now')).toBeVisible();
  await page.getByRole('button', { name: 'Create', exact: true }).click();
  await expect(page).toHaveURL(/\/collections\/col_/);

  await page.goto('/admin/prices/new');
  await page.getByLabel('Name, English').fill(`Dairy week ${stamp}`);
  await page.getByRole('combobox', { name: 'Add a product' }).fill(stamp);
  await page.getByRole('option', { name: stamp }).click();
  await page.getByLabel('Discount').fill('20');
  await page.getByRole('button', { name: 'Set for all' }).click();
  await page.getByRole('button', { name: 'Create', exact: true }).click();
  await expect(page).toHaveURL(/\/prices\/prl_/);

  const { product } = await ask<{ product: unknown }>(
    request,
    'zarbof',
    `query ($slug: String) { product(slug: $slug) { brand { name } tags { name } sale { minimum portion { formatted } }
      collections { name } variants { price { minor } compareAt { minor } } } }`,
    { slug },
  );
  expect(product).toMatchObject({
    brand: { name: `Dairy ${stamp}` },
    tags: [{ name: `Fresh ${stamp}` }],
    sale: { minimum: 3, portion: { formatted: '0,1\u00a0kg' } },
    variants: [{ price: { minor: 800_000 }, compareAt: { minor: 1_000_000 } }],
  });
  expect(JSON.stringify(product)).toContain(`"collections":[{"name":"Dairy ${stamp}"}`);
  // What comes after finds the shop as it was.
  await world.ask(
    'mutation ($id: ID!) { productStatusSet(input: { id: $id, status: ARCHIVED }) { userErrors { code } } }',
    {
      id,
    },
  );
});

test('goods are brought to another place, and a webhook is made, tested and read in its log', async ({
  admin: page,
  world,
}) => {
  const stamp = String(Date.now());
  await world.ask('mutation ($input: ProductUpsertInput!) { productUpsert(input: $input) { userErrors { code } } }', {
    input: { name: { en: `Honey ${stamp}` }, variants: [{ price: 1_000_000, onHand: 9 }] },
  });
  await page.goto('/admin/locations');
  await page.getByRole('button', { name: 'Move goods' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('combobox', { name: 'Add a product' }).fill(stamp);
  await page.getByRole('option', { name: stamp }).click();
  await dialog.getByLabel(`How many: Honey ${stamp}`).fill('10');
  await dialog.getByLabel('Note').fill('For the weekend');
  await dialog.getByRole('button', { name: 'Move', exact: true }).click();
  await expect(dialog.getByLabel(`How many: Honey ${stamp}`)).toHaveAttribute('aria-invalid', 'true');
  await dialog.getByLabel(`How many: Honey ${stamp}`).fill('4');
  await dialog.getByRole('button', { name: 'Move', exact: true }).click();
  await expect(dialog).toBeHidden();
  const changes = page
    .getByRole('list', { name: 'History' })
    .getByRole('listitem')
    .filter({ hasText: `Honey ${stamp}` });
  await expect(changes.filter({ hasText: 'For the weekend' })).toHaveCount(2);

  await page.goto('/admin/webhooks/new');
  await page.getByLabel('Name').fill(`Books ${stamp}`);
  await page.getByLabel('Address').fill('http://localhost/hook');
  await page.getByRole('button', { name: 'Create', exact: true }).click();
  await expect(page.getByLabel('Address')).toHaveAttribute('aria-invalid', 'true');
  await page.getByLabel('Address').fill('https://hook.invalid/dokon');
  await page.getByRole('button', { name: 'Create', exact: true }).click();
  await expect(page.getByTestId('secret')).toContainText(/dkw_/);
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
  await expect(page).toHaveURL(/\/webhooks\/whk_/);
  await page.getByRole('button', { name: 'Send a test' }).click();
  const log = page.getByRole('list', { name: 'Deliveries' });
  await expect(log.getByText('Given up')).toBeVisible();
  await expect(log.getByText('"type": "TEST"')).toBeVisible();
  await page.getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await expect(page).toHaveURL(/\/webhooks$/);
});
