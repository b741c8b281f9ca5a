import type { Point } from './distance';

type Polygon = readonly Point[];

/** Steps of the grid that is searched along each side of an area. */
const STEPS = 32;

/**
 * A point that stands for an area: inside its polygon, outside those that come before it (the first zone that
 * contains a place decides, and zones often lie within each other), and as far from all borders as a grid finds.
 */
export function standIn(area: Polygon, before: readonly Polygon[]): Point {
  const latitudes = area.map((corner) => corner.latitude);
  const longitudes = area.map((corner) => corner.longitude);
  const [south, north] = [Math.min(...latitudes), Math.max(...latitudes)];
  const [west, east] = [Math.min(...longitudes), Math.max(...longitudes)];
  let best: Point = { latitude: round((south + north) / 2), longitude: round((west + east) / 2) };
  let room = 0;
  for (let i = 1; i < STEPS; i++) {
    for (let j = 1; j < STEPS; j++) {
      const point = {
        latitude: round(south + ((north - south) * i) / STEPS),
        longitude: round(west + ((east - west) * j) / STEPS),
      };
      if (!contains(area, point) || before.some((other) => contains(other, point))) continue;
      const space = Math.min(...[area, ...before].map((polygon) => toBorder(polygon, point)));
      if (space > room) [best, room] = [point, space];
    }
  }
  return best;
}

/** Ray casting, as the server tells zones. */
export function contains(polygon: Polygon, p: Point): boolean {
  let inside = false;
  for (const [a, b] of edges(polygon)) {
    if (a.latitude > p.latitude === b.latitude > p.latitude) continue;
    const share = (p.latitude - a.latitude) / (b.latitude - a.latitude);
    if (p.longitude < a.longitude + share * (b.longitude - a.longitude)) inside = !inside;
  }
  return inside;
}

/** Degrees to the nearest edge; good enough to compare points of one town. */
function toBorder(polygon: Polygon, p: Point): number {
  const distances = edges(polygon).map(([a, b]) => {
    const [dx, dy] = [b.longitude - a.longitude, b.latitude - a.latitude];
    const along = ((p.longitude - a.longitude) * dx + (p.latitude - a.latitude) * dy) / (dx * dx + dy * dy || 1);
    const t = Math.max(0, Math.min(1, along));
    return Math.hypot(p.longitude - a.longitude - t * dx, p.latitude - a.latitude - t * dy);
  });
  return Math.min(...distances);
}

function edges(polygon: Polygon): [Point, Point][] {
  return polygon.map((corner, i) => [corner, polygon[(i + 1) % polygon.length] ?? corner]);
}

/** Six digits are a step of ten centimetres. */
function round(degrees: number): number {
  return Math.round(degrees * 1e6) / 1e6;
}

export function isSamePoint(a: Point | null, b: Point | null): boolean {
  return a?.latitude === b?.latitude && a?.longitude === b?.longitude;
}
