import { ActionIcon, Badge, Button, Group, Menu, Paper, Stack, Text } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { branches, treeOptions } from '../category/category-tree';
import {
  CategoriesDocument,
  StockListDocument,
  type StockListQuery,
  type StockVariantFragment,
  VariantStopSetDocument,
} from '../generated/gql/graphql';
import { useI18n } from '../i18n/i18n';
import { act, query, queryClient } from '../session/api';
import { faultText } from '../session/fault';
import { Allowed } from '../shell/allowed';
import { useViewer } from '../shell/viewer';
import { Above, type Column, DataTable } from '../ui/data-table';
import { Facet, FilterBar, SearchField } from '../ui/filter-bar';
import { Icon } from '../ui/icons';
import { warn } from '../ui/notice';
import { Page } from '../ui/page';
import { Pager } from '../ui/pager';
import { pageVariables } from '../ui/search-params';
import { Nothing } from '../ui/states';
import { Thumb } from '../ui/thumb';
import { MovementsDialog } from './movements-dialog';
import { StockDialog } from './stock-dialog';
import { type StockSearch, stockFilter } from './stock-search';

type Product = StockListQuery['products']['nodes'][number];
type Row = { product: Product; variant: StockVariantFragment };
type Level = StockVariantFragment['stock'][number];

const route = getRouteApi('/app/stock');

/** Pieces of every variant: on hand, held by orders, left to sell. */
export function StockScreen() {
  const { t } = useI18n();
  return (
    <Allowed to={['STOCK_WRITE', 'CATALOG_READ']} title={t('nav.stock')}>
      <Stock />
    </Allowed>
  );
}

function sum(variant: StockVariantFragment, of: (level: Level) => number): number {
  return variant.stock.reduce((pieces, level) => pieces + of(level), 0);
}

