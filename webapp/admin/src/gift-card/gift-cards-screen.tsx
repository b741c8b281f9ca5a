import { Button, Group, Modal, Text } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { type GiftCardRowFragment, GiftCardsDocument } from '../generated/gql/graphql';
import { useI18n, useT } from '../i18n/i18n';
import { query, queryClient } from '../session/api';
import { Allowed } from '../shell/allowed';
import { useViewer } from '../shell/viewer';
import { type Column, DataTable } from '../ui/data-table';
import { Icon } from '../ui/icons';
import { Page } from '../ui/page';
import { Pager } from '../ui/pager';
import { RowLink } from '../ui/row-link';
import { type Paging, pageVariables } from '../ui/search-params';
import { Secret } from '../ui/secret';
import { Nothing } from '../ui/states';
import { Time } from '../ui/time';
import { GiftCardState } from './gift-card-state';
import { IssueDialog } from './issue-dialog';

const route = getRouteApi('/app/gift-cards');

/** Gift cards of the shop: what is on them, and new ones. */
export function GiftCardsScreen() {
  const t = useT();
  return (
    <Allowed to={['PAYMENTS_READ']} title={t('nav.giftCards')}>
      <GiftCards />
    </Allowed>
  );
}

function GiftCards() {
  const { t, money } = useI18n();
  const { can } = useViewer();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { data, error, refetch, isPlaceholderData } = useQuery({
    ...query('giftCards', GiftCardsDocument, pageVariables(search)),
    placeholderData: keepPreviousData,
  });
  const [isIssuing, setIssuing] = useState(false);
  const [code, setCode] = useState<string>();
  const go = (next: Paging) => void navigate({ search: { size: search.size, ...next } });

  const name = (card: GiftCardRowFragment) => (
    <RowLink to="/gift-cards/$giftCardId" params={{ giftCardId: card.id }}>
      <Text span fw={600} ff="monospace">
        ••{card.hint}
      </Text>
    </RowLink>
  );
  const columns: Column<GiftCardRowFragment>[] = [
    { id: 'card', header: t('giftCard.card'), fixed: true, cell: name },
    { id: 'state', header: t('giftCard.state'), cell: (card) => <GiftCardState card={card} /> },
    { id: 'note', header: t('giftCard.note'), cell: (card) => card.note },
    { id: 'issued', header: t('giftCard.issued'), numeric: true, cell: (card) => money(card.issued.minor) },
    { id: 'balance', header: t('giftCard.balance'), numeric: true, cell: (card) => money(card.balance.minor) },
    {
      id: 'expires',
      header: t('giftCard.expires'),
      cell: (card) => (card.expiresAt ? <Time at={card.expiresAt} exact /> : '—'),
    },
    { id: 'created', header: t('giftCard.created'), cell: (card) => <Time at={card.createdAt} /> },
  ];
  const add = can('PAYMENTS_WRITE') && (
    <Button leftSection={<Icon name="plus" size={18} />} onClick={() => setIssuing(true)}>
      {t('giftCard.issue')}
    </Button>
  );
  return (
    <Page title={t('nav.giftCards')} actions={add}>
      <DataTable
        id="gift-cards"
        label={t('nav.giftCards')}
        columns={columns}
        rows={data?.giftCards.nodes}
        rowKey={(card) => card.id}
        isStale={isPlaceholderData}
        card={(card) => (
          <Group justify="space-between" gap="xs" wrap="nowrap">
            <div>
              <Group gap="xs">
                {name(card)}
                <GiftCardState card={card} />
              </Group>
              {card.note && (
                <Text size="sm" c="dimmed">
                  {card.note}
                </Text>
              )}
            </div>
            <Text style={{ whiteSpace: 'nowrap', fontVariantNumeric: 'tabular-nums' }}>
              {money(card.balance.minor)}
            </Text>
          </Group>
        )}
        error={error}
        onRetry={() => void refetch()}
        empty={
          <Nothing icon="gift" title={t('giftCard.none')} text={t('giftCard.noneHint')}>
            {add}
          </Nothing>
        }
        footer={
          <Pager
            info={data?.giftCards.pageInfo}
            size={search.size ?? 20}
            onMove={go}
            onSize={(size) => void navigate({ search: { size } })}
          />
        }
      />
      {isIssuing && (
        <IssueDialog
          onClose={() => setIssuing(false)}
          onIssued={(made) => {
            setIssuing(false);
            setCode(made);
            void queryClient.invalidateQueries({ queryKey: ['giftCards'] });
          }}
        />
      )}
      <Modal
        opened={code !== undefined}
        onClose={() => setCode(undefined)}
        title={t('giftCard.made')}
        centered
        closeOnClickOutside={false}
        closeButtonProps={{ 'aria-label': t('common.close') }}
      >
        {code && <Secret text={code} hint={t('giftCard.once')} />}
      </Modal>
    </Page>
  );
}
