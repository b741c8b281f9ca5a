import { expect, test } from 'vitest';
import { noTexts } from '../ui/texts';
import { inputOf, newProduct } from './draft';
import { emptyVariant } from './matrix';

test('stock goes along only where it was typed', () => {
  const row = { ...emptyVariant(), id: 'var_1', price: 100, stock: 7 };
  const base = { ...newProduct, variants: [row] };
  expect(inputOf(base, base).variants?.[0]).not.toHaveProperty('onHand');
  expect(inputOf({ ...base, variants: [{ ...row, stock: 9 }] }, base).variants?.[0]).toHaveProperty('onHand', 9);
  expect(
    inputOf({ ...base, variants: [{ ...row, stock: 9, tracksStock: false }] }, base).variants?.[0],
  ).not.toHaveProperty('onHand');
});

test('a new row sends the stock it was given, zero too', () => {
  const draft = { ...newProduct, variants: [{ ...emptyVariant({ size: 'm' }), stock: 0 }] };
  expect(inputOf(draft, newProduct).variants?.[0]).toMatchObject({
    onHand: 0,
    choice: [{ optionCode: 'size', valueCode: 'm' }],
  });
});

test('an empty address part is left to the server, a price that is not known is left out', () => {
  const input = inputOf(newProduct, newProduct);
  expect(input).not.toHaveProperty('slug');
  expect(input.variants?.[0]).not.toHaveProperty('price');
});

test('values of defined attributes follow those for reading, so that a refusal is found by its place', () => {
  const fact = { code: 'fact', name: { ...noTexts, ru: 'a' }, value: { ...noTexts, ru: 'b' } };
  const draft = {
    ...newProduct,
    attributes: [fact],
    values: { weight: { number: '1.5' }, season: { choices: ['summer'] } },
  };
  expect(inputOf(draft, newProduct).attributes?.map(({ code }) => code)).toEqual(['fact', 'weight', 'season']);
});
