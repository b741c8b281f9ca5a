import { expect, test } from 'vitest';
import { defaultModifiers, type Product, quickWish, unfinished, type Variant, wishOf } from './wish';

const option = (id: string, minor: number, isDefault = false, isActive = true) => ({
  id,
  name: id,
  isDefault,
  isActive,
  price: { minor },
});

const product = {
  slug: 'plov',
  name: 'Osh',
  cover: null,
  sale: { portion: { amount: '1', unit: 'PIECE' as const }, step: 3, minimum: 6, maximum: null },
  modifierGroups: [
    {
      id: 'size',
      name: 'size',
      minimum: 1,
      maximum: 1,
      options: [option('half', 0, true, false), option('full', 500, true)],
    },
    { id: 'extra', name: 'extra', minimum: 1, maximum: 2, options: [option('egg', 300), option('meat', 900)] },
  ],
} as unknown as Product;

const variant = {
  id: 'var_1',
  name: '',
  price: { minor: 4000 },
  compareAt: { minor: 5000 },
  cover: null,
  availability: { canBuy: true, available: null, isLow: false },
} as unknown as Variant;

test('defaults are chosen at the start, but not what is switched off', () => {
  const chosen = defaultModifiers(product);
  expect([...chosen]).toEqual([['full', 1]]);
  expect(unfinished(product, chosen).map((group) => group.id)).toEqual(['extra']);
});

test('a line costs the variant and its modifiers', () => {
  const { wish, view } = wishOf(
    product,
    variant,
    new Map([
      ['meat', 2],
      ['full', 1],
    ]),
  );
  expect(wish).toEqual({
    variantId: 'var_1',
    modifiers: [
      { optionId: 'full', quantity: 1 },
      { optionId: 'meat', quantity: 2 },
    ],
  });
  expect(view.sale).toBe(product.sale);
  expect([view.unitPrice, view.compareAt]).toEqual([4000 + 500 + 1800, 5000 + 500 + 1800]);
});

test('the plus on a card needs a product without choices that can be bought', () => {
  const card = {
    id: 'prd_1',
    slug: 's',
    name: 'n',
    isAvailable: true,
    sale: { portion: { amount: '1', unit: 'PIECE' as const }, step: 2, minimum: 4, maximum: 8 },
    cover: null,
    priceRange: { min: { minor: 100 }, max: { minor: 100 }, compareAt: null },
    options: [],
    modifierGroups: [],
    defaultVariant: { id: 'var_1', availability: { canBuy: true, available: 9 } },
  };
  expect(quickWish(card)?.view.sale).toBe(card.sale);
  expect(quickWish(card)?.wish).toEqual({ variantId: 'var_1', modifiers: [] });
  expect(quickWish({ ...card, options: [{ id: 'o' }] })).toBeUndefined();
  expect(quickWish({ ...card, modifierGroups: [{ id: 'm' }] })).toBeUndefined();
  expect(quickWish({ ...card, defaultVariant: null })).toBeUndefined();
});
