import type { QueryClient } from '@tanstack/query-core';

/**
 * Merges an entity that an event brought into every cached answer that holds one with its id, at any depth. Ids name
 * their kind (ord_…), so no two kinds can meet. Lists whose membership may change are the caller's to invalidate.
 */
export function patchEntity(cache: QueryClient, entity: { id: string } & Record<string, unknown>): void {
  for (const query of cache.getQueryCache().getAll()) {
    const before: unknown = query.state.data;
    const after = merged(before, entity);
    if (after !== before) cache.setQueryData(query.queryKey, after);
  }
}

/** The same object when nothing in it changed, so that untouched screens are not drawn again. */
export function merged(value: unknown, entity: { id: string } & Record<string, unknown>): unknown {
  if (Array.isArray(value)) {
    const next = value.map((item) => merged(item, entity));
    return next.some((item, i) => item !== value[i]) ? next : value;
  }
  if (typeof value !== 'object' || value === null) return value;
  const fields = value as Record<string, unknown>;
  let next: Record<string, unknown> | undefined;
  for (const [key, field] of Object.entries(fields)) {
    const changed = merged(field, entity);
    if (changed !== field) next = { ...(next ?? fields), [key]: changed };
  }
  if (fields.id !== entity.id) return next ?? value;
  const own = next ?? fields;
  const news = Object.entries(entity).filter(
    ([key, field]) => key in own && JSON.stringify(own[key]) !== JSON.stringify(field),
  );
  return news.length > 0 ? { ...own, ...Object.fromEntries(news) } : own;
}
