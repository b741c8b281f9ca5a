import { expect, test } from 'vitest';
import { contrast, parseHex, type RGB, readable, toHex } from './contrast';

test.each([
  ['#fff', [255, 255, 255]],
  ['#0f766e', [15, 118, 110]],
  ['0F766E', [15, 118, 110]],
  ['', undefined],
  [undefined, undefined],
  ['red', undefined],
  ['#12345', undefined],
  ['#gggggg', undefined],
])('parseHex(%s)', (text, rgb) => {
  expect(parseHex(text)).toEqual(rgb);
});

test('contrast follows WCAG', () => {
  expect(contrast([0, 0, 0], [255, 255, 255])).toBeCloseTo(21);
  expect(contrast([119, 119, 119], [255, 255, 255])).toBeCloseTo(4.48, 2);
});

test('a readable colour is left alone, an unreadable one moves just far enough', () => {
  const white: RGB = [255, 255, 255];
  expect(readable([0, 0, 0], [white], 4.5)).toEqual([0, 0, 0]);
  const moved = readable([255, 220, 0], [white], 4.5);
  expect(contrast(moved, white)).toBeGreaterThanOrEqual(4.5);
  expect(contrast(moved, white)).toBeLessThan(5.2);
  expect(toHex(readable([10, 10, 10], [[0, 0, 0]], 4.5))).not.toBe('#0a0a0a');
});
