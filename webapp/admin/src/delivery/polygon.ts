/** Degrees, WGS 84. */
export type Point = { latitude: number; longitude: number };

const kmPerDegree = 111.32;
const mostCorners = 200;

/** The corner of a map that a shop in Tashkent starts from. */
export const tashkent: Point = { latitude: 41.3111, longitude: 69.2797 };

/** A point at so many kilometres north and east; flat earth, good to a few metres inside a city. */
function offset(from: Point, north: number, east: number): Point {
  return {
    latitude: round(from.latitude + north / kmPerDegree),
    longitude: round(from.longitude + east / (kmPerDegree * Math.cos((from.latitude * Math.PI) / 180))),
  };
}

/** Six decimals are 11 cm. */
function round(degrees: number): number {
  return Math.round(degrees * 1e6) / 1e6;
}

export function circle(centre: Point, km: number, corners = 24): Point[] {
  return Array.from({ length: corners }, (_, at) => {
    const angle = (2 * Math.PI * at) / corners;
    return offset(centre, km * Math.cos(angle), km * Math.sin(angle));
  });
}

export function box(centre: Point, northSouthKm: number, westEastKm: number): Point[] {
  const [north, east] = [northSouthKm / 2, westEastKm / 2];
  return [
    offset(centre, north, -east),
    offset(centre, north, east),
    offset(centre, -north, east),
    offset(centre, -north, -east),
  ];
}

/**
 * Corners from text, one a line: "41.31, 69.24" as maps copy it (latitude first). Undefined when a line is no point.
 */
export function parsePoints(text: string): Point[] | undefined {
  const points: Point[] = [];
  for (const line of text.split(/[\n;]/).map((each) => each.trim())) {
    if (line === '') continue;
    const match = /^\(?\s*(-?\d{1,3}(?:\.\d+)?)\s*[,\s]\s*(-?\d{1,3}(?:\.\d+)?)\s*\)?$/.exec(line);
    if (!match) return undefined;
    points.push({ latitude: Number(match[1]), longitude: Number(match[2]) });
  }
  return points;
}

export function pointsText(points: readonly Point[]): string {
  return points.map((point) => `${point.latitude}, ${point.longitude}`).join('\n');
}

export type PolygonFault = 'few' | 'many' | 'range' | 'crossing';

/** What keeps corners from being an area; undefined when they are one. */
export function faultOf(points: readonly Point[]): PolygonFault | undefined {
  if (points.length < 3) return 'few';
  if (points.length > mostCorners) return 'many';
  if (points.some(({ latitude, longitude }) => Math.abs(latitude) > 90 || Math.abs(longitude) > 180)) return 'range';
  return crosses(points) ? 'crossing' : undefined;
}

/** Two edges that are not neighbours meet: the area would be a bow tie. */
function crosses(points: readonly Point[]): boolean {
  const edges = points.map((from, at) => [from, points[(at + 1) % points.length] ?? from] as const);
  return edges.some(([a, b], i) =>
    edges.some(([c, d], j) => {
      if (j <= i + 1 || (i === 0 && j === edges.length - 1)) return false;
      return side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0;
    }),
  );
}

/** Positive when `p` lies left of the way from `a` to `b`. */
function side(a: Point, b: Point, p: Point): number {
  return (
    (b.longitude - a.longitude) * (p.latitude - a.latitude) - (b.latitude - a.latitude) * (p.longitude - a.longitude)
  );
}

/** Square kilometres, for a feeling of size. */
export function areaKm2(points: readonly Point[]): number {
  const middle = points.reduce((sum, point) => sum + point.latitude, 0) / (points.length || 1);
  const east = kmPerDegree * Math.cos((middle * Math.PI) / 180);
  const twice = points.reduce((sum, point, at) => {
    const next = points[(at + 1) % points.length] ?? point;
    return sum + (point.longitude * next.latitude - next.longitude * point.latitude) * east * kmPerDegree;
  }, 0);
  return Math.abs(twice) / 2;
}

/** Frames several areas into one picture of `size` units, north up, shapes kept. */
export function projector(areas: readonly (readonly Point[])[], size: number, margin: number) {
  const all = areas.flat();
  const latitudes = all.map((point) => point.latitude);
  const longitudes = all.map((point) => point.longitude);
  const [south, north] = [Math.min(...latitudes), Math.max(...latitudes)];
  const [west, east] = [Math.min(...longitudes), Math.max(...longitudes)];
  const squeeze = Math.cos((((south + north) / 2) * Math.PI) / 180);
  const scale = (size - 2 * margin) / Math.max(north - south, (east - west) * squeeze, 1e-6);
  const pad = [(size - (east - west) * squeeze * scale) / 2, (size - (north - south) * scale) / 2] as const;
  return (point: Point): [x: number, y: number] => [
    pad[0] + (point.longitude - west) * squeeze * scale,
    pad[1] + (north - point.latitude) * scale,
  ];
}
