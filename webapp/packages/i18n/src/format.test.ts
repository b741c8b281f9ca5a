import { expect, test } from 'vitest';
import { SUMS } from './cases';
import { money, number, phone } from './format';
import { LANGS } from './lang';

test.each(SUMS)('%i tiyin', (minor, ...texts) => {
  const spaced = texts.map((text) => text.replaceAll(' ', '\u00a0'));
  expect(LANGS.map((lang) => money(minor, lang))).toEqual(spaced);
});

test('other currencies keep their code', () => {
  expect(money(150, 'ru', 'USD')).toBe('1,50\u00a0USD');
});

test('numbers group by three and keep decimals', () => {
  expect([number(5), number(1234), number(1234.5), number(-1e6)]).toEqual([
    '5',
    '1\u00a0234',
    '1\u00a0234,5',
    '−1\u00a0000\u00a0000',
  ]);
});

test('phones', () => {
  expect(phone('+998901234567')).toBe('+998\u00a090\u00a0123\u00a045\u00a067');
  expect(phone('+4915112345678')).toBe('+4915112345678');
});
