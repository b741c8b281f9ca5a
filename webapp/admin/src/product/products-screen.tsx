import { Button, Group, Text } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { branches, treeOptions } from '../category/category-tree';
import { CategoriesDocument, type ProductSort, ProductsDocument, type ProductsQuery } from '../generated/gql/graphql';
import { useI18n } from '../i18n/i18n';
import { query } from '../session/api';
import { Allowed } from '../shell/allowed';
import { useViewer } from '../shell/viewer';
import { type Column, DataTable } from '../ui/data-table';
import { Facet, FilterBar, SearchField } from '../ui/filter-bar';
import { Icon } from '../ui/icons';
import { Page } from '../ui/page';
import { Pager } from '../ui/pager';
import { RowLink } from '../ui/row-link';
import { pageVariables } from '../ui/search-params';
import { Nothing } from '../ui/states';
import { Thumb } from '../ui/thumb';
import { Time } from '../ui/time';
import { ProductStatus } from './product-badges';
import { type ProductsSearch, productFilter, productStatuses } from './products-search';
import { stockSum } from './stock-sum';

type Row = ProductsQuery['products']['nodes'][number];

const route = getRouteApi('/app/products');
const sortable: Record<string, ProductSort> = { price: 'PRICE', updated: 'UPDATED' };

/** Everything on sale and what is being prepared. */
export function ProductsScreen() {
  const { t } = useI18n();
  return (
    <Allowed to={['CATALOG_READ']} title={t('nav.products')}>
      <Products />
    </Allowed>
  );
}

function Products() {
  const { t, money, number } = useI18n();
  const { can } = useViewer();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const list = useQuery({
    ...query('products', ProductsDocument, {
      ...pageVariables(search),
      filter: productFilter(search),
      sort: search.sort ?? 'POSITION',
      direction: search.direction ?? 'ASC',
    }),
    placeholderData: keepPreviousData,
  });
  const tree = useQuery({ ...query('categories', CategoriesDocument, {}), staleTime: 60_000 });
  const categories = treeOptions(branches(tree.data));
  const page = list.data?.products;

  const go = (next: Partial<ProductsSearch>) =>
    void navigate({ search: (now) => ({ ...now, after: undefined, before: undefined, ...next }) });
  const clear = () => go({ q: undefined, status: undefined, category: undefined });
  const chips = [
    ...(search.q ? [{ key: 'q', label: `«${search.q}»`, onRemove: () => go({ q: undefined }) }] : []),
    ...(search.status ?? []).map((status) => ({
      key: status,
      label: t(`productStatus.${status}`),
      onRemove: () => go({ status: search.status?.filter((each) => each !== status) }),
    })),
    ...(search.category
      ? [
          {
            key: 'category',
            label: categories.find((each) => each.value === search.category)?.label.trim() ?? t('product.category'),
            onRemove: () => go({ category: undefined }),
          },
        ]
      : []),
  ];

  const price = ({ priceRange: { min, max } }: Row) =>
    max.minor === 0 ? '—' : min.minor === max.minor ? money(min.minor) : `${money(min.minor)} – ${money(max.minor)}`;
  const stock = (row: Row) => {
    const sum = stockSum(row.variants);
    if (sum === null) return t('product.uncounted');
    return (
      <Text span inherit c={sum === 0 ? 'red' : undefined} fw={sum === 0 ? 600 : undefined}>
        {sum === 0 ? t('product.soldOut') : number(sum)}
      </Text>
    );
  };
  const link = (row: Row) => (
    <Group gap="sm" wrap="nowrap">
      <Thumb picture={row.cover} />
      <RowLink to="/products/$productId" params={{ productId: row.id }}>
        <Text span fw={600}>
          {row.name}
        </Text>
      </RowLink>
    </Group>
  );

  const columns: Column<Row>[] = [
    { id: 'name', header: t('product.name'), fixed: true, cell: link },
    { id: 'status', header: t('product.status'), cell: (row) => <ProductStatus product={row} /> },
    { id: 'category', header: t('product.category'), cell: (row) => row.category?.name ?? '—' },
    { id: 'price', header: t('product.price'), numeric: true, sortable: true, cell: price },
    { id: 'stock', header: t('product.stock'), numeric: true, cell: stock },
    {
      id: 'updated',
      header: t('product.updated'),
      sortable: true,
      hidden: true,
      cell: (row) => <Time at={row.updatedAt} />,
    },
  ];
  const sorted = Object.entries(sortable).find(([, sort]) => sort === search.sort)?.[0];

  const create = can('CATALOG_WRITE') && (
    <Button leftSection={<Icon name="plus" size={18} />} renderRoot={(props) => <Link to="/products/new" {...props} />}>
      {t('product.add')}
    </Button>
  );

  return (
    <Page title={t('nav.products')} actions={create}>
      <DataTable
        id="products"
        label={t('nav.products')}
        columns={columns}
        rows={page?.nodes}
        rowKey={(row) => row.id}
        sort={sorted ? { id: sorted, desc: search.direction === 'DESC' } : undefined}
        onSort={({ id, desc }) => go({ sort: sortable[id], direction: desc ? 'DESC' : 'ASC' })}
        card={(row) => (
          <Group gap="sm" wrap="nowrap" align="flex-start">
            <Thumb picture={row.cover} size={56} />
            <div style={{ minWidth: 0, flex: 1 }}>
              <RowLink to="/products/$productId" params={{ productId: row.id }}>
                <Text span fw={600}>
                  {row.name}
                </Text>
              </RowLink>
              <Text size="sm">{price(row)}</Text>
              <Group gap="xs">
                <ProductStatus product={row} />
                <Text size="sm" c="dimmed" span>
                  {t('product.stock')}: {stock(row)}
                </Text>
              </Group>
            </div>
          </Group>
        )}
        error={list.error}
        onRetry={() => void list.refetch()}
        isStale={list.isPlaceholderData}
        toolbar={
          <FilterBar chips={chips} onClear={clear}>
            <SearchField
              label={t('product.search')}
              value={search.q ?? ''}
              onSearch={(q) => go({ q: q || undefined })}
            />
            <Facet
              label={t('product.status')}
              options={productStatuses.map((value) => ({ value, label: t(`productStatus.${value}`) }))}
              value={search.status ?? []}
              onChange={(status) => go({ status: productStatuses.filter((each) => status.includes(each)) })}
            />
            <Facet
              single
              label={t('product.category')}
              options={categories}
              value={search.category ? [search.category] : []}
              onChange={([category]) => go({ category })}
            />
          </FilterBar>
        }
        empty={
          chips.length > 0 ? (
            <Nothing icon="search" title={t('table.noMatch')} text={t('table.noMatchHint')}>
              <Button variant="default" onClick={clear}>
                {t('table.clearFilters')}
              </Button>
            </Nothing>
          ) : (
            <Nothing icon="box" title={t('product.none')} text={t('product.noneHint')}>
              {create}
            </Nothing>
          )
        }
        footer={
          <Pager
            info={page?.pageInfo}
            total={page?.total}
            size={search.size ?? 20}
            onMove={(cursor) =>
              void navigate({ search: (now) => ({ ...now, after: undefined, before: undefined, ...cursor }) })
            }
            onSize={(size) => go({ size })}
          />
        }
      />
    </Page>
  );
}
