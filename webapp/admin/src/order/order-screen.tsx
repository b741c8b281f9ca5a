import { newKey } from '@dokon/gql';
import { Alert, Skeleton, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { OrderDocument, type OrderPageFragment } from '../generated/gql/graphql';
import { useI18n } from '../i18n/i18n';
import { query, queryClient } from '../session/api';
import { faultText } from '../session/fault';
import { Allowed } from '../shell/allowed';
import { useViewer } from '../shell/viewer';
import { Icon } from '../ui/icons';
import { say, warn } from '../ui/notice';
import { Columns, Page } from '../ui/page';
import { ErrorState, Nothing } from '../ui/states';
import { Time } from '../ui/time';
import { Actions, FootAction } from './action-bar';
import { ActionDialog } from './action-dialog';
import { looks, run, type StaffAction, sortActions } from './actions';
import { freshOrders } from './fresh-orders';
import { CustomerPanel, DeliveryPanel } from './order-aside';
import { OrderStatus } from './order-badges';
import { OrderLines } from './order-lines';
import { OrderTimeline } from './order-timeline';
import { PaymentPanel } from './payment-panel';
import { StaffNote } from './staff-note';

const route = getRouteApi('/app/orders/$orderId');

/** One order: what was bought and what happened at the left, who, where and the next steps at the right. Live. */
export function OrderScreen() {
  const { t } = useI18n();
  const { orderId } = route.useParams();
  const { data, error, refetch } = useQuery(query('order', OrderDocument, { id: orderId }));
  useEffect(() => freshOrders.seen(orderId), [orderId]);
  return (
    <Allowed to={['ORDERS_READ', 'ORDERS_DELIVER']} title={t('nav.orders')}>
      {data?.order ? (
        <Order key={data.order.id} order={data.order} refetch={() => void refetch()} />
      ) : (
        <Page title={t('order.one')} back={{ to: '/orders' }}>
          {error ? (
            <ErrorState error={error} onRetry={() => void refetch()} />
          ) : data ? (
            <Nothing icon="orders" title={t('fault.notFound')} text={t('order.missing')} />
          ) : (
            <Columns main={<Skeleton height={320} />} aside={<Skeleton height={240} />} />
          )}
        </Page>
      )}
    </Allowed>
  );
}

function Order({ order, refetch }: { order: OrderPageFragment; refetch: () => void }) {
  const { t } = useI18n();
  const { can } = useViewer();
  const [asking, setAsking] = useState<StaffAction>();
  const [busy, setBusy] = useState<StaffAction>();
  const keys = useRef(new Map<string, string>());
  const moved = useChangeByOthers(order, busy !== undefined || asking !== undefined);
  const actions = sortActions(order.availableActions);

  const done = (action: StaffAction, next: OrderPageFragment) => {
    moved.own(next);
    queryClient.setQueryData(query('order', OrderDocument, { id: order.id }).queryKey, { order: next });
    void queryClient.invalidateQueries({ queryKey: ['orders'] });
    void queryClient.invalidateQueries({ queryKey: ['orderCounts'] });
    say(t('order.done', { action: t(looks[action].label), number: String(order.number) }));
  };

  const settled = (next: OrderPageFragment) => {
    moved.own(next);
    queryClient.setQueryData(query('order', OrderDocument, { id: order.id }).queryKey, { order: next });
    void queryClient.invalidateQueries({ queryKey: ['orders'] });
  };

  /** Steps that ask nothing run at once; one key for the step from this version, so a double tap is one step. */
  const runNow = async (action: StaffAction) => {
    const intent = `${action} ${order.version}`;
    const key = keys.current.get(intent) ?? newKey();
    keys.current.set(intent, key);
    setBusy(action);
    try {
      const answer = await run(
        action,
        order,
        { readyInMinutes: null, courierId: null, cashReceived: null, reason: '' },
        key,
      );
      if (answer.order && answer.userErrors.length === 0) return done(action, answer.order);
      keys.current.delete(intent);
      for (const refusal of answer.userErrors) warn(t(looks[action].label), refusal.message);
      refetch();
    } catch (error) {
      const { title, hint } = faultText(error);
      warn(t(title), t(hint));
    } finally {
      setBusy(undefined);
    }
  };
  const onAct = (action: StaffAction) => (looks[action].dialog ? setAsking(action) : void runNow(action));

  return (
    <Page
      title={t('order.title', { number: String(order.number) })}
      back={{ to: '/orders' }}
      badges={
        <>
          <OrderStatus order={order} size="lg" />
          <Text size="sm" c="dimmed">
            <Time at={order.placedAt} exact />
          </Text>
        </>
      }
    >
      <Stack gap="md">
        {moved.text && (
          <Alert
            color="orange"
            variant="light"
            icon={<Icon name="info" />}
            role="status"
            withCloseButton
            closeButtonLabel={t('common.close')}
            onClose={moved.close}
          >
            {moved.text}
          </Alert>
        )}
        {order.lifecycle === 'PLACED' && order.expiresAt && (
          <Alert color="blue" variant="light" icon={<Icon name="clock" />}>
            {t('order.expires')} <Time at={order.expiresAt} exact />
          </Alert>
        )}
        {order.cancelReason && (
          <Alert color="red" variant="light" icon={<Icon name="close" />} title={t('order.canceledBecause')}>
            {order.cancelReason}
          </Alert>
        )}
        <Columns
          main={<OrderLines order={order} />}
          after={
            <>
              {can('ORDERS_READ') && <StaffNote orderId={order.id} />}
              <OrderTimeline order={order} />
            </>
          }
          aside={
            <>
              <Actions actions={actions} busy={busy} onAct={onAct} />
              <CustomerPanel order={order} />
              <DeliveryPanel order={order} />
              <PaymentPanel order={order} onMoved={settled} />
            </>
          }
        />
      </Stack>
      <FootAction actions={actions} busy={busy} onAct={onAct} />
      {asking && (
        <ActionDialog
          action={asking}
          order={order}
          onClose={() => setAsking(undefined)}
          onStale={refetch}
          onDone={(next) => {
            setAsking(undefined);
            done(asking, next);
          }}
        />
      )}
    </Page>
  );
}

/** Tells when somebody else moved the order while it was on screen. */
function useChangeByOthers(order: OrderPageFragment, isActing: boolean) {
  const { t } = useI18n();
  const known = useRef({ version: order.version, status: order.statusText });
  const [text, setText] = useState<string>();
  useEffect(() => {
    if (isActing || order.version === known.current.version) return;
    if (order.statusText !== known.current.status && order.version > known.current.version) {
      setText(t('order.changed', { from: known.current.status, to: order.statusText }));
    }
    known.current = { version: order.version, status: order.statusText };
  }, [order.version, order.statusText, isActing, t]);
  return {
    text,
    close: () => setText(undefined),
    /** The change was made here. */
    own(next: OrderPageFragment) {
      known.current = { version: next.version, status: next.statusText };
      setText(undefined);
    },
  };
}
