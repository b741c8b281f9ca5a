import { describe, expect, test } from 'vitest';
import { parseSum, sumText } from './money-text';

describe('parseSum', () => {
  test.each([
    ['125000', 12_500_000],
    ['125 000', 12_500_000],
    ['125 000 soʻm', 12_500_000],
    ['125.000', 12_500_000],
    ['1,250,000', 125_000_000],
    ['99,5', 9_950],
    ['99.05', 9_905],
    ['0', 0],
    ['89 900 сум', 8_990_000],
  ])('reads %j', (text, tiyin) => expect(parseSum(text)).toBe(tiyin));

  test.each(['abc', '-5', '1e9', '12,34,56', '100000000001', '1 2 x'])('refuses %j', (text) =>
    expect(parseSum(text)).toBeUndefined(),
  );

  test('is null when empty', () => expect(parseSum('  ')).toBeNull());
});

test('sumText is read back by parseSum', () => {
  for (const tiyin of [0, 5, 99, 100, 12_500_000, 8_990_050, 123_456_789_01])
    expect(parseSum(sumText(tiyin))).toBe(tiyin);
});
