import type { CategoriesQuery, CategoryNodeFragment } from '../generated/gql/graphql';

/** A category with what stands below it. */
export type Branch = CategoryNodeFragment & { children?: Branch[] };

/** One line of the tree, as a list shows it. */
export type Twig = { category: CategoryNodeFragment; depth: number; parentId: string | null; siblings: string[] };

export function branches(data: CategoriesQuery | undefined): Branch[] {
  return data?.categories ?? [];
}

/** The tree from top to bottom; `siblings` are the ids at the same place, in order, this one included. */
export function flat(tree: readonly Branch[], depth = 0, parentId: string | null = null): Twig[] {
  const siblings = tree.map((branch) => branch.id);
  return tree.flatMap((branch) => [
    { category: branch, depth, parentId, siblings },
    ...flat(branch.children ?? [], depth + 1, branch.id),
  ]);
}

/** The category and all below it: where it must not be moved. */
export function family(tree: readonly Branch[], id: string): Set<string> {
  for (const branch of tree) {
    if (branch.id === id) return new Set([id, ...flat(branch.children ?? []).map((twig) => twig.category.id)]);
    const below = family(branch.children ?? [], id);
    if (below.size > 0) return below;
  }
  return new Set();
}

/** Levels below and including the category itself. */
export function height(tree: readonly Branch[], id: string): number {
  const twigs = flat(tree);
  const start = twigs.findIndex((twig) => twig.category.id === id);
  if (start < 0) return 1;
  const own = twigs[start]?.depth ?? 0;
  const end = twigs.findIndex((twig, at) => at > start && twig.depth <= own);
  return Math.max(...twigs.slice(start, end < 0 ? undefined : end).map((twig) => twig.depth)) - own + 1;
}

/** Names with their depth, for a native select. */
export function treeOptions(tree: readonly Branch[]): { value: string; label: string }[] {
  return flat(tree).map(({ category, depth }) => ({
    value: category.id,
    label: `${'\u2003'.repeat(depth)}${category.name}`,
  }));
}
