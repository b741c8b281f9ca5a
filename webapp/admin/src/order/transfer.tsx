import { Anchor, Button, Group, Image, Modal, Stack, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import {
  type OrderAnswerFragment,
  type OrderPageFragment,
  ProofRefuseDocument,
  TransferConfirmDocument,
} from '../generated/gql/graphql';
import { useI18n } from '../i18n/i18n';
import { act } from '../session/api';
import { useViewer } from '../shell/viewer';
import { Confirm } from '../ui/confirm';
import { Icon } from '../ui/icons';
import { Time } from '../ui/time';
import { useDeed } from '../ui/use-deed';

type Props = { payment: OrderPageFragment['payments'][number]; onMoved: (order: OrderPageFragment) => void };

const live = ['CREATED', 'PENDING', 'AUTHORIZED'];

/** What the buyer showed of a transfer, and the word of whoever sees the account: it has arrived, or it has not. */
export function Transfer({ payment, onMoved }: Props) {
  const { t, money } = useI18n();
  const { can } = useViewer();
  const deed = useDeed();
  const [asks, setAsks] = useState<'confirm' | 'refuse'>();
  const [reason, setReason] = useState('');
  const input = { paymentId: payment.id };
  const settle = async (send: () => Promise<OrderAnswerFragment>) => {
    const answer = await deed(t('paymentMethod.BANK_TRANSFER'), send, t('save.saved'));
    if (answer?.order) onMoved(answer.order);
    if (answer) setAsks(undefined);
  };
  const waits = payment.proofs.some(({ state }) => state === 'SENT');
  return (
    <Stack gap="xs" mt={4}>
      {payment.proofs.map((proof) => (
        <Group key={proof.id} gap="sm" wrap="nowrap" align="flex-start">
          <Anchor href={proof.url} target="_blank" rel="noreferrer">
            <Image src={proof.url} alt={t('order.proof')} w={72} h={72} radius="sm" fit="cover" />
          </Anchor>
          <div>
            <Text size="sm">{t(`proofState.${proof.state}`)}</Text>
            <Text size="xs" c="dimmed">
              <Time at={proof.createdAt} exact />
            </Text>
            {proof.reason && <Text size="xs">{proof.reason}</Text>}
          </div>
        </Group>
      ))}
      {live.includes(payment.state) && can('PAYMENTS_WRITE') && (
        <Group gap="xs">
          <Button size="sm" leftSection={<Icon name="check" size={16} />} onClick={() => setAsks('confirm')}>
            {t('order.transferCame')}
          </Button>
          {waits && (
            <Button size="sm" variant="light" color="red" onClick={() => setAsks('refuse')}>
              {t('order.transferRefuse')}
            </Button>
          )}
        </Group>
      )}
      <Confirm
        opened={asks === 'confirm'}
        onClose={() => setAsks(undefined)}
        title={t('order.transferCame')}
        action={t('order.transferCame')}
        onConfirm={() => settle(async () => (await act(TransferConfirmDocument, { input })).paymentTransferConfirm)}
      >
        {t('order.transferCameText', { sum: money(payment.amount.minor) })}
      </Confirm>
      <Modal
        opened={asks === 'refuse'}
        onClose={() => setAsks(undefined)}
        title={t('order.transferRefuse')}
        centered
        closeButtonProps={{ 'aria-label': t('common.close') }}
      >
        <Stack gap="md">
          <Textarea
            label={t('order.reason')}
            description={t('order.transferReason')}
            required
            autosize
            minRows={2}
            maxLength={500}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
            data-autofocus
          />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={() => setAsks(undefined)}>
              {t('common.back')}
            </Button>
            <Button
              color="red"
              disabled={reason.trim() === ''}
              onClick={() =>
                void settle(
                  async () => (await act(ProofRefuseDocument, { input: { ...input, reason } })).paymentProofRefuse,
                )
              }
            >
              {t('order.transferRefuse')}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </Stack>
  );
}
