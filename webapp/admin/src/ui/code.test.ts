import { expect, test } from 'vitest';
import { codeOf, freeCode } from './code';

test.each([
  ['Qoʻngʻir rang', 'qongir-rang'],
  ['Ўлчам', 'olcham'],
  ['Цвет / Color', 'tsvet-color'],
  ['  42,5 ', '42-5'],
  ['№', ''],
])('codeOf(%j)', (words, code) => expect(codeOf(words)).toBe(code));

test('freeCode keeps codes apart', () => {
  expect(freeCode('Rang', 'option', ['rang', 'rang-2'])).toBe('rang-3');
  expect(freeCode('№', 'value', [])).toBe('value');
});
