import { Anchor, Button, Group, NativeSelect, Skeleton, Stack, Text } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { type PlaceFragment, StockHistoryDocument, type StockReason } from '../generated/gql/graphql';
import { useI18n } from '../i18n/i18n';
import { ask } from '../session/api';
import { ErrorState, Nothing } from '../ui/states';
import { Time } from '../ui/time';
import css from './history.module.css';

const reasons = [
  'RECEIVED',
  'SOLD',
  'TRANSFERRED',
  'RECOUNT',
  'RETURNED',
  'DAMAGED',
  'LOST',
  'IMPORT',
] as const satisfies StockReason[];

/** All changes of stock, newest first, narrowed by place and reason. */
export function History({ places }: { places: readonly PlaceFragment[] }) {
  const { t, number } = useI18n();
  const [locationId, setLocation] = useState('');
  const [reason, setReason] = useState('');
  const filter = {
    ...(locationId && { locationId }),
    ...(reason && { reasons: reasons.filter((each) => each === reason) }),
  };
  const list = useInfiniteQuery({
    queryKey: ['stockHistory', filter],
    queryFn: ({ pageParam, signal }) =>
      ask(StockHistoryDocument, { filter, first: 20, ...(pageParam ? { after: pageParam } : {}) }, { signal }),
    initialPageParam: '',
    getNextPageParam: ({ stockHistory: { pageInfo } }) => (pageInfo.hasNextPage ? pageInfo.endCursor : undefined),
  });
  const movements = list.data?.pages.flatMap((page) => page.stockHistory.nodes);
  return (
    <Stack gap="md">
      <Group gap="xs" grow preventGrowOverflow={false}>
        <NativeSelect
          aria-label={t('stock.location')}
          value={locationId}
          onChange={(event) => setLocation(event.currentTarget.value)}
          data={[
            { value: '', label: t('history.allPlaces') },
            ...places.map((place) => ({ value: place.id, label: place.name })),
          ]}
        />
        <NativeSelect
          aria-label={t('stock.reason')}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          data={[
            { value: '', label: t('history.allReasons') },
            ...reasons.map((value) => ({ value, label: t(`stockReason.${value}`) })),
          ]}
        />
      </Group>
      {list.error && !movements && <ErrorState error={list.error} onRetry={() => void list.refetch()} />}
      {!movements && !list.error && <Skeleton height={160} />}
      {movements?.length === 0 && <Nothing icon="clock" title={t('stock.noMovements')} />}
      <ul className={css.list} aria-label={t('history.title')}>
        {movements?.map((movement, at) => (
          // Movements have no id of their own, and the list only grows at its end.
          // biome-ignore lint/suspicious/noArrayIndexKey: see above
          <li key={at} className={css.movement}>
            <div className={css.words}>
              <Text size="sm" fw={600}>
                {movement.variant ? (
                  <Anchor
                    c="inherit"
                    renderRoot={(props) => (
                      <Link
                        to="/products/$productId"
                        params={{ productId: movement.variant?.product.id ?? '' }}
                        {...props}
                      />
                    )}
                  >
                    {[movement.variant.product.name, movement.variant.name].filter(Boolean).join(', ')}
                  </Anchor>
                ) : (
                  t('history.gone')
                )}
              </Text>
              <Text size="sm">
                {movement.location.name} · {t(`stockReason.${movement.reason}`)}
                {movement.note && ` · ${movement.note}`}
              </Text>
              <Text size="xs" c="dimmed">
                {movement.actor && `${movement.actor} · `}
                <Time at={movement.at} exact />
              </Text>
            </div>
            <div className={css.figures}>
              <Text fw={600}>{movement.delta > 0 ? `+${number(movement.delta)}` : number(movement.delta)}</Text>
              <Text size="xs" c="dimmed">
                {t('stock.left', { onHand: number(movement.onHand) })}
              </Text>
            </div>
          </li>
        ))}
      </ul>
      {list.hasNextPage && (
        <Button variant="default" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {t('history.more')}
        </Button>
      )}
    </Stack>
  );
}
