import { dateTime } from '@dokon/i18n';
import { useInfiniteQuery } from '@tanstack/preact-query';
import { MyOrdersDocument, type OrderCardFragment } from '../generated/gql/graphql';
import { canSignIn, mine, sessionEnded } from '../shell/api';
import { lang, sum, t } from '../shell/lang';
import { Page } from '../shell/page';
import { go, Link } from '../shell/router';
import { signInWall } from '../shell/status';
import { TabBar } from '../shell/tab-bar';
import { Button } from '../ui/button';
import { Picture } from '../ui/picture';
import { EmptyState, ErrorState } from '../ui/states';
import { isActive } from './steps';

export default function OrdersScreen() {
  return (
    <Page title={t('orders.title')} grouped>
      {!canSignIn || sessionEnded.value ? signInWall(canSignIn) : <Orders />}
      <TabBar />
    </Page>
  );
}

/** Own orders, those under way first. */
function Orders() {
  const query = useInfiniteQuery({
    queryKey: ['orders', lang.value],
    queryFn: ({ pageParam, signal }) => mine.exec(MyOrdersDocument, { after: pageParam }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ me }) => (me.orders.pageInfo.hasNextPage ? me.orders.pageInfo.endCursor : null),
    staleTime: 0,
  });
  if (query.isPending) {
    return (
      <div class="stack" aria-busy="true">
        <div class="sk" style={{ height: 148 }} />
        <div class="sk" style={{ height: 148 }} />
      </div>
    );
  }
  if (query.isError && !query.data) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  const orders = query.data.pages.flatMap((page) => page.me.orders.nodes);
  if (orders.length === 0) {
    return (
      <EmptyState
        icon="list"
        title={t('orders.emptyTitle')}
        text={t('orders.emptyText')}
        action={<Button onClick={() => go('/')}>{t('cart.toCatalog')}</Button>}
      />
    );
  }
  const active = orders.filter(isActive);
  const past = orders.filter((order) => !isActive(order));
  return (
    <div class="stack">
      {active.map((order) => (
        <OrderCard key={order.id} order={order} />
      ))}
      {active.length > 0 && past.length > 0 && <h2 class="gap">{t('orders.past')}</h2>}
      {past.map((order) => (
        <OrderCard key={order.id} order={order} />
      ))}
      {query.hasNextPage && (
        <Button kind="soft" busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {t('orders.more')}
        </Button>
      )}
    </div>
  );
}

const SHOWN = 4;

function OrderCard({ order }: { order: OrderCardFragment }) {
  const rest = order.lines.length - SHOWN;
  return (
    <Link class="card stack" to={`/o/${order.id}`}>
      <div class="row">
        <div class="grow">
          <b class={isActive(order) ? 'ok' : ''}>{order.statusText}</b>
          <div class="hint small">
            {t('order.number', { number: order.number })} · {dateTime(new Date(order.placedAt), lang.value, new Date())}
          </div>
        </div>
        <b class="num">{sum(order.totals.total.minor)}</b>
      </div>
      <div class="minis">
        {order.lines.slice(0, SHOWN).map((line) => (
          <Picture key={line.id} picture={line.picture} sizes="52px" alt={line.name} />
        ))}
        {rest > 0 && <span class="rest num">+{rest}</span>}
      </div>
    </Link>
  );
}
