import { phone } from '@dokon/i18n';
import { Badge, Button, Tabs, Text, VisuallyHidden } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { OrderCountsDocument, type OrderRowFragment, OrdersDocument } from '../generated/gql/graphql';
import { useI18n } from '../i18n/i18n';
import { query } from '../session/api';
import { Allowed } from '../shell/allowed';
import { useViewer } from '../shell/viewer';
import { type Column, DataTable } from '../ui/data-table';
import { Facet, FilterBar, SearchField } from '../ui/filter-bar';
import { Page } from '../ui/page';
import { Pager } from '../ui/pager';
import { RowLink } from '../ui/row-link';
import { pageVariables } from '../ui/search-params';
import { Nothing } from '../ui/states';
import tabs from '../ui/tabs.module.css';
import { Time } from '../ui/time';
import { useFreshOrders } from './fresh-orders';
import { OrderStatus, PaymentStatus } from './order-badges';
import css from './orders-screen.module.css';
import {
  deliveryMethods,
  type OrdersSearch,
  type OrderTab,
  orderFilter,
  orderTabs,
  paymentStatuses,
} from './orders-search';

const route = getRouteApi('/app/orders');
const everyState = 'all';

/** Orders as they come in: by state, searched by number or phone, newest first. */
export function OrdersScreen() {
  const { t } = useI18n();
  return (
    <Allowed to={['ORDERS_READ', 'ORDERS_DELIVER']} title={t('nav.orders')}>
      <Orders />
    </Allowed>
  );
}

