import { Badge, Button, Code, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { type OrderPageFragment, type RefundRowFragment, RefundSettleDocument } from '../generated/gql/graphql';
import { useI18n } from '../i18n/i18n';
import { act, queryClient } from '../session/api';
import { useViewer } from '../shell/viewer';
import { Icon } from '../ui/icons';
import { Time } from '../ui/time';
import { useDeed } from '../ui/use-deed';

const colors = { REQUESTED: 'yellow', PROCESSING: 'yellow', DONE: 'green', FAILED: 'red' } as const;

type Props = { refund: RefundRowFragment; onSettled?: (order: OrderPageFragment) => void };

/** Money on its way back, and what staff have to do about it when the provider cannot be asked. */
export function Refund({ refund, onSettled }: Props) {
  const { t, money } = useI18n();
  const { can } = useViewer();
  const [isSettling, setSettling] = useState(false);
  const isOpen = refund.state === 'REQUESTED' || refund.state === 'PROCESSING';
  const isTask = (refund.isByHand || refund.isOverdue) && isOpen;
  return (
    <Stack gap={4}>
      <Group justify="space-between" gap="xs">
        <Text style={{ fontVariantNumeric: 'tabular-nums' }}>−{money(refund.amount.minor)}</Text>
        <Badge color={colors[refund.state]}>
          {t(refund.isOverdue ? 'refund.overdue' : isTask ? 'refund.byHand' : `refundState.${refund.state}`)}
        </Badge>
      </Group>
      <Text size="xs" c="dimmed">
        {t(`refundCause.${refund.cause}`)} · {t(`paymentMethod.${refund.payment.method}`)} ·{' '}
        <Time at={refund.createdAt} exact />
      </Text>
      {refund.reason && <Text size="sm">{refund.reason}</Text>}
      {refund.failure && (
        <Text size="sm" c="red">
          {refund.failure}
        </Text>
      )}
      {refund.providerRef && <Code style={{ overflowWrap: 'anywhere' }}>{refund.providerRef}</Code>}
      {isTask && can('PAYMENTS_WRITE') && (
        <Button
          size="sm"
          variant="light"
          leftSection={<Icon name="check" size={16} />}
          onClick={() => setSettling(true)}
          style={{ alignSelf: 'flex-start' }}
        >
          {t('refund.settle')}
        </Button>
      )}
      {isSettling && <Settle refund={refund} onClose={() => setSettling(false)} {...(onSettled && { onSettled })} />}
    </Stack>
  );
}

function Settle({ refund, onSettled, onClose }: Props & { onClose: () => void }) {
  const { t, money } = useI18n();
  const deed = useDeed();
  const [reference, setReference] = useState('');
  const [reason, setReason] = useState('');
  const settle = async (isDone: boolean) => {
    const input = {
      id: refund.id,
      isDone,
      ...(isDone ? reference.trim() && { reference: reference.trim() } : { reason: reason.trim() }),
    };
    const answer = await deed(
      t('refund.title'),
      async () => (await act(RefundSettleDocument, { input })).refundSettle,
      t('save.saved'),
    );
    if (!answer) return;
    onClose();
    if (answer.order) onSettled?.(answer.order);
    for (const root of ['order', 'refundTasks']) void queryClient.invalidateQueries({ queryKey: [root] });
  };
  return (
    <Modal opened onClose={onClose} title={t('refund.settle')} closeButtonProps={{ 'aria-label': t('common.close') }}>
      <Stack gap="md">
        <Text size="sm">{t('refund.settleText', { sum: money(refund.amount.minor) })}</Text>
        <TextInput
          label={t('refund.reference')}
          maxLength={100}
          value={reference}
          onChange={(event) => setReference(event.currentTarget.value)}
        />
        <Button leftSection={<Icon name="check" size={18} />} onClick={() => void settle(true)}>
          {t('refund.settleDone')}
        </Button>
        <TextInput
          label={t('refund.whyNot')}
          maxLength={500}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <Button variant="light" color="red" disabled={reason.trim() === ''} onClick={() => void settle(false)}>
          {t('refund.settleNot')}
        </Button>
      </Stack>
    </Modal>
  );
}
