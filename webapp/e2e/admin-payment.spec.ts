import { DESK, expect, expectScreen, look, looks, test } from './admin';

test.use({ viewport: DESK, isMobile: false, hasTouch: false, deviceScaleFactor: 1 });

test('a gift card is issued, its code shown once, and taken out of use', async ({ admin: page, world }) => {
  const note = `Tanlov ${Date.now()}`;
  await page.getByRole('link', { name: 'Gift cards' }).click();
  await page.getByRole('button', { name: 'Issue a card' }).first().click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('button', { name: 'Issue a card' })).toBeDisabled();
  await dialog.getByLabel('Amount on the card').fill('150 000');
  await dialog.getByLabel('Note').fill(note);
  await dialog.getByRole('button', { name: 'Issue a card' }).click();
  const code = (await page.getByTestId('secret').innerText()).trim();
  expect(code).toMatch(/^(\w{4}-){3}\w{4}$/);
  await dialog.getByRole('button', { name: 'Close' }).click();

  const row = page.getByRole('row', { name: new RegExp(note) });
  await expect(row).toContainText(/150\s000/);
  await expect(page.locator('body')).not.toContainText(code);
  await row.getByRole('link').click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText(code.slice(-4));
  await page.getByRole('button', { name: 'Void' }).click();
  await dialog.getByRole('button', { name: 'Void' }).click();
  await expect(page.getByText('Voided').first()).toBeVisible();
  await expect(page.getByText(/−150\s000/)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Void' })).toHaveCount(0);
  const { giftCards } = await world.ask<{ giftCards: { nodes: { note: string; voidedAt: string | null }[] } }>(
    '{ giftCards(first: 20) { nodes { note voidedAt } } }',
  );
  expect(giftCards.nodes.find((card) => card.note === note)?.voidedAt).toBeTruthy();
});

test('rules for deposits and cashback say what they come to before they are saved', async ({ admin: page, world }) => {
  await page.goto('/admin/settings?section=money');
  await page.getByLabel('Given back of a purchase').fill('5');
  await expect(page.getByText(/brings 25\s000/)).toBeVisible();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('button', { name: 'Save' })).toBeHidden();
  const rules = async () =>
    (
      await world.ask<{ store: { orderRules: { cashbackPercent: number } } }>(
        '{ store { orderRules { cashbackPercent } } }',
      )
    ).store.orderRules.cashbackPercent;
  expect(await rules()).toBe(5);
  await world.ask('mutation { storeUpdate(input: { orderRules: { cashbackPercent: 0 } }) { userErrors { code } } }');
});

for (const [lang, scheme, size] of looks) {
  test(`screens of money are usable by everyone: ${lang}, ${scheme}, ${size.width} px`, async ({
    admin: page,
    world,
  }) => {
    test.setTimeout(120_000);
    const { giftCardIssue } = await world.ask<{ giftCardIssue: { giftCard: { id: string } } }>(
      'mutation { giftCardIssue(input: { amount: 5000000, note: "Koʻrik" }) { giftCard { id } } }',
    );
    const cards = ['/gift-cards', `/gift-cards/${giftCardIssue.giftCard.id}`];
    await look(page, lang, scheme, size);
    for (const path of ['/payments', '/payments/payme', ...cards, '/settings?section=money'])
      await expectScreen(page, path, lang);
  });
}
