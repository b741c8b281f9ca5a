import { useInfiniteQuery } from '@tanstack/preact-query';
import { useEffect, useRef } from 'preact/hooks';
import { type ProductFilter, type ProductSort, ProductsDocument, type SortDirection } from '../generated/gql/graphql';
import { fetchPage } from '../shell/api';
import { lang, t } from '../shell/lang';
import { Button } from '../ui/button';
import { CardsSkeleton, ErrorState } from '../ui/states';
import { ProductCard } from './product-card';

interface ProductListProps {
  filter?: ProductFilter;
  sort?: ProductSort;
  direction?: SortDirection;
  /** Shown when nothing fits. */
  empty: preact.ComponentChildren;
  /** The first pictures of the screen are here. */
  leading?: boolean;
}

/** All products that fit, page by page as one scrolls; pages stay in the cache, so going back finds the same place. */
export function ProductList({
  filter,
  sort = 'POSITION',
  direction = 'ASC',
  empty,
  leading = false,
}: ProductListProps) {
  const query = useInfiniteQuery({
    queryKey: ['products', lang.value, filter ?? null, sort, direction],
    queryFn: ({ pageParam, signal }) =>
      fetchPage(ProductsDocument, { after: pageParam, filter: filter ?? null, sort, direction }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: ({ products: { pageInfo } }) => (pageInfo.hasNextPage ? pageInfo.endCursor : null),
  });
  if (query.isPending) return <CardsSkeleton />;
  if (query.isError && !query.data) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  const cards = query.data.pages.flatMap((page) => page.products.nodes);
  if (cards.length === 0) return <>{empty}</>;
  return (
    <>
      <div class="grid">
        {cards.map((card, i) => (
          <ProductCard key={card.id} card={card} eager={leading && i < 4} />
        ))}
      </div>
      {query.hasNextPage && (
        <More
          busy={query.isFetchingNextPage}
          failed={query.isFetchNextPageError}
          onMore={() => void query.fetchNextPage()}
        />
      )}
    </>
  );
}

/** Asks for the next page shortly before its place comes into view; a button when that failed. */
function More({ busy, failed, onMore }: { busy: boolean; failed: boolean; onMore: () => void }) {
  const mark = useRef<HTMLDivElement>(null);
  const more = useRef(onMore);
  more.current = onMore;
  useEffect(() => {
    if (!mark.current || busy || failed) return;
    const watcher = new IntersectionObserver(
      (entries) => {
        if (entries.some((entry) => entry.isIntersecting)) more.current();
      },
      { rootMargin: '900px' },
    );
    watcher.observe(mark.current);
    return () => watcher.disconnect();
  }, [busy, failed]);
  return (
    <div class="more" ref={mark}>
      {failed ? (
        <Button kind="soft" slim onClick={onMore}>
          {t('common.retry')}
        </Button>
      ) : (
        <span class="spin hint" role="status" aria-label={t('common.loading')} />
      )}
    </div>
  );
}
