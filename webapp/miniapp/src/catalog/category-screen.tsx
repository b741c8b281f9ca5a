import { useQuery } from '@tanstack/preact-query';
import { useState } from 'preact/hooks';
import { CategoryPageDocument, type ProductSort, type SortDirection } from '../generated/gql/graphql';
import { ask } from '../shell/api';
import { t } from '../shell/lang';
import { Page } from '../shell/page';
import { go, Link, place } from '../shell/router';
import { Button, IconButton } from '../ui/button';
import { RadioRows } from '../ui/choice';
import { Sheet } from '../ui/sheet';
import { CardsSkeleton, EmptyState, ErrorState } from '../ui/states';
import { ProductList } from './product-list';

/** Orders of a list, by their name in the address. */
const SORTS = {
  shop: ['POSITION', 'ASC'],
  popular: ['POPULARITY', 'DESC'],
  cheap: ['PRICE', 'ASC'],
  dear: ['PRICE', 'DESC'],
  fresh: ['PUBLISHED', 'DESC'],
} as const satisfies Record<string, readonly [ProductSort, SortDirection]>;
type SortName = keyof typeof SORTS;

export default function CategoryScreen({ slug }: { slug: string }) {
  const query = useQuery(ask('category', CategoryPageDocument, { slug }));
  const [sorting, setSorting] = useState(false);
  const asked = place.value.query.get('sort');
  const sortName: SortName = asked !== null && asked in SORTS ? (asked as SortName) : 'shop';
  const [sort, direction] = SORTS[sortName];
  const category = query.data?.category;
  if (query.isPending) {
    return (
      <Page title="">
        <CardsSkeleton />
      </Page>
    );
  }
  if (!category) {
    return (
      <Page title={t('catalog.category')}>
        {query.isError ? (
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        ) : (
          <EmptyState
            icon="search"
            title={t('catalog.goneTitle')}
            text={t('catalog.goneText')}
            action={<Button onClick={() => go('/')}>{t('common.home')}</Button>}
          />
        )}
      </Page>
    );
  }
  const parent = category.breadcrumbs.at(-2);
  return (
    <Page
      title={category.name}
      aside={<IconButton icon="sort" label={t('sort.title')} onClick={() => setSorting(true)} />}
    >
      {(parent || category.children.length > 0) && (
        <nav class="chips" aria-label={t('home.categories')} style={{ marginBottom: 14 }}>
          {parent && (
            <Link class="chip" to={`/c/${parent.slug}`}>
              ‹ {parent.name}
            </Link>
          )}
          {category.children.map((child) => (
            <Link key={child.id} class="chip" to={`/c/${child.slug}`}>
              {child.name}
              <span class="hint num">{child.productCount}</span>
            </Link>
          ))}
        </nav>
      )}
      <ProductList
        filter={{ categoryId: category.id }}
        sort={sort}
        direction={direction}
        leading
        empty={<EmptyState icon="bag" title={t('catalog.emptyTitle')} text={t('catalog.emptyText')} />}
      />
      <Sheet title={t('sort.title')} open={sorting} onClose={() => setSorting(false)}>
        <RadioRows
          label={t('sort.title')}
          choices={(Object.keys(SORTS) as SortName[]).map((value) => ({ value, title: t(`sort.${value}`) }))}
          value={sortName}
          onChoose={(name) => {
            setSorting(false);
            go(`/c/${slug}${name === 'shop' ? '' : `?sort=${name}`}`, { replace: true });
          }}
        />
      </Sheet>
    </Page>
  );
}
