import { expect, test } from 'vitest';
import { noTexts } from '../ui/texts';
import { valueErrors, valueInputs, valuesOf } from './values';

const read = { number: null, isTrue: null, choices: [], valueTranslations: noTexts };

test('each type is read and sent as its own', () => {
  const values = valuesOf([
    { ...read, code: 'weight', definition: { type: 'NUMBER' }, number: '0.5' },
    { ...read, code: 'halal', definition: { type: 'BOOLEAN' }, isTrue: false },
    { ...read, code: 'season', definition: { type: 'CHOICE' }, choices: [{ code: 'summer' }] },
    { ...read, code: 'fact', definition: null },
  ]);
  expect(valueInputs(values)).toEqual([
    { code: 'weight', number: '0.5' },
    { code: 'halal', isTrue: false },
    { code: 'season', choices: ['summer'] },
  ]);
});

test('what is blank is no value, and a comma is a point', () => {
  expect(
    valueInputs({ a: { number: ' ' }, b: { text: noTexts }, c: { choices: [] }, d: {}, e: { number: '1,5' } }),
  ).toEqual([{ code: 'e', number: '1.5' }]);
});

test('a refusal is found by the place that the value had in the input', () => {
  const values = { blank: { number: '' }, weight: { number: 'x' } };
  expect(valueErrors({ 'attributes.2.number': 'No number' }, values, 2)).toEqual({ weight: 'No number' });
  expect(valueErrors({ 'attributes.1.name': 'Of a fact' }, values, 2)).toEqual({});
});
