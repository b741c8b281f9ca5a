import { ActionIcon, Badge, Button, Group, Skeleton, Stack, Text, UnstyledButton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { DeliveryDocument, type PickupFragment, type ZoneFragment, ZoneUpsertDocument } from '../generated/gql/graphql';
import { useI18n } from '../i18n/i18n';
import { act, query, queryClient } from '../session/api';
import { faultText } from '../session/fault';
import { Allowed } from '../shell/allowed';
import { Icon } from '../ui/icons';
import { warn } from '../ui/notice';
import { Columns, Page } from '../ui/page';
import { Panel } from '../ui/panel';
import { ErrorState, Nothing } from '../ui/states';
import css from './delivery-screen.module.css';
import { PickupDialog } from './pickup-dialog';
import { ZoneDialog } from './zone-dialog';
import { ZoneMap } from './zone-map';

/** Where the courier goes and for how much, and where orders are fetched. */
export function DeliveryScreen() {
  const { t } = useI18n();
  return (
    <Allowed to={['STORE_WRITE']} title={t('nav.delivery')}>
      <Delivery />
    </Allowed>
  );
}

function Delivery() {
  const { t, money } = useI18n();
  const { data, error, refetch } = useQuery(query('deliveryZones', DeliveryDocument, {}));
  const [zone, setZone] = useState<ZoneFragment | 'new'>();
  const [point, setPoint] = useState<PickupFragment | 'new'>();
  const zones = data?.deliveryZones ?? [];
  const readAgain = () => queryClient.invalidateQueries({ queryKey: ['deliveryZones'] });

  /** The first zone that has the address wins, so their order matters. */
  const shift = async (at: number, by: number) => {
    const order = [...zones];
    const [moved] = order.splice(at, 1);
    if (moved) order.splice(at + by, 0, moved);
    try {
      for (const [position, each] of order.entries()) {
        if (each.position === position) continue;
        const { deliveryZoneUpsert: answer } = await act(ZoneUpsertDocument, { input: { id: each.id, position } });
        if (answer.userErrors[0]) warn(each.name, answer.userErrors[0].message);
      }
    } catch (fault) {
      const { title, hint } = faultText(fault);
      warn(t(title), t(hint));
    }
    await readAgain();
  };

  if (!data) {
    return (
      <Page title={t('nav.delivery')}>
        {error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <Skeleton height={320} />}
      </Page>
    );
  }
  return (
    <Page title={t('nav.delivery')}>
      <Columns
        main={
          <>
            <Panel
              title={t('zone.title')}
              actions={
                <Button leftSection={<Icon name="plus" size={18} />} onClick={() => setZone('new')}>
                  {t('zone.add')}
                </Button>
              }
            >
              {zones.length === 0 ? (
                <Nothing icon="truck" title={t('zone.none')} text={t('zone.noneHint')} />
              ) : (
                <ul className={css.list}>
                  {zones.map((each, at) => (
                    <li key={each.id} className={css.row}>
                      <UnstyledButton className={css.name} onClick={() => setZone(each)}>
                        <Group gap="xs">
                          <span className={css.swatch} data-at={at % 6} />
                          <Text fw={600}>{each.name}</Text>
                          {!each.isActive && <Off />}
                        </Group>
                        <Text size="sm">
                          {each.price.minor === 0 ? t('zone.free') : money(each.price.minor)}
                          {each.freeFrom && ` · ${t('zone.freeFromLine', { sum: money(each.freeFrom.minor) })}`}
                          {each.minimum.minor > 0 && ` · ${t('zone.minimumLine', { sum: money(each.minimum.minor) })}`}
                          {each.minutesMax !== null &&
                            ` · ${t('zone.minutesLine', { from: each.minutesMin ?? each.minutesMax, to: each.minutesMax })}`}
                        </Text>
                      </UnstyledButton>

                      <ActionIcon
                        variant="subtle"
                        color="gray"
                        size="lg"
                        disabled={at === 0}
                        aria-label={t('zone.up', { name: each.name })}
                        onClick={() => void shift(at, -1)}
                      >
                        <Icon name="chevronUp" size={18} />
                      </ActionIcon>
                      <ActionIcon
                        variant="subtle"
                        color="gray"
                        size="lg"
                        disabled={at === zones.length - 1}
                        aria-label={t('zone.down', { name: each.name })}
                        onClick={() => void shift(at, 1)}
                      >
                        <Icon name="chevronDown" size={18} />
                      </ActionIcon>
                    </li>
                  ))}
                </ul>
              )}
            </Panel>
            <Panel
              title={t('pickup.title')}
              actions={
                <Button leftSection={<Icon name="plus" size={18} />} onClick={() => setPoint('new')}>
                  {t('pickup.add')}
                </Button>
              }
            >
              {data.pickupPoints.length === 0 ? (
                <Nothing icon="mapPin" title={t('pickup.none')} text={t('pickup.noneHint')} />
              ) : (
                <ul className={css.list}>
                  {data.pickupPoints.map((each) => (
                    <li key={each.id} className={css.row}>
                      <UnstyledButton className={css.name} onClick={() => setPoint(each)}>
                        <Group gap="xs">
                          <Text fw={600}>{each.name}</Text>
                          {!each.isActive && <Off />}
                        </Group>
                        <Text size="sm">{each.address}</Text>
                      </UnstyledButton>
                    </li>
                  ))}
                </ul>
              )}
            </Panel>
          </>
        }
        aside={
          zones.length > 0 && (
            <Panel title={t('zone.map')}>
              <Stack gap="xs">
                <ZoneMap
                  areas={zones.map((each) => each.polygon)}
                  points={data.pickupPoints.map((each) => each.point)}
                />
                <Text size="xs" c="dimmed">
                  {t('zone.orderHint')}
                </Text>
              </Stack>
            </Panel>
          )
        }
      />
      {zone && (
        <ZoneDialog
          key={zone === 'new' ? 'new' : zone.id}
          zone={zone === 'new' ? undefined : zone}
          others={zones.filter((each) => zone === 'new' || each.id !== zone.id)}
          onClose={() => setZone(undefined)}
          onSaved={() => {
            setZone(undefined);
            void readAgain();
          }}
        />
      )}
      {point && (
        <PickupDialog
          key={point === 'new' ? 'new' : point.id}
          point={point === 'new' ? undefined : point}
          onClose={() => setPoint(undefined)}
          onSaved={() => {
            setPoint(undefined);
            void readAgain();
          }}
        />
      )}
    </Page>
  );
}

function Off() {
  const { t } = useI18n();
  return <Badge color="gray">{t('common.off')}</Badge>;
}
