/** Red, green and blue, 0–255. */
export type RGB = readonly [number, number, number];

export function parseHex(hex: string | undefined): RGB | undefined {
  const short = /^#?([0-9a-f])([0-9a-f])([0-9a-f])$/i.exec(hex ?? '');
  const text = short ? short.slice(1).map((c) => c + c) : /^#?(..)(..)(..)$/.exec(hex ?? '')?.slice(1);
  const [r, g, b] = (text ?? []).map((pair) => Number.parseInt(pair, 16));
  return r === undefined || g === undefined || b === undefined || Number.isNaN(r + g + b) ? undefined : [r, g, b];
}

export function toHex(c: RGB): string {
  return `#${c
    .map((v) =>
      Math.round(Math.min(255, Math.max(0, v)))
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`;
}

/** Relative luminance of WCAG 2, 0 (black) to 1 (white). */
export function luminance([r, g, b]: RGB): number {
  const part = (v: number) => {
    const s = v / 255;
    return s <= 0.04045 ? s / 12.92 : ((s + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
}

/** Contrast ratio of WCAG 2, 1 to 21. */
export function contrast(a: RGB, b: RGB): number {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

/** `share` of b in a, 0–1. */
export function mix(a: RGB, b: RGB, share: number): RGB {
  const at = (i: 0 | 1 | 2) => a[i] + (b[i] - a[i]) * share;
  return [at(0), at(1), at(2)];
}

export const BLACK: RGB = [0, 0, 0];
export const WHITE: RGB = [255, 255, 255];

/**
 * The nearest colour to `wish` that stands out against every ground by `ratio`: moved towards black or white, whichever
 * the grounds allow, in steps too small to see.
 */
export function readable(wish: RGB, grounds: readonly RGB[], ratio: number): RGB {
  const worst = (c: RGB) => Math.min(...grounds.map((ground) => contrast(c, ground)));
  if (worst(wish) >= ratio) return wish;
  const pole = worst(WHITE) >= worst(BLACK) ? WHITE : BLACK;
  for (let share = 0.02; share < 1; share += 0.02) {
    const c = mix(wish, pole, share);
    if (worst(c) >= ratio) return c;
  }
  return pole;
}
