import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { DARK, LIGHT } from '../host';
import { fillCart, findProduct, placeOrder } from '../server';
import { expect, test } from './app';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const WIDTHS = [320, 360, 430];
const PINK = { bg_color: '#ffd1e8', text_color: '#ff7ac0', hint_color: '#ffb0d8', secondary_bg_color: '#ffc4e1' };

for (const [lang, name] of [
  ['uz-Latn', 'Oʻzbekcha'],
  ['uz-Cyrl', 'Ўзбекча'],
  ['ru', 'Русский'],
  ['en', 'English'],
] as const) {
  for (const [scheme, theme] of Object.entries({ LIGHT, DARK, PINK })) {
    // The odd theme is about colours alone: one language is enough.
    if (scheme === 'PINK' && lang !== 'ru') continue;
    test(`every screen is usable by everyone: ${name}, ${scheme}`, async ({ app, page, request, store }) => {
      test.setTimeout(120_000);
      const product = await findProduct(request, store, 'choice');
      await page.addInitScript((value) => localStorage.setItem('dokon:lang', value), lang);
      const check = async (path: string, ready: string) => {
        await app.open(path, { theme });
        await expect(page.locator(ready).first()).toBeVisible();
        await page.evaluate(AXE);
        const violations = await page.evaluate(async () => {
          const { axe } = window as unknown as {
            axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
          };
          return (await axe.run()).violations.map(
            ({ id, nodes }) => `${id}: ${nodes.map((n) => n.html.slice(0, 120)).join(' | ')}`,
          );
        });
        expect(violations, path).toEqual([]);
        await expect(page.locator('h1'), path).toHaveCount(1);
        for (const width of WIDTHS) {
          await page.setViewportSize({ width, height: 740 });
          const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
          expect(wide, `${path} scrolls sideways at ${width}`).toBe(false);
        }
        const text = await page.locator('body').innerText();
        expect(text.match(/\b[a-z]+\.[a-z]+[A-Z]\w*\b/g) ?? [], `${path} shows a raw key`).toEqual([]);
        if (lang === 'uz-Latn') expect(text.match(/[oOgG]['’`]/g) ?? [], `${path} has a wrong apostrophe`).toEqual([]);
      };
      await check('/', '.product');
      await check('/search', '.product');
      await check(`/p/${product.slug}`, '.option');
      await page.locator('.sticky-bar .btn').click();
      await expect(page.locator('.sticky-bar output')).toHaveText('1');
      await check('/cart', '.cart-line');
      await check('/checkout', '.sums');
      await check('/orders', '.state');
      await check('/profile', '.rows');
      await check('/wallet', '.big');
      const buyer = await fillCart(request, store, app.initData);
      await check(`/o/${await placeOrder(request, store, buyer, 'PAYME')}`, '.steps');
      await check('/nowhere', '.state');
    });
  }
}

test('targets are large enough for a thumb', async ({ app, page, request, store }) => {
  const product = await findProduct(request, store, 'choice');
  for (const path of ['/', `/p/${product.slug}`, '/cart', '/profile']) {
    await app.open(path);
    await expect(page.locator('h1')).not.toBeEmpty();
    const small = await page
      .locator('button:visible, .tab-bar a:visible, [role=radio]:visible')
      .evaluateAll((elements) =>
        elements
          .map((element) => ({ box: element.getBoundingClientRect(), html: element.outerHTML.slice(0, 100) }))
          .filter(({ box }) => box.height < 44 || box.width < 44)
          .map(({ html }) => html),
      );
    expect(small, path).toEqual([]);
  }
});
