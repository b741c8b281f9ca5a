/** A variant on a price list as it is being edited; `price` null: nothing is said yet. Tiyin. */
export type Line = {
  id: string;
  product: string;
  name: string;
  picture: { url: string; color: string } | null;
  own: number | null;
  price: number | null;
};

type Change = { variantId: string; price: number | null };

/** What has to be set for a list to become as it was edited: new prices, other prices, and what was taken out. */
export function changes(before: readonly Line[], after: readonly Line[]): Change[] {
  const was = new Map(before.map((line) => [line.id, line.price]));
  const left = new Set(after.filter((line) => line.price !== null).map((line) => line.id));
  return [
    ...after
      .filter((line) => line.price !== null && was.get(line.id) !== line.price)
      .map(({ id, price }) => ({ variantId: id, price })),
    ...before.filter((line) => !left.has(line.id)).map(({ id }) => ({ variantId: id, price: null })),
  ];
}

/** A price some percent lower, in whole soʻm. */
export function off(own: number, percent: number): number {
  return Math.max(100, Math.round((own * (100 - percent)) / 10_000) * 100);
}
