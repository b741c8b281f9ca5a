/**
 * The page that a launch parameter names: p_ product, c_ category, o_ order. undefined for an unknown one: the shopper
 * lands at home then, with a word about it.
 */
export function launchPath(code: string): string | undefined {
  const [, kind, id] = /^([a-z]+)_([\w-]+)$/.exec(code) ?? [];
  if (!id) return undefined;
  if (kind === 'p') return `/p/${id}`;
  if (kind === 'c') return `/c/${id}`;
  if (kind === 'o') return `/o/${id.startsWith('ord_') ? id : `ord_${id}`}`;
  return undefined;
}
