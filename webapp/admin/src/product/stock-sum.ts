type Level = { available: number };
type Counted = { tracksStock: boolean; isActive: boolean; isStopped: boolean; stock: readonly Level[] };

/** Pieces that can be sold over all locations and active variants; null when nothing is counted. */
export function stockSum(variants: readonly Counted[]): number | null {
  const counted = variants.filter((variant) => variant.isActive && variant.tracksStock);
  if (counted.length === 0) return null;
  return counted.reduce((sum, { stock }) => sum + stock.reduce((pieces, level) => pieces + level.available, 0), 0);
}
