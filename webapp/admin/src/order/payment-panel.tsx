import { ActionIcon, Alert, Button, Code, CopyButton, Group, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { type OrderPageFragment, OrderReferencesDocument, OrderRefundsDocument } from '../generated/gql/graphql';
import { useI18n } from '../i18n/i18n';
import { ModeBadge } from '../payment/mode-badge';
import { query } from '../session/api';
import { useViewer } from '../shell/viewer';
import { Icon } from '../ui/icons';
import { Panel } from '../ui/panel';
import { Time } from '../ui/time';
import { FiscalReceipt } from './fiscal-receipt';
import { Fact } from './order-aside';
import { PaymentStateBadge, PaymentStatus } from './order-badges';
import { RefundDialog } from './refund-dialog';
import { leftOf } from './refund-input';
import { Refund } from './refunds';
import { Transfer } from './transfer';

type Props = { order: OrderPageFragment; onMoved: (order: OrderPageFragment) => void };

/** What became of the money: each attempt with its reference, what is still due, and the change to bring. */
export function PaymentPanel({ order, onMoved }: Props) {
  const { t, money } = useI18n();
  const { can } = useViewer();
  const { data } = useQuery({
    ...query('order', OrderReferencesDocument, { id: order.id }),
    enabled: can('PAYMENTS_READ') && order.payments.some(({ provider }) => provider !== 'cash'),
  });
  const [isRefunding, setRefunding] = useState(false);
  const back = useQuery({
    ...query('order', OrderRefundsDocument, { id: order.id }),
    enabled: can('PAYMENTS_READ') && isPaid(order),
  });
  const { paid, refunded, due } = order.totals;
  const left = leftOf(order, back.data?.order?.refunds);
  return (
    <Panel title={t('order.payment')} actions={<PaymentStatus status={order.paymentStatus} />}>
      <Stack gap="md">
        <Group gap="xs">
          <Icon name="cash" />
          <Text>{t(`paymentMethod.${order.paymentMethod}`)}</Text>
        </Group>
        {order.change && order.changeFrom && (
          <Alert color="blue" variant="light" icon={<Icon name="cash" />}>
            {t('order.changeToBring', { change: money(order.change.minor), from: money(order.changeFrom.minor) })}
          </Alert>
        )}
        <Group gap="xl">
          <Fact label={t('order.sumPaid')}>{money(paid.minor)}</Fact>
          {refunded.minor > 0 && <Fact label={t('order.sumRefunded')}>{money(refunded.minor)}</Fact>}
          {order.held.minor > 0 && <Fact label={t('order.sumHeld')}>{money(order.held.minor)}</Fact>}
          {due.minor > 0 && <Fact label={t('order.sumDue')}>{money(due.minor)}</Fact>}
          {order.deposit.minor > 0 && <Fact label={t('order.sumDeposit')}>{money(order.deposit.minor)}</Fact>}
        </Group>
        {order.payments.map((payment) => {
          const known = data?.order?.payments.find(({ id }) => id === payment.id);
          const ref = known?.providerRef;
          return (
            <Stack key={payment.id} gap={4}>
              <Group justify="space-between" gap="xs">
                <Text style={{ fontVariantNumeric: 'tabular-nums' }}>{money(payment.amount.minor)}</Text>
                <Group gap={6}>
                  {known?.mode === 'TEST' && <ModeBadge mode="TEST" />}
                  <PaymentStateBadge state={payment.state} />
                </Group>
              </Group>
              <Text size="xs" c="dimmed">
                {t(`paymentMethod.${payment.method}`)} · <Time at={payment.capturedAt ?? payment.createdAt} exact />
              </Text>
              {payment.tendered && payment.change && payment.change.minor > 0 && (
                <Text size="xs" c="dimmed">
                  {t('order.tendered', { given: money(payment.tendered.minor), change: money(payment.change.minor) })}
                </Text>
              )}
              {ref && <Reference text={ref} />}
              {payment.method === 'BANK_TRANSFER' && <Transfer payment={payment} onMoved={onMoved} />}
              {payment.fiscalReceipts.map((receipt) => (
                <FiscalReceipt key={receipt.kind + receipt.receiptId + receipt.qrCodeUrl} receipt={receipt} />
              ))}
            </Stack>
          );
        })}
        {back.data?.order?.refunds.map((refund) => (
          <Refund key={refund.id} refund={refund} onSettled={onMoved} />
        ))}
        {can('PAYMENTS_WRITE') && left > 0 && (
          <Button
            variant="default"
            size="md"
            leftSection={<Icon name="undo" size={18} />}
            onClick={() => setRefunding(true)}
          >
            {t('refund.title')}
          </Button>
        )}
        {isRefunding && (
          <RefundDialog
            order={order}
            left={left}
            onClose={() => setRefunding(false)}
            onDone={(next) => {
              setRefunding(false);
              onMoved(next);
              void back.refetch();
            }}
          />
        )}
      </Stack>
    </Panel>
  );
}

function isPaid({ totals }: OrderPageFragment): boolean {
  return totals.paid.minor > 0 || totals.refunded.minor > 0;
}

/** What the provider calls it: what its support asks for. */
function Reference({ text }: { text: string }) {
  const { t } = useI18n();
  return (
    <Group gap={6} wrap="nowrap">
      <Code style={{ overflowWrap: 'anywhere' }}>{text}</Code>
      <CopyButton value={text}>
        {({ copied, copy }) => (
          <ActionIcon
            variant="subtle"
            color="gray"
            onClick={copy}
            aria-label={t(copied ? 'common.copied' : 'common.copy')}
          >
            <Icon name={copied ? 'check' : 'copy'} size={16} />
          </ActionIcon>
        )}
      </CopyButton>
    </Group>
  );
}
