import { type LiveState, subscribe } from '@dokon/gql';
import { useEffect, useEffectEvent, useState } from 'react';
import { AdminOrdersDocument, type AdminOrdersSubscription } from '../generated/gql/graphql';
import { useI18n } from '../i18n/i18n';
import { client, queryClient } from '../session/api';
import { useSessionState } from '../session/use-session';
import { useViewer } from '../shell/viewer';
import { say } from '../ui/notice';
import { chime, useChime } from './chime';
import { freshOrders } from './fresh-orders';

/** Reads again whatever shows orders. */
function stale(id?: string) {
  void queryClient.invalidateQueries({ queryKey: ['orders'] });
  void queryClient.invalidateQueries({ queryKey: ['orderCounts'] });
  void queryClient.invalidateQueries({ queryKey: id ? ['order', { id }] : ['order'] });
}

/** The one subscription of the admin: lists and pages of orders follow it, a new order is heard and marked. */
export function useLiveOrders(): LiveState {
  const { t, money } = useI18n();
  const { can } = useViewer();
  const { isOn } = useChime();
  const [state, setState] = useState<LiveState>('live');
  const isAllowed = can('ORDERS_READ', 'ORDERS_DELIVER');
  const isIn = useSessionState() === 'in';

  const arrived = useEffectEvent(({ adminOrders: { kind, order } }: AdminOrdersSubscription) => {
    stale(order.id);
    if (kind !== 'order.placed') return;
    freshOrders.add(order.id);
    if (isOn) chime();
    say(t('order.arrived', { number: String(order.number), total: money(order.totals.total.minor) }));
  });

  useEffect(() => {
    if (!isAllowed || !isIn) return;
    return subscribe(
      client,
      AdminOrdersDocument,
      {},
      {
        next: (event) => arrived(event),
        onState: (next) => {
          setState(next);
          // Lists read before the line was open may lack what happened in between.
          if (next === 'live') stale();
        },
      },
    );
  }, [isAllowed, isIn]);
  return state;
}
