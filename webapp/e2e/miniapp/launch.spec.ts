import { ask, findProduct } from '../server';
import { expect, test } from './app';

test('the fragment leaves the address at once and a reload still knows the shopper', async ({ app, page }) => {
  await app.open('/profile');
  await expect(page).toHaveURL(/\/profile$/);
  await expect(page.locator('.card b').first()).toBeVisible();
  await page.reload();
  await expect(page.locator('.card b').first()).toBeVisible();
});

test('ready is called early, the back button is hidden at home', async ({ app, page }) => {
  await app.open();
  await expect(page.locator('.product').first()).toBeVisible();
  const events = (await app.host.log()).map(({ event }) => event);
  expect(events.filter((event) => event === 'web_app_ready')).toHaveLength(1);
  const shown = (await app.host.log('web_app_setup_back_button')).map(({ data }) => data.is_visible);
  expect(shown).not.toContain(true);
});

test('a product link opens the product, and back leads home', async ({ app, page, request, store }) => {
  const product = await findProduct(request, store);
  await app.open('/', { startParam: `p_${product.slug}` });
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(product.name);
  await expect(page).toHaveURL(new RegExp(`/p/${product.slug}$`));
  await app.host.pressBack();
  await expect(page.locator('.home-head')).toBeVisible();
  await page.reload();
  await expect(page.locator('.home-head')).toBeVisible();
});

test('a category link opens the category', async ({ app, page, request, store }) => {
  const { categories } = await ask<{ categories: { slug: string; name: string }[] }>(
    request,
    store,
    '{ categories { slug name } }',
  );
  await app.open('/', { startParam: `c_${categories[0]?.slug}` });
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(categories[0]?.name ?? '');
});

test('a link to a product that is gone has a way home; an unknown code lands at home with a word', async ({
  app,
  page,
}) => {
  await app.open('/', { startParam: 'p_no-such-thing' });
  await expect(page.getByText('Mahsulot topilmadi')).toBeVisible();
  await page.getByRole('button', { name: 'Bosh sahifaga' }).click();
  await expect(page.locator('.home-head')).toBeVisible();
  await app.open('/', { startParam: 'zzz' });
  await expect(page.locator('.home-head')).toBeVisible();
  await expect(page.getByText('Havola eskirgan')).toBeVisible();
});

test('a page below opens by its own address with a way home', async ({ app, page, request, store }) => {
  const product = await findProduct(request, store);
  await app.open(`/p/${product.slug}`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(product.name);
  await app.host.pressBack();
  await expect(page.locator('.home-head')).toBeVisible();
});

test('colours follow the theme while the app is open', async ({ app, page }) => {
  await app.open();
  const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  await expect.poll(ground).toBe('rgb(255, 255, 255)');
  await app.host.send('theme_changed', { theme_params: { bg_color: '#101820', text_color: '#ffffff' } });
  await expect.poll(ground).toBe('rgb(16, 24, 32)');
});

test('the language of Telegram, then the choice, which stays', async ({ app, page }) => {
  await app.open('/profile');
  await page.getByRole('radio', { name: 'Русский' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Профиль');
  await expect(page.locator('html')).toHaveAttribute('lang', 'ru');
  await app.open('/cart');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Корзина');
});
