import type { ProductFilter } from '../generated/gql/graphql';
import { type Paging, paging, text } from '../ui/search-params';

export type StockSearch = Paging & { q?: string | undefined; category?: string | undefined };

export function stockSearch(search: Record<string, unknown>): StockSearch {
  return { q: text(search.q), category: text(search.category), ...paging(search) };
}

export function stockFilter({ q, category }: StockSearch): ProductFilter {
  return { ...(q && { search: q }), ...(category && { categoryId: category }) };
}
