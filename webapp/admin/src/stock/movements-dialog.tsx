import { Anchor, Group, Modal, Skeleton, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { StockMovementsDocument } from '../generated/gql/graphql';
import { useI18n } from '../i18n/i18n';
import { query } from '../session/api';
import { ErrorState, Nothing } from '../ui/states';
import { Time } from '../ui/time';

/** The last fifty changes of a variant's stock: who, why, how many, what was left. */
export function MovementsDialog({
  title,
  variantId,
  onClose,
}: {
  title: string;
  variantId: string;
  onClose: () => void;
}) {
  const { t, number } = useI18n();
  const { data, error, refetch } = useQuery({
    ...query('stockMovements', StockMovementsDocument, { variantId }),
    staleTime: 0,
  });
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ 'aria-label': t('common.close') }}>
      {error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Skeleton height={160} />}
      {data?.stockMovements.length === 0 && <Nothing icon="layers" title={t('stock.noMovements')} />}
      <Stack gap="sm">
        {data?.stockMovements.map((movement) => (
          <Group
            key={`${movement.at} ${movement.location.id} ${movement.delta} ${movement.onHand}`}
            justify="space-between"
            wrap="nowrap"
            align="flex-start"
          >
            <div>
              <Text size="sm">
                {t(`stockReason.${movement.reason}`)}
                {movement.orderId && (
                  <>
                    {' · '}
                    <Anchor
                      renderRoot={(props) => (
                        <Link to="/orders/$orderId" params={{ orderId: movement.orderId ?? '' }} {...props} />
                      )}
                    >
                      {t('order.one')}
                    </Anchor>
                  </>
                )}
              </Text>
              <Text size="xs" c="dimmed">
                {movement.location.name} · {movement.actor && `${movement.actor} · `}
                <Time at={movement.at} exact />
              </Text>
              {movement.note && <Text size="xs">{movement.note}</Text>}
            </div>
            <div style={{ textAlign: 'right', fontVariantNumeric: 'tabular-nums', whiteSpace: 'nowrap' }}>
              <Text fw={600}>{movement.delta > 0 ? `+${number(movement.delta)}` : number(movement.delta)}</Text>
              <Text size="xs" c="dimmed">
                {t('stock.left', { onHand: number(movement.onHand) })}
              </Text>
            </div>
          </Group>
        ))}
      </Stack>
    </Modal>
  );
}
