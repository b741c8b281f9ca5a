export interface Point {
  latitude: number;
  longitude: number;
}

const EARTH = 6_371_000;

/** Metres between two points as the crow flies (haversine). */
export function metres(a: Point, b: Point): number {
  const rad = (degrees: number) => (degrees * Math.PI) / 180;
  const h =
    Math.sin(rad(b.latitude - a.latitude) / 2) ** 2 +
    Math.cos(rad(a.latitude)) * Math.cos(rad(b.latitude)) * Math.sin(rad(b.longitude - a.longitude) / 2) ** 2;
  return 2 * EARTH * Math.asin(Math.sqrt(h));
}

/** Kilometres with one digit, at least 0.1. */
export function kilometres(a: Point, b: Point): string {
  return Math.max(0.1, metres(a, b) / 1000)
    .toFixed(1)
    .replace('.', ',');
}
