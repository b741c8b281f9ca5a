import { type LiveState, patchEntity, subscribe } from '@dokon/gql';
import { useQuery } from '@tanstack/preact-query';
import { useEffect, useState } from 'preact/hooks';
import { OrderLiveDocument, OrderPageDocument, type OrderPageQuery } from '../generated/gql/graphql';
import { askMine, cache, mine } from '../shell/api';
import { host } from '../shell/host';
import { isActive } from './steps';

/** Milliseconds between reads while the live line is down. */
const POLL = 10_000;

/** An own order that follows what happens to it, and whether the line is live. */
export function useOrder(id: string) {
  const [live, setLive] = useState<LiveState>('waiting');
  const options = askMine('order', OrderPageDocument, { id });
  const query = useQuery({
    ...options,
    refetchInterval: (own) => {
      const order = (own.state.data as OrderPageQuery | undefined)?.me.order;
      return live !== 'live' && order && isActive(order) ? POLL : false;
    },
  });
  const known = query.data?.me.order?.id;
  useEffect(() => {
    if (!known) return;
    let seen = '';
    return subscribe(
      mine,
      OrderLiveDocument,
      { id: known },
      {
        next: ({ orderUpdated: { order } }) => {
          patchEntity(cache, order);
          if (seen !== '' && seen !== order.statusText) host.haptic('success');
          seen = order.statusText;
        },
        onState: setLive,
        onReopen: () => void cache.invalidateQueries({ queryKey: ['order'] }),
      },
    );
  }, [known]);
  return { query, live };
}
