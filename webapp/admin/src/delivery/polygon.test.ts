import { describe, expect, test } from 'vitest';
import { areaKm2, box, circle, faultOf, parsePoints, pointsText, projector, tashkent } from './polygon';

test('corners are read as maps copy them, and written back', () => {
  const points = parsePoints('41.31, 69.24\n(41.32 69.25)\n\n41.30,69.26;');
  expect(points).toEqual([
    { latitude: 41.31, longitude: 69.24 },
    { latitude: 41.32, longitude: 69.25 },
    { latitude: 41.3, longitude: 69.26 },
  ]);
  expect(parsePoints(pointsText(points ?? []))).toEqual(points);
  expect(parsePoints('Chilonzor')).toBeUndefined();
});

test('helpers make areas of the wished size', () => {
  expect(areaKm2(box(tashkent, 4, 6))).toBeCloseTo(24, 1);
  expect(areaKm2(circle(tashkent, 5, 200))).toBeCloseTo(Math.PI * 25, 0);
});

describe('faultOf', () => {
  const square = box(tashkent, 2, 2);
  test('takes a simple area', () => expect(faultOf(square)).toBeUndefined());
  test('wants three corners', () => expect(faultOf(square.slice(0, 2))).toBe('few'));
  test('refuses a bow tie', () => {
    const [a, b, c, d] = square as [never, never, never, never];
    expect(faultOf([a, c, b, d])).toBe('crossing');
  });
  test('refuses swapped or impossible degrees', () => {
    expect(faultOf([...square, { latitude: 169.2, longitude: 41.3 }])).toBe('range');
  });
  test('refuses more corners than the server takes', () => expect(faultOf(circle(tashkent, 1, 201))).toBe('many'));
});

test('the picture keeps every corner inside and north up', () => {
  const area = circle(tashkent, 3);
  const place = projector([area], 100, 5);
  for (const [x, y] of area.map(place)) {
    expect(x).toBeGreaterThanOrEqual(4.99);
    expect(x).toBeLessThanOrEqual(95.01);
    expect(y).toBeGreaterThanOrEqual(4.99);
    expect(y).toBeLessThanOrEqual(95.01);
  }
  expect(place({ ...tashkent, latitude: 41.35 })[1]).toBeLessThan(place(tashkent)[1]);
});
