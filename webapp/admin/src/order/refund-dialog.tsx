import { Button, Checkbox, Group, Modal, NumberInput, SegmentedControl, Stack, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { type OrderPageFragment, PaymentRefundDocument } from '../generated/gql/graphql';
import { useI18n } from '../i18n/i18n';
import { act } from '../session/api';
import { elsewhere } from '../ui/field-errors';
import { Icon } from '../ui/icons';
import { MoneyInput } from '../ui/money-input';
import { Refusals } from '../ui/refusals';
import { useSave } from '../ui/use-save';
import { inputOf, noRefund, previewOf, type RefundKind } from './refund-input';

type Props = {
  order: OrderPageFragment;
  left: number;
  onClose: () => void;
  onDone: (order: OrderPageFragment) => void;
};

const kinds: readonly RefundKind[] = ['all', 'amount', 'lines'];

/** Gives money back: all that is `left` (tiyin), a sum, or what pieces cost. A fault keeps its key, so that a retry is the same refund. */
export function RefundDialog({ order, left, onClose, onDone }: Props) {
  const { t, money } = useI18n();
  const { isSaving, errors, fields, save } = useSave();
  const [draft, setDraft] = useState(noRefund);
  const patch = (part: Partial<typeof draft>) => setDraft((now) => ({ ...now, ...part }));
  const sum = previewOf(order, draft, left);
  const isTooMuch = sum > left;
  const submit = () =>
    void save(
      inputOf(order, draft),
      async (input, key) => (await act(PaymentRefundDocument, { input }, key)).paymentRefund,
      ({ order: next }) => next && onDone(next),
    );
  return (
    <Modal
      opened
      onClose={onClose}
      title={`${t('refund.title')} · №${String(order.number)}`}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Stack gap="md">
          <SegmentedControl
            fullWidth
            aria-label={t('refund.title')}
            data={kinds.map((kind) => ({ value: kind, label: t(`refund.${kind}`) }))}
            value={draft.kind}
            onChange={(kind) => patch({ kind: kind as RefundKind })}
          />
          {draft.kind === 'amount' && (
            <MoneyInput
              label={t('refund.sum')}
              description={t('refund.left', { sum: money(left) })}
              value={draft.amount}
              error={fields.amount}
              onChange={(amount) => patch({ amount })}
              data-autofocus
            />
          )}
          {draft.kind === 'lines' && (
            <Stack gap="xs">
              {order.lines.map((line) => (
                <Group key={line.id} justify="space-between" wrap="nowrap" gap="sm">
                  <div>
                    <Text size="sm">{line.name}</Text>
                    <Text size="xs" c="dimmed">
                      {line.quantity} × {money(line.total.minor / Math.max(1, line.quantity))}
                    </Text>
                  </div>
                  <NumberInput
                    aria-label={line.name}
                    w={96}
                    min={0}
                    max={line.quantity}
                    allowDecimal={false}
                    allowNegative={false}
                    value={draft.pieces[line.id] ?? 0}
                    onChange={(pieces) => patch({ pieces: { ...draft.pieces, [line.id]: Number(pieces) || 0 } })}
                  />
                </Group>
              ))}
              {order.totals.delivery.minor > 0 && (
                <Checkbox
                  label={`${t('refund.delivery')} · ${money(order.totals.delivery.minor)}`}
                  checked={draft.withDelivery}
                  onChange={(event) => patch({ withDelivery: event.currentTarget.checked })}
                />
              )}
            </Stack>
          )}
          <Textarea
            label={t('order.reason')}
            description={t('refund.reasonHint')}
            required
            autosize
            minRows={2}
            maxLength={500}
            value={draft.reason}
            error={fields.reason}
            onChange={(event) => patch({ reason: event.currentTarget.value })}
          />
          <Refusals errors={elsewhere(errors, ['amount', 'reason'])} />
          {isTooMuch && (
            <Text size="sm" c="red" role="alert">
              {t('refund.tooMuch', { sum: money(left) })}
            </Text>
          )}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose} disabled={isSaving}>
              {t('common.back')}
            </Button>
            <Button
              type="submit"
              color="red"
              loading={isSaving}
              disabled={sum <= 0 || isTooMuch || draft.reason.trim() === ''}
              leftSection={<Icon name="undo" size={18} />}
            >
              {t('refund.do', { sum: money(sum) })}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
