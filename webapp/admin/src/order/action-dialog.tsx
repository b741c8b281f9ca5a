import { newKey } from '@dokon/gql';
import { Alert, Button, Chip, Group, Modal, NativeSelect, NumberInput, Stack, Text, Textarea } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { CouriersDocument, type OrderPageFragment } from '../generated/gql/graphql';
import { useI18n } from '../i18n/i18n';
import { query } from '../session/api';
import { useViewer } from '../shell/viewer';
import { elsewhere, type UserError } from '../ui/field-errors';
import { Icon } from '../ui/icons';
import { MoneyInput } from '../ui/money-input';
import { ErrorState } from '../ui/states';
import { type ActionForm, looks, run, type StaffAction } from './actions';

type ActionDialogProps = {
  action: StaffAction;
  order: OrderPageFragment;
  onClose: () => void;
  onDone: (order: OrderPageFragment) => void;
  /** The order was changed by somebody else; it must be read again. */
  onStale: () => void;
};

const minuteChoices = [15, 30, 45, 60, 90, 120];

/** Asks what a step needs and carries it out. Made anew for each opening, so its idempotency key is one intent. */
export function ActionDialog({ action, order, onClose, onDone, onStale }: ActionDialogProps) {
  const { t, money } = useI18n();
  const { label, color, dialog, icon } = looks[action];
  const [key, setKey] = useState(newKey);
  const [seen] = useState({ version: order.version, status: order.statusText });
  const [form, setForm] = useState<ActionForm>({
    readyInMinutes: 30,
    courierId: null,
    cashReceived: order.totals.due.minor,
    reason: '',
  });
  const [state, setState] = useState<{ isBusy: boolean; errors: readonly UserError[]; fault?: unknown }>({
    isBusy: false,
    errors: [],
  });
  const patch = (part: Partial<ActionForm>) => setForm((now) => ({ ...now, ...part }));
  const at = (field: string) => state.errors.find((error) => error.path?.at(-1) === field)?.message;

  const isMoved = order.version !== seen.version;
  const isGone = !order.availableActions.some((each) => each.action === action && each.reasonIfBlocked === null);
  const needsReason = dialog === 'reason' && form.reason.trim() === '';
  const fee = order.availableActions.find((each) => each.action === action)?.feePreview;

  const submit = async () => {
    setState({ isBusy: true, errors: [] });
    try {
      const answer = await run(action, order, form, key);
      if (answer.userErrors.some((error) => error.code === 'STALE_VERSION')) onStale();
      if (answer.order && answer.userErrors.length === 0) return onDone(answer.order);
      // A refusal is an answer: the next try is another intent.
      setKey(newKey());
      setState({ isBusy: false, errors: answer.userErrors });
    } catch (fault) {
      setState({ isBusy: false, errors: [], fault });
    }
  };

  return (
    <Modal
      opened
      onClose={onClose}
      title={`${t(label)} · №${String(order.number)}`}
      centered
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <Stack gap="md">
          {isMoved && (
            <Alert color="orange" variant="light" icon={<Icon name="info" />} role="status">
              {t('order.changed', { from: seen.status, to: order.statusText })}
            </Alert>
          )}
          {elsewhere(state.errors, [
            'input.reason',
            'input.cashReceived',
            'input.readyInMinutes',
            'input.courierId',
          ]).map((error) => (
            <Alert key={error.code} color="red" variant="light" icon={<Icon name="alert" />} role="alert">
              {error.message}
            </Alert>
          ))}
          {state.fault != null && <ErrorState error={state.fault} />}

          {dialog === 'minutes' && (
            <Minutes
              value={form.readyInMinutes}
              isPickup={order.delivery.method === 'PICKUP'}
              error={at('readyInMinutes')}
              onChange={(readyInMinutes) => patch({ readyInMinutes })}
            />
          )}
          {dialog === 'courier' && (
            <Courier value={form.courierId} error={at('courierId')} onChange={(courierId) => patch({ courierId })} />
          )}
          {dialog === 'cash' &&
            (order.totals.due.minor > 0 ? (
              <MoneyInput
                size="md"
                label={t('order.cashReceived')}
                description={t('order.cashDue', { sum: money(order.totals.due.minor) })}
                value={form.cashReceived}
                error={at('cashReceived')}
                onChange={(cashReceived) => patch({ cashReceived })}
                data-autofocus
              />
            ) : (
              <Text>{t('order.nothingDue')}</Text>
            ))}
          {dialog === 'reason' && (
            <Textarea
              label={t('order.reason')}
              description={t(action === 'CANCEL' ? 'order.reasonCancel' : 'order.reasonFail')}
              required
              autosize
              minRows={2}
              maxLength={500}
              value={form.reason}
              error={at('reason')}
              onChange={(event) => patch({ reason: event.currentTarget.value })}
              data-autofocus
            />
          )}
          {dialog === 'sure' && <Text>{t('order.returnText')}</Text>}
          {fee && fee.minor > 0 && <Text size="sm">{t('order.fee', { sum: money(fee.minor) })}</Text>}

          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose} disabled={state.isBusy}>
              {t('common.back')}
            </Button>
            <Button
              type="submit"
              {...(color === 'red' && { color })}
              loading={state.isBusy}
              disabled={isGone || needsReason}
              leftSection={<Icon name={icon} size={18} />}
            >
              {t(label)}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

type MinutesProps = {
  value: number | null;
  isPickup: boolean;
  error: string | undefined;
  onChange: (minutes: number | null) => void;
};

function Minutes({ value, isPickup, error, onChange }: MinutesProps) {
  const { t } = useI18n();
  return (
    <Stack gap="xs">
      <Text fw={600} id="ready-in">
        {t(isPickup ? 'order.readyIn' : 'order.broughtIn')}
      </Text>
      <Chip.Group
        value={value === null ? 'none' : String(value)}
        onChange={(next) => onChange(next === 'none' ? null : Number(next))}
      >
        <Group gap="xs" role="radiogroup" aria-labelledby="ready-in">
          {minuteChoices.map((minutes) => (
            <Chip key={minutes} value={String(minutes)} size="md" radius="md">
              {t('order.minutes', { count: minutes })}
            </Chip>
          ))}
          <Chip value="none" size="md" radius="md">
            {t('order.noTime')}
          </Chip>
        </Group>
      </Chip.Group>
      <NumberInput
        label={t('order.otherTime')}
        min={1}
        max={10080}
        allowDecimal={false}
        allowNegative={false}
        value={value ?? ''}
        error={error}
        onChange={(next) => onChange(next === '' ? null : Number(next))}
      />
    </Stack>
  );
}

function Courier({
  value,
  error,
  onChange,
}: {
  value: string | null;
  error: string | undefined;
  onChange: (id: string | null) => void;
}) {
  const { t } = useI18n();
  const { can } = useViewer();
  const { data, error: fault } = useQuery({ ...query('staff', CouriersDocument, {}), enabled: can('STAFF_READ') });
  if (!can('STAFF_READ')) return <Text size="sm">{t('order.courierByManager')}</Text>;
  if (fault) return <ErrorState error={fault} />;
  const people = (data?.staff ?? []).filter((member) => member.isActive);
  const couriers = people.filter((member) => member.role === 'COURIER');
  return (
    <NativeSelect
      size="md"
      label={t('order.courier')}
      description={t('order.courierHint')}
      value={value ?? ''}
      error={error}
      onChange={(event) => onChange(event.currentTarget.value || null)}
      data={[
        { value: '', label: t('order.courierOpen') },
        ...(couriers.length > 0 ? couriers : people).map((member) => ({ value: member.id, label: member.name })),
      ]}
    />
  );
}