function Stock() {
  const { t, number } = useI18n();
  const { can } = useViewer();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const [edited, setEdited] = useState<Row>();
  const [watched, setWatched] = useState<Row>();
  const list = useQuery({
    ...query('products', StockListDocument, { ...pageVariables(search), filter: stockFilter(search) }),
    placeholderData: keepPreviousData,
  });
  const tree = useQuery({ ...query('categories', CategoriesDocument, {}), staleTime: 60_000 });
  const categories = treeOptions(branches(tree.data));
  const page = list.data?.products;
  const rows = page?.nodes.flatMap((product) =>
    product.variants.filter((each) => each.isActive).map((variant) => ({ product, variant })),
  );
  const mayWrite = can('STOCK_WRITE');

  const go = (next: Partial<StockSearch>) =>
    void navigate({ search: (now) => ({ ...now, after: undefined, before: undefined, ...next }) });
  const clear = () => go({ q: undefined, category: undefined });
  const readAgain = () => void queryClient.invalidateQueries({ queryKey: ['products'] });

  const stop = async ({ product, variant }: Row) => {
    try {
      const input = { variantId: variant.id, isStopped: !variant.isStopped };
      const { variantStopSet: answer } = await act(VariantStopSetDocument, { input });
      const refusal = answer.userErrors[0];
      if (refusal) warn(product.name, refusal.message);
    } catch (error) {
      const { title, hint } = faultText(error);
      warn(t(title), t(hint));
    }
    readAgain();
  };

  const name = ({ product, variant }: Row) => (
    <Group gap="sm" wrap="nowrap">
      <Thumb picture={variant.cover} />
      <div style={{ minWidth: 0 }}>
        <Text fw={600}>{product.name}</Text>
        <Text size="sm" c="dimmed">
          {[variant.name, variant.sku].filter(Boolean).join(' · ')}
        </Text>
      </div>
    </Group>
  );
  const state = ({ variant }: Row) =>
    variant.isStopped ? (
      <Badge color="orange">{t('stock.stopped')}</Badge>
    ) : (
      variant.tracksStock &&
      sum(variant, (level) => level.available) === 0 && <Badge color="red">{t('product.soldOut')}</Badge>
    );
  const pieces = (of: (level: Level) => number) => (row: Row) =>
    row.variant.tracksStock ? number(sum(row.variant, of)) : '∞';
  const menu = (row: Row) => (
    <Above>
      <Group gap={4} wrap="nowrap" justify="flex-end">
        {mayWrite && row.variant.tracksStock && (
          <Button size="sm" variant="default" onClick={() => setEdited(row)}>
            {t('stock.change')}
          </Button>
        )}
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon
              variant="subtle"
              color="gray"
              size="lg"
              aria-label={t('stock.menu', { name: `${row.product.name} ${row.variant.name}` })}
            >
              <Icon name="dots" />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            {mayWrite && (
              <Menu.Item
                onClick={() => void stop(row)}
                leftSection={<Icon name={row.variant.isStopped ? 'check' : 'close'} size={18} />}
              >
                {t(row.variant.isStopped ? 'stock.resume' : 'stock.stop')}
              </Menu.Item>
            )}
            <Menu.Item onClick={() => setWatched(row)} leftSection={<Icon name="clock" size={18} />}>
              {t('stock.movements')}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </Group>
    </Above>
  );

  const columns: Column<Row>[] = [
    { id: 'name', header: t('product.name'), fixed: true, cell: name },
    { id: 'onHand', header: t('stock.onHand'), numeric: true, cell: pieces((level) => level.onHand) },
    { id: 'held', header: t('stock.held'), numeric: true, cell: pieces((level) => level.reserved + level.committed) },
    { id: 'available', header: t('stock.available'), numeric: true, cell: pieces((level) => level.available) },
    { id: 'state', header: t('stock.state'), cell: state },
    { id: 'menu', header: t('table.actions'), fixed: true, isMenu: true, cell: menu },
  ];
  const chips = [
    ...(search.q ? [{ key: 'q', label: `«${search.q}»`, onRemove: () => go({ q: undefined }) }] : []),
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

  return (
    <Page title={t('nav.stock')}>
      <DataTable
        id="stock"
        label={t('nav.stock')}
        columns={columns}
        rows={rows}
        rowKey={(row) => row.variant.id}
        card={(row) => (
          <Stack gap={6}>
            {name(row)}
            <Text size="sm">
              {t('stock.line', {
                onHand: pieces((level) => level.onHand)(row),
                held: pieces((level) => level.reserved + level.committed)(row),
                available: pieces((level) => level.available)(row),
              })}
            </Text>
            <Group justify="space-between" gap="xs">
              <span>{state(row)}</span>
              {menu(row)}
            </Group>
          </Stack>
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
              single
              label={t('product.category')}
              options={categories}
              value={search.category ? [search.category] : []}
              onChange={([category]) => go({ category })}
            />
          </FilterBar>
        }
        empty={
          <Paper>
            <Nothing
              icon="layers"
              title={chips.length > 0 ? t('table.noMatch') : t('stock.none')}
              text={t('stock.noneHint')}
            >
              {chips.length > 0 && (
                <Button variant="default" onClick={clear}>
                  {t('table.clearFilters')}
                </Button>
              )}
            </Nothing>
          </Paper>
        }
        footer={
          <Pager
            info={page?.pageInfo}
            size={search.size ?? 20}
            onMove={(cursor) =>
              void navigate({ search: (now) => ({ ...now, after: undefined, before: undefined, ...cursor }) })
            }
            onSize={(size) => go({ size })}
          />
        }
      />
      {edited && (
        <StockDialog
          key={edited.variant.id}
          title={[edited.product.name, edited.variant.name].filter(Boolean).join(', ')}
          variant={edited.variant}
          onClose={() => setEdited(undefined)}
          onSaved={() => {
            setEdited(undefined);
            readAgain();
          }}
        />
      )}
      {watched && (
        <MovementsDialog
          title={[watched.product.name, watched.variant.name].filter(Boolean).join(', ')}
          variantId={watched.variant.id}
          onClose={() => setWatched(undefined)}
        />
      )}
    </Page>
  );
}
