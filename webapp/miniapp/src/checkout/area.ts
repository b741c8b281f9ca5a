import type { Point } from './distance';

/**
 * A point that lies inside a polygon for sure: the middle of the widest stretch that the parallel through the
 * corners' mean latitude cuts out of it. The plain mean of the corners may lie outside a bent one.
 */
export function insidePoint(polygon: readonly Point[]): Point {
  const latitude = polygon.reduce((sum, corner) => sum + corner.latitude, 0) / Math.max(1, polygon.length);
  const cuts = polygon
    .flatMap((a, i) => {
      const b = polygon[(i + 1) % polygon.length] ?? a;
      if (a.latitude > latitude === b.latitude > latitude) return [];
      return [a.longitude + ((latitude - a.latitude) / (b.latitude - a.latitude)) * (b.longitude - a.longitude)];
    })
    .sort((x, y) => x - y);
  let best = { from: polygon[0]?.longitude ?? 0, width: 0 };
  for (let i = 0; i + 1 < cuts.length; i += 2) {
    const [from = 0, to = 0] = [cuts[i], cuts[i + 1]];
    if (to - from > best.width) best = { from, width: to - from };
  }
  return { latitude: round(latitude), longitude: round(best.from + best.width / 2) };
}

/** Six digits are a step of ten centimetres. */
function round(degrees: number): number {
  return Math.round(degrees * 1e6) / 1e6;
}

export function isSamePoint(a: Point | null, b: Point | null): boolean {
  return a?.latitude === b?.latitude && a?.longitude === b?.longitude;
}
