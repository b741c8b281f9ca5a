import { expect, test } from 'vitest';
import { choices, choose, firstVariant, picturesFor } from './variants';
import type { Product, Variant } from './wish';

const value = (id: string) => ({ id, name: id, swatch: '' });

function variant(ids: string, canBuy = true): Variant {
  return {
    id: ids,
    name: ids,
    sku: '',
    optionValues: ids.split('-').map((id) => ({ id })),
    price: { minor: 100 },
    compareAt: null,
    availability: { canBuy, available: canBuy ? 5 : 0, isLow: false },
    cover: null,
  };
}

const picture = (id: string) => ({ id, url: '', srcset: '', color: '', alt: '' });

/** Red in S and M, blue in M and L; red M is sold out; there is no blue S and no red L. */
const product = {
  options: [
    { id: 'color', name: 'color', display: 'SWATCH', values: [value('red'), value('blue'), value('never')] },
    { id: 'size', name: 'size', display: 'PILL', values: [value('S'), value('M'), value('L')] },
  ],
  variants: [variant('red-S'), variant('red-M', false), variant('blue-M'), variant('blue-L')],
  defaultVariant: { id: 'red-S', availability: { canBuy: true, available: 5 } },
  media: [
    { optionValueId: 'red', media: picture('r') },
    { optionValueId: 'blue', media: picture('b') },
    { optionValueId: null, media: picture('common') },
  ],
} as unknown as Product;

const at = (id: string) => product.variants.find((v) => v.id === id) as Variant;

test('the link decides, then the shop', () => {
  expect(firstVariant(product, 'blue-L')?.id).toBe('blue-L');
  expect(firstVariant(product, 'gone')?.id).toBe('red-S');
  expect(firstVariant({ ...product, variants: [] }, null)).toBeUndefined();
});

test('values know whether they can be had with the other choice', () => {
  const states = (option: number, now: string) =>
    choices(product, product.options[option] as Product['options'][number], at(now)).map((c) => `${c.name} ${c.state}`);
  expect(states(1, 'red-S')).toEqual(['S free', 'M out', 'L other']);
  expect(states(0, 'blue-L')).toEqual(['red other', 'blue free']);
});

test('choosing keeps what fits and never makes a pair that does not exist', () => {
  expect(choose(product, at('red-S'), 'M').id).toBe('red-M');
  expect(choose(product, at('red-S'), 'L').id).toBe('blue-L');
  expect(choose(product, at('red-S'), 'blue').id).toBe('blue-M');
  expect(choose(product, at('blue-M'), 'red').id).toBe('red-M');
});

test('pictures of the chosen colour come first, of other colours not at all', () => {
  expect(picturesFor(product, at('blue-M')).map((p) => p.id)).toEqual(['b', 'common']);
  const coloured = { ...product, media: product.media.slice(0, 2) };
  expect(picturesFor(coloured, variant('green')).map((p) => p.id)).toEqual(['r', 'b']);
});
