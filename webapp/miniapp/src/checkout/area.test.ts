import { expect, test } from 'vitest';
import { insidePoint, isSamePoint } from './area';
import type { Point } from './distance';

const shape = (...corners: [latitude: number, longitude: number][]): Point[] =>
  corners.map(([latitude, longitude]) => ({ latitude, longitude }));

/** Ray casting, as the server's zones do it. */
function contains(polygon: readonly Point[], p: Point): boolean {
  let inside = false;
  polygon.forEach((a, i) => {
    const b = polygon[(i + polygon.length - 1) % polygon.length] as Point;
    if (a.latitude > p.latitude === b.latitude > p.latitude) return;
    const edge = a.longitude + ((p.latitude - a.latitude) / (b.latitude - a.latitude)) * (b.longitude - a.longitude);
    if (p.longitude < edge) inside = !inside;
  });
  return inside;
}

test.each([
  ['a square', shape([41, 69], [41, 70], [42, 70], [42, 69])],
  ['a triangle', shape([41, 69], [41, 70], [42, 69.5])],
  ['a horseshoe', shape([41, 69], [42, 69], [42, 69.2], [41.1, 69.2], [41.1, 69.8], [42, 69.8], [42, 70], [41, 70])],
  ['an L', shape([41, 69], [41, 70], [41.1, 70], [41.1, 69.1], [42, 69.1], [42, 69])],
])('the point lies inside %s', (_, polygon) => {
  expect(contains(polygon, insidePoint(polygon))).toBe(true);
});

test('points are the same by value', () => {
  expect(isSamePoint({ latitude: 1, longitude: 2 }, { latitude: 1, longitude: 2 })).toBe(true);
  expect(isSamePoint({ latitude: 1, longitude: 2 }, null)).toBe(false);
  expect(isSamePoint(null, null)).toBe(true);
});
