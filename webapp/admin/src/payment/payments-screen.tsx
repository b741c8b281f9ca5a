import { Alert, Badge, Group, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { LedgerDocument, type PaymentAccountFormFragment, PaymentsDocument } from '../generated/gql/graphql';
import { useI18n, useT } from '../i18n/i18n';
import { query } from '../session/api';
import { Allowed } from '../shell/allowed';
import { Icon } from '../ui/icons';
import { Page } from '../ui/page';
import { Panel } from '../ui/panel';
import { RowList } from '../ui/row-list';
import { Nothing } from '../ui/states';
import { ModeBadge } from './mode-badge';
import { RefundTasks } from './refund-tasks';

/** Where the store takes money, and where the money is. */
export function PaymentsScreen() {
  const t = useT();
  return (
    <Allowed to={['PAYMENTS_READ']} title={t('nav.payments')}>
      <Payments />
    </Allowed>
  );
}

function Payments() {
  const t = useT();
  const navigate = useNavigate();
  const { data, error, refetch } = useQuery(query('paymentAccounts', PaymentsDocument, {}));
  const account = (provider: string) => data?.paymentAccounts.find((each) => each.provider === provider);
  const isTested = data?.paymentAccounts.some((each) => each.isActive && each.mode === 'TEST');
  return (
    <Page title={t('nav.payments')} narrow>
      <Stack gap="md">
        {isTested && (
          <Alert color="orange" variant="light" icon={<Icon name="alert" />}>
            {t('payments.testWarning')}
          </Alert>
        )}
        <RowList
          label={t('payments.accounts')}
          rows={data?.paymentProviders.map(({ provider, method, settings }) => ({
            id: provider,
            name: t(`paymentMethod.${method}`),
            note: account(provider)?.settings.find(({ name }) => name === settings[0]?.name)?.value,
            before: <Icon name={provider === 'bank' ? 'store' : 'cash'} />,
            badge: <AccountState account={account(provider)} />,
          }))}
          error={error}
          onRetry={() => void refetch()}
          onOpen={({ id }) => void navigate({ to: '/payments/$provider', params: { provider: id } })}
          empty={<Nothing icon="cash" title={t('payments.notSet')} />}
        />
        <RefundTasks />
        <Ledger
          names={new Map(data?.paymentProviders.map((each) => [each.provider, t(`paymentMethod.${each.method}`)]))}
        />
      </Stack>
    </Page>
  );
}

export function AccountState({ account }: { account: PaymentAccountFormFragment | undefined }) {
  const t = useT();
  if (!account) return <Badge color="gray">{t('payments.notSet')}</Badge>;
  return (
    <>
      <ModeBadge mode={account.mode} />
      <Badge color={account.isActive ? 'green' : 'gray'} variant="light">
        {t(account.isActive ? 'payments.works' : 'common.off')}
      </Badge>
    </>
  );
}

const ledgerWords = {
  buyer: 'payments.ledgerBuyer',
  'cash:courier': 'payments.ledgerCourier',
  'cash:till': 'payments.ledgerTill',
  gift_card: 'payments.ledgerGiftCard',
  'gift_card:issued': 'payments.ledgerGiftCardIssued',
  cashback: 'payments.ledgerCashback',
  'cashback:granted': 'payments.ledgerCashbackGranted',
  disputed: 'payments.ledgerDisputed',
} as const;

function Ledger({ names }: { names: Map<string, string> }) {
  const { t, money } = useI18n();
  const { data } = useQuery(query('ledgerAccounts', LedgerDocument, {}));
  if (!data || data.ledgerAccounts.length === 0) return null;
  const name = (code: string) => {
    const word = ledgerWords[code.replace(/^(cash:courier):.*/, '$1') as keyof typeof ledgerWords];
    const provider = names.get(code.replace(/^provider:/, ''));
    return word ? t(word) : provider ? t('payments.ledgerProvider', { name: provider }) : code;
  };
  return (
    <Panel title={t('payments.ledger')}>
      <Stack gap="xs">
        {data.ledgerAccounts.map(({ code, balance }) => (
          <Group key={code} justify="space-between" gap="xs" wrap="nowrap" align="flex-start">
            <Text>{name(code)}</Text>
            <Text style={{ fontVariantNumeric: 'tabular-nums', whiteSpace: 'nowrap' }}>{money(balance.minor)}</Text>
          </Group>
        ))}
        <Text size="sm" c="dimmed">
          {t('payments.ledgerHint')}
        </Text>
      </Stack>
    </Panel>
  );
}
