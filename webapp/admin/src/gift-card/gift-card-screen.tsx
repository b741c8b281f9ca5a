import { Anchor, Button, Group, Skeleton, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import { GiftCardDocument, type GiftCardQuery, GiftCardVoidDocument } from '../generated/gql/graphql';
import { useI18n, useT } from '../i18n/i18n';
import { Fact } from '../order/order-aside';
import { act, query, queryClient } from '../session/api';
import { Allowed } from '../shell/allowed';
import { Missing } from '../shell/fault-page';
import { useViewer } from '../shell/viewer';
import { Confirm } from '../ui/confirm';
import { Page } from '../ui/page';
import { Panel } from '../ui/panel';
import { ErrorState } from '../ui/states';
import { Time } from '../ui/time';
import { useDeed } from '../ui/use-deed';
import { GiftCardState } from './gift-card-state';

const route = getRouteApi('/app/gift-cards/$giftCardId');

/** One gift card: what is on it, and all that happened to it. */
export function GiftCardScreen() {
  const t = useT();
  return (
    <Allowed to={['PAYMENTS_READ']} title={t('nav.giftCards')}>
      <OneGiftCard />
    </Allowed>
  );
}

type Card = NonNullable<GiftCardQuery['giftCard']>;

function OneGiftCard() {
  const t = useT();
  const { giftCardId } = route.useParams();
  const { data, error, refetch } = useQuery(query('giftCard', GiftCardDocument, { id: giftCardId }));
  if (data?.giftCard === null) return <Missing />;
  return (
    <Page
      title={data?.giftCard ? t('giftCard.title', { hint: data.giftCard.hint }) : t('nav.giftCards')}
      badges={data?.giftCard && <GiftCardState card={data.giftCard} />}
      back={{ to: '/gift-cards' }}
      narrow
    >
      {data?.giftCard ? (
        <Stack gap="md">
          <Sums card={data.giftCard} />
          <History card={data.giftCard} />
        </Stack>
      ) : error ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : (
        <Skeleton height={320} />
      )}
    </Page>
  );
}

function Sums({ card }: { card: Card }) {
  const { t, money } = useI18n();
  const { can } = useViewer();
  const deed = useDeed();
  const [asks, setAsks] = useState(false);
  const title = t('giftCard.title', { hint: card.hint });
  const left = card.balance.minor - card.held.minor;
  return (
    <Panel>
      <Group gap="xl" align="flex-start">
        <Fact label={t('giftCard.balance')}>
          <Text span size="xl" fw={700} style={{ fontVariantNumeric: 'tabular-nums' }}>
            {money(card.balance.minor)}
          </Text>
        </Fact>
        {card.held.minor > 0 && <Fact label={t('giftCard.held')}>{money(card.held.minor)}</Fact>}
        <Fact label={t('giftCard.issued')}>{money(card.issued.minor)}</Fact>
        <Fact label={t('giftCard.expires')}>
          {card.expiresAt ? <Time at={card.expiresAt} exact /> : t('giftCard.forever')}
        </Fact>
      </Group>
      {card.note && (
        <Text mt="md" style={{ overflowWrap: 'anywhere' }}>
          {card.note}
        </Text>
      )}
      {can('PAYMENTS_WRITE') && !card.voidedAt && (
        <Button variant="light" color="red" mt="md" onClick={() => setAsks(true)}>
          {t('giftCard.void')}
        </Button>
      )}
      <Confirm
        opened={asks}
        onClose={() => setAsks(false)}
        title={t('giftCard.voidTitle', { hint: card.hint })}
        action={t('giftCard.void')}
        isDangerous
        onConfirm={async () => {
          const send = async () => (await act(GiftCardVoidDocument, { input: { id: card.id } })).giftCardVoid;
          await deed(title, send, t('giftCard.voided', { hint: card.hint }));
          setAsks(false);
          for (const root of ['giftCard', 'giftCards', 'ledgerAccounts'])
            void queryClient.invalidateQueries({ queryKey: [root] });
        }}
      >
        {t('giftCard.voidText', { sum: money(left) })}
      </Confirm>
    </Panel>
  );
}

function History({ card }: { card: Card }) {
  const { t, money } = useI18n();
  const isIn = (kind: Card['moves'][number]['kind']) => kind === 'ISSUED' || kind === 'GRANTED' || kind === 'RETURNED';
  return (
    <Panel title={t('giftCard.history')}>
      <Stack gap="sm" component="ul" p={0} m={0} style={{ listStyle: 'none' }}>
        {card.moves.map(({ kind, at, amount, order }) => (
          <Group key={`${kind}${at}${order?.id}`} component="li" justify="space-between" gap="xs" wrap="nowrap">
            <div>
              <Text>{t(`creditMove.${kind}`)}</Text>
              <Text size="sm" c="dimmed">
                {order && (
                  <>
                    <Anchor
                      inherit
                      renderRoot={(props) => <Link to="/orders/$orderId" params={{ orderId: order.id }} {...props} />}
                    >
                      №{String(order.number)}
                    </Anchor>
                    {' · '}
                  </>
                )}
                <Time at={at} exact />
              </Text>
            </div>
            <Text style={{ whiteSpace: 'nowrap', fontVariantNumeric: 'tabular-nums' }}>
              {isIn(kind) ? '+' : '−'}
              {money(amount.minor)}
            </Text>
          </Group>
        ))}
      </Stack>
    </Panel>
  );
}
