/** One axis of choice: a colour, a size. `code` is its stable name inside the product. */
export type OptionDraft = {
  code: string;
  values: { code: string }[];
};

/** The grid's row. `choice` is option code → value code; money in tiyin; null is an empty cell. */
export type VariantDraft = {
  id: string | null;
  choice: Record<string, string>;
  sku: string;
  barcode: string;
  price: number | null;
  compareAt: number | null;
  stock: number | null;
  tracksStock: boolean;
  isActive: boolean;
};

/** More rows than this are no shop's wish but a slip (three options of ten values are a thousand). */
export const mostVariants = 200;

export function emptyVariant(choice: Record<string, string> = {}): VariantDraft {
  return {
    id: null,
    choice,
    sku: '',
    barcode: '',
    price: null,
    compareAt: null,
    stock: null,
    tracksStock: true,
    isActive: true,
  };
}

/** How many rows the options make; options without a value do not count. */
export function combinations(options: readonly OptionDraft[]): number {
  return options.reduce((count, option) => count * (option.values.length || 1), 1);
}

/** One string for a choice, whatever the order of its keys. */
export function choiceKey(choice: Record<string, string>): string {
  return Object.keys(choice)
    .sort()
    .map((code) => `${code}=${choice[code]}`)
    .join('&');
}

/**
 * Rows for the options as they are now, in the options' order. A row keeps what was typed when its choice is still
 * there; when an option was added, its rows inherit from the row they grew out of; when one was removed, the first
 * of the rows that fell together stays. Ids are given once, to the first heir.
 */
export function matrix(options: readonly OptionDraft[], now: readonly VariantDraft[]): VariantDraft[] {
  const axes = options.filter((option) => option.values.length > 0);
  let choices: Record<string, string>[] = [{}];
  for (const axis of axes) {
    choices = choices.flatMap((choice) => axis.values.map((value) => ({ ...choice, [axis.code]: value.code })));
  }
  const exact = new Map(now.map((row) => [choiceKey(row.choice), row]));
  const given = new Set<VariantDraft>();
  const rows = choices.map((choice) => {
    const row = exact.get(choiceKey(choice));
    if (row) given.add(row);
    return row ?? choice;
  });
  return rows.map((row) => {
    if ('sku' in row) return row as VariantDraft;
    const choice = row as Record<string, string>;
    const parent = now.find((other) => isRelated(other.choice, choice));
    if (!parent) return emptyVariant(choice);
    const isFirst = !given.has(parent);
    given.add(parent);
    // SKU, barcode and stock belong to one thing on the shelf, so only the first heir keeps them.
    return isFirst ? { ...parent, choice } : { ...parent, choice, id: null, sku: '', barcode: '', stock: null };
  });
}

/** One choice says nothing against the other: on the axes they share they agree. */
function isRelated(one: Record<string, string>, other: Record<string, string>): boolean {
  const shared = Object.keys(one).filter((code) => code in other);
  const isNarrower = shared.length === Object.keys(one).length || shared.length === Object.keys(other).length;
  return isNarrower && shared.every((code) => one[code] === other[code]);
}
