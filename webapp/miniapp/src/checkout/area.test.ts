import { expect, test } from 'vitest';
import { contains, isSamePoint, standIn } from './area';
import type { Point } from './distance';

const shape = (...corners: [latitude: number, longitude: number][]): Point[] =>
  corners.map(([latitude, longitude]) => ({ latitude, longitude }));

const square = shape([41, 69], [41, 70], [42, 70], [42, 69]);

test.each([
  ['a square', square],
  ['a triangle', shape([41, 69], [41, 70], [42, 69.5])],
  ['a horseshoe', shape([41, 69], [42, 69], [42, 69.2], [41.1, 69.2], [41.1, 69.8], [42, 69.8], [42, 70], [41, 70])],
  ['an L', shape([41, 69], [41, 70], [41.1, 70], [41.1, 69.1], [42, 69.1], [42, 69])],
])('the point lies inside %s', (_, polygon) => {
  expect(contains(polygon, standIn(polygon, []))).toBe(true);
});

test('the point of a ring lies outside the zones within it', () => {
  const centre = shape([41.2, 69.2], [41.2, 69.8], [41.8, 69.8], [41.8, 69.2]);
  const point = standIn(square, [centre]);
  expect([contains(square, point), contains(centre, point)]).toEqual([true, false]);
});

test('a point in or out of a square', () => {
  expect(contains(square, { latitude: 41.5, longitude: 69.5 })).toBe(true);
  expect(contains(square, { latitude: 41.5, longitude: 70.5 })).toBe(false);
  expect(contains(square, { latitude: 42.5, longitude: 69.5 })).toBe(false);
});

test('points are the same by value', () => {
  expect(isSamePoint({ latitude: 1, longitude: 2 }, { latitude: 1, longitude: 2 })).toBe(true);
  expect(isSamePoint({ latitude: 1, longitude: 2 }, null)).toBe(false);
  expect(isSamePoint(null, null)).toBe(true);
});