function Orders() {
  const { t, money } = useI18n();
  const { can } = useViewer();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const fresh = useFreshOrders();
  const list = useQuery({
    ...query('orders', OrdersDocument, { ...pageVariables(search), filter: orderFilter(search) }),
    placeholderData: keepPreviousData,
  });
  const { data: counts } = useQuery({ ...query('orderCounts', OrderCountsDocument, {}), enabled: can('ORDERS_READ') });
  const page = list.data?.orders;

  /** Another filter starts at the first page. */
  const go = (next: Partial<OrdersSearch>) =>
    void navigate({ search: (now) => ({ ...now, after: undefined, before: undefined, ...next }) });

  const countOf: Partial<Record<OrderTab, number | undefined>> = {
    new: counts?.orderCounts.placed,
    preparing: counts?.orderCounts.preparing,
    way: counts?.orderCounts.onTheWay,
  };

  const isFiltered = Boolean(search.q || search.pay || search.by);
  const clear = () => go({ q: undefined, pay: undefined, by: undefined });
  const chips = [
    ...(search.q ? [{ key: 'q', label: `«${search.q}»`, onRemove: () => go({ q: undefined }) }] : []),
    ...(search.pay ?? []).map((status) => ({
      key: status,
      label: t(`paymentStatus.${status}`),
      onRemove: () => go({ pay: search.pay?.filter((each) => each !== status) }),
    })),
    ...(search.by ? [{ key: 'by', label: t(`delivery.${search.by}`), onRemove: () => go({ by: undefined }) }] : []),
  ];

  const mark = (order: OrderRowFragment) =>
    fresh.has(order.id) && (
      <>
        <span className={css.dot} />
        <VisuallyHidden>{t('order.isNew')}</VisuallyHidden>
      </>
    );
  const link = (order: OrderRowFragment) => (
    <RowLink to="/orders/$orderId" params={{ orderId: order.id }}>
      {mark(order)}
      <Text span fw={650}>
        №{String(order.number)}
      </Text>
    </RowLink>
  );

  const columns: Column<OrderRowFragment>[] = [
    { id: 'number', header: t('order.number'), fixed: true, cell: link },
    { id: 'time', header: t('order.time'), cell: (order) => <Time at={order.placedAt} /> },
    {
      id: 'customer',
      header: t('order.customer'),
      cell: (order) => (
        <>
          <div className={css.clip}>{order.contact.name}</div>
          <Text size="xs" c="dimmed">
            {phone(order.contact.phone)}
          </Text>
        </>
      ),
    },
    {
      id: 'items',
      header: t('order.items'),
      cell: (order) => (
        <div className={css.clip} title={itemsText(order)}>
          {itemsText(order)}
        </div>
      ),
    },
    { id: 'total', header: t('order.total'), numeric: true, cell: (order) => money(order.totals.total.minor) },
    { id: 'payment', header: t('order.payment'), cell: (order) => <PaymentStatus status={order.paymentStatus} /> },
    {
      id: 'delivery',
      header: t('order.delivery'),
      cell: (order) => (
        <>
          <div>{t(`delivery.${order.delivery.method}`)}</div>
          <Text size="xs" c="dimmed" className={`${css.clip} ${css.place}`} title={order.delivery.name}>
            {order.delivery.name}
          </Text>
        </>
      ),
    },
    { id: 'status', header: t('order.status'), cell: (order) => <OrderStatus order={order} /> },
  ];

  return (
    <Page title={t('nav.orders')}>
      <Tabs
        value={search.tab ?? everyState}
        onChange={(tab) => go({ tab: orderTabs.find((each) => each === tab) })}
        mb="md"
        activateTabWithKeyboard={false}
      >
        <Tabs.List className={tabs.row} aria-label={t('order.tabs')}>
          <Tabs.Tab value={everyState} aria-controls={undefined}>
            {t('order.tab.all')}
          </Tabs.Tab>
          {orderTabs.map((tab) => (
            <Tabs.Tab
              key={tab}
              value={tab}
              aria-controls={undefined}
              rightSection={
                (countOf[tab] ?? 0) > 0 && (
                  <Badge
                    size="md"
                    variant={tab === 'new' ? 'filled' : 'light'}
                    radius="xl"
                    color={tab === 'new' ? 'brand' : 'gray'}
                  >
                    {countOf[tab]}
                  </Badge>
                )
              }
            >
              {t(`order.tab.${tab}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
      </Tabs>
      <DataTable
        id="orders"
        label={t('nav.orders')}
        columns={columns}
        rows={page?.nodes}
        rowKey={(order) => order.id}
        card={(order) => (
          <div className={css.card}>
            <div className={css.row}>
              {link(order)}
              <span className={css.sum}>{money(order.totals.total.minor)}</span>
            </div>
            <div className={css.badges}>
              <OrderStatus order={order} />
              <PaymentStatus status={order.paymentStatus} />
              <Badge color="gray">{t(`delivery.${order.delivery.method}`)}</Badge>
            </div>
            <Text size="sm">
              {order.contact.name} · {phone(order.contact.phone)}
            </Text>
            <div className={css.row}>
              <Text size="sm" c="dimmed" className={css.clip}>
                {itemsText(order)}
              </Text>
              <Text size="sm" c="dimmed" style={{ whiteSpace: 'nowrap' }}>
                <Time at={order.placedAt} />
              </Text>
            </div>
          </div>
        )}
        error={list.error}
        onRetry={() => void list.refetch()}
        isStale={list.isPlaceholderData}
        toolbar={
          <FilterBar chips={chips} onClear={clear}>
            <SearchField label={t('order.search')} value={search.q ?? ''} onSearch={(q) => go({ q: q || undefined })} />
            <Facet
              label={t('order.payment')}
              options={paymentStatuses.map((value) => ({ value, label: t(`paymentStatus.${value}`) }))}
              value={search.pay ?? []}
              onChange={(pay) => go({ pay: paymentStatuses.filter((each) => pay.includes(each)) })}
            />
            <Facet
              single
              label={t('order.delivery')}
              options={deliveryMethods.map((value) => ({ value, label: t(`delivery.${value}`) }))}
              value={search.by ? [search.by] : []}
              onChange={([by]) => go({ by: deliveryMethods.find((each) => each === by) })}
            />
          </FilterBar>
        }
        empty={
          isFiltered ? (
            <Nothing icon="search" title={t('table.noMatch')} text={t('table.noMatchHint')}>
              <Button variant="default" onClick={clear}>
                {t('table.clearFilters')}
              </Button>
            </Nothing>
          ) : (
            <Nothing icon="orders" title={t('order.none')} text={t(search.tab ? 'order.noneHere' : 'order.noneYet')} />
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

function itemsText(order: OrderRowFragment): string {
  const [first, ...more] = order.lines;
  if (!first) return '';
  const name = first.quantity > 1 ? `${first.name} × ${first.quantity}` : first.name;
  return more.length > 0 ? `${name} +${more.length}` : name;
}
