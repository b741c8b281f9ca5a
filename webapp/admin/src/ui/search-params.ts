/** Readers of search params: whatever stands in the address, a screen gets a value it knows or none at all. */

/** Text that is not empty. Digits may have been read as a number by the router. */
export function text(value: unknown): string | undefined {
  const found = typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  return found === '' ? undefined : found;
}

export function oneOf<T extends string>(value: unknown, known: readonly T[]): T | undefined {
  return known.find((each) => each === value);
}

/** The known ones of a list, in the order of `known`; undefined when none is left. */
export function someOf<T extends string>(value: unknown, known: readonly T[]): T[] | undefined {
  const given: unknown[] = Array.isArray(value) ? value : [value];
  const found = known.filter((each) => given.includes(each));
  return found.length > 0 ? found : undefined;
}

export type Paging = { after?: string | undefined; before?: string | undefined; size?: number | undefined };

export const pageSizes = [20, 50, 100];
const defaultSize = 20;

export function paging(search: Record<string, unknown>): Paging {
  const size = Number(search.size);
  return {
    after: text(search.after),
    before: text(search.before),
    size: pageSizes.includes(size) && size !== defaultSize ? size : undefined,
  };
}

/** Variables of a connection for a place in the list. */
export function pageVariables({ after, before, size = defaultSize }: Paging) {
  return before ? { last: size, before } : { first: size, ...(after && { after }) };
}
