/** Tiyin in one soʻm. Money travels as whole tiyin; people type soʻm. */
const tiyinPerSum = 100;

/** The largest sum a shopkeeper may type, in tiyin: 100 billion soʻm, far inside the exact integers. */
const most = 10_000_000_000_000;

/**
 * Reads what a person types or pastes: "125000", "125 000", "125 000,50", "125 000 soʻm".
 * Undefined when it is no sum of money; null when it is empty.
 */
export function parseSum(text: string): number | null | undefined {
  const bare = text.replace(/[\s_'’]/g, '').replace(/(so[ʻ'‘’`]?m|сўм|сум|uzs)\.?$/i, '');
  if (bare === '') return null;
  const match = /^(\d{1,3}(?:[.,]\d{3})+|\d+)(?:[.,](\d{1,2}))?$/.exec(bare);
  if (!match?.[1]) return undefined;
  const whole = Number(match[1].replace(/[.,]/g, ''));
  const tiyin = whole * tiyinPerSum + Number((match[2] ?? '').padEnd(2, '0'));
  return tiyin <= most ? tiyin : undefined;
}

/** The same in a field: groups by no-break space, tiyin only where there are any. */
export function sumText(tiyin: number | null | undefined): string {
  if (tiyin == null) return '';
  const whole = String(Math.trunc(tiyin / tiyinPerSum)).replace(/\B(?=(\d{3})+$)/g, '\u00a0');
  const rest = tiyin % tiyinPerSum;
  return rest === 0 ? whole : `${whole},${String(rest).padStart(2, '0')}`;
}
