import type { ProductFilter, ProductSort, ProductStatus, SortDirection } from '../generated/gql/graphql';
import { oneOf, type Paging, paging, someOf, text } from '../ui/search-params';

export const productStatuses = ['ACTIVE', 'DRAFT', 'ARCHIVED'] as const satisfies ProductStatus[];
const sorts = ['POSITION', 'PRICE', 'UPDATED', 'POPULARITY'] as const satisfies ProductSort[];

export type ProductsSearch = Paging & {
  q?: string | undefined;
  status?: ProductStatus[] | undefined;
  category?: string | undefined;
  sort?: ProductSort | undefined;
  direction?: SortDirection | undefined;
};

export function productsSearch(search: Record<string, unknown>): ProductsSearch {
  return {
    q: text(search.q),
    status: someOf(search.status, productStatuses),
    category: text(search.category),
    sort: oneOf(search.sort, sorts),
    direction: oneOf(search.direction, ['ASC', 'DESC'] as const),
    ...paging(search),
  };
}

/** Staff see drafts too: without a choice, everything that is not archived. */
export function productFilter({ q, status, category }: ProductsSearch): ProductFilter {
  return {
    status: status ?? ['ACTIVE', 'DRAFT'],
    ...(q && { search: q }),
    ...(category && { categoryId: category }),
  };
}
