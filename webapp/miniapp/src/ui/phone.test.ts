import { expect, test } from 'vitest';
import { formatTyped, wholePhone } from './phone';

test.each([
  ['', ''],
  ['9', '+998 9'],
  ['901234567', '+998 90 123 45 67'],
  ['+998901234567', '+998 90 123 45 67'],
  ['998901234567', '+998 90 123 45 67'],
  ['+998 90 123', '+998 90 123'],
  ['(90) 123-45-67', '+998 90 123 45 67'],
  ['90123456789', '+998 90 123 45 67'],
  ['+', '+'],
  ['+9', '+9'],
  ['+99', '+99'],
  ['+998', '+998'],
  ['+4915112345678', '+4915112345678'],
])('%s is shown as %s', (typed, shown) => {
  expect(formatTyped(typed)).toBe(shown);
});

test('typing and deleting one by one never gets stuck', () => {
  let shown = '';
  for (const digit of '901234567') shown = formatTyped(shown + digit);
  expect(shown).toBe('+998 90 123 45 67');
  const seen = new Set<string>();
  while (shown !== '' && seen.size < 40) {
    seen.add(shown);
    shown = formatTyped(shown.slice(0, -1));
  }
  expect(shown).toBe('');
});

test.each([
  ['+998 90 123 45 67', '+998901234567'],
  ['+998 90 123 45 6', undefined],
  ['+4915112345678', '+4915112345678'],
  ['', undefined],
])('%s is whole: %s', (shown, e164) => {
  expect(wholePhone(shown)).toBe(e164);
});
