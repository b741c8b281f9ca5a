import { parseSum, sumText } from '../ui/money-text';
import type { VariantDraft } from './matrix';

export const columns = ['price', 'compareAt', 'sku', 'barcode', 'stock'] as const;
export type VariantColumn = (typeof columns)[number];

/** A cell as text. */
export function cellText(row: VariantDraft, column: VariantColumn): string {
  if (column === 'price' || column === 'compareAt') return sumText(row[column]);
  if (column === 'stock') return row.stock === null ? '' : String(row.stock);
  return row[column];
}

/** The row with the cell set from text; undefined when the text is not what the column takes. */
export function withCell(row: VariantDraft, column: VariantColumn, text: string): VariantDraft | undefined {
  if (column === 'price' || column === 'compareAt') {
    const tiyin = parseSum(text);
    return tiyin === undefined ? undefined : { ...row, [column]: tiyin };
  }
  if (column === 'stock') {
    const bare = text.replace(/\s/g, '');
    if (bare === '') return { ...row, stock: null };
    return /^\d{1,7}$/.test(bare) ? { ...row, stock: Number(bare) } : undefined;
  }
  return { ...row, [column]: text.trim() };
}

/** Rows (by place) whose SKU stands in another row too: told at once, before the server is asked. */
export function doubledSkus(rows: readonly VariantDraft[]): Set<number> {
  const places = new Map<string, number[]>();
  for (const [at, row] of rows.entries()) {
    const sku = row.sku.trim().toLowerCase();
    if (sku) places.set(sku, [...(places.get(sku) ?? []), at]);
  }
  return new Set([...places.values()].filter((same) => same.length > 1).flat());
}
