import { Button, Group, Modal, NativeSelect, NumberInput, SegmentedControl, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { type StockReason, StockSetDocument, type StockVariantFragment } from '../generated/gql/graphql';
import { useI18n } from '../i18n/i18n';
import { act } from '../session/api';
import { elsewhere } from '../ui/field-errors';
import { Refusals } from '../ui/refusals';
import { useSave } from '../ui/use-save';

type StockDialogProps = { title: string; variant: StockVariantFragment; onClose: () => void; onSaved: () => void };

const reasons = {
  set: ['RECOUNT'],
  add: ['RECEIVED', 'RETURNED'],
  take: ['DAMAGED', 'LOST'],
} as const satisfies Record<string, StockReason[]>;
type Mode = keyof typeof reasons;
const modes = Object.keys(reasons) as Mode[];

/**
 * New goods and losses go as a change, so that what is sold meanwhile is not overwritten; a recount says what is there.
 */
export function StockDialog({ title, variant, onClose, onSaved }: StockDialogProps) {
  const { t, number } = useI18n();
  const main = variant.stock.find((level) => level.location.isDefault) ?? variant.stock[0];
  const [mode, setMode] = useState<Mode>('add');
  const [reason, setReason] = useState<StockReason>('RECEIVED');
  const [pieces, setPieces] = useState<number | ''>('');
  const [locationId, setLocationId] = useState(main?.location.id);
  const { isSaving, errors, fields, save } = useSave();
  const level = variant.stock.find((each) => each.location.id === locationId);
  const onHand = level?.onHand ?? 0;
  const after = mode === 'set' ? Number(pieces) : mode === 'add' ? onHand + Number(pieces) : onHand - Number(pieces);

  const submit = () => {
    if (pieces === '') return;
    const change = mode === 'set' ? { onHand: pieces } : { delta: mode === 'add' ? pieces : -pieces };
    void save(
      { variantId: variant.id, ...(locationId && { locationId }), ...change, reason },
      async (input, key) => (await act(StockSetDocument, { input }, key)).stockSet,
      onSaved,
    );
  };

  return (
    <Modal opened onClose={onClose} title={title} centered closeButtonProps={{ 'aria-label': t('common.close') }}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Stack gap="md">
          <Refusals errors={elsewhere(errors, ['onHand', 'delta', 'reason'])} />
          <SegmentedControl
            fullWidth
            aria-label={t('stock.kind')}
            value={mode}
            onChange={(next) => {
              const known = modes.find((each) => each === next) ?? 'add';
              setMode(known);
              setReason(reasons[known][0]);
            }}
            data={modes.map((value) => ({ value, label: t(`stock.mode.${value}`) }))}
          />
          {variant.stock.length > 1 && (
            <NativeSelect
              label={t('stock.location')}
              value={locationId}
              onChange={(event) => setLocationId(event.currentTarget.value)}
              data={variant.stock.map(({ location }) => ({ value: location.id, label: location.name }))}
            />
          )}
          <NumberInput
            size="md"
            label={t('stock.pieces')}
            min={0}
            max={9_999_999}
            allowDecimal={false}
            allowNegative={false}
            required
            data-autofocus
            value={pieces}
            error={fields.onHand ?? fields.delta}
            onChange={(value) => setPieces(value === '' ? '' : Number(value))}
          />
          {reasons[mode].length > 1 && (
            <NativeSelect
              label={t('stock.reason')}
              value={reason}
              onChange={(event) =>
                setReason(reasons[mode].find((each) => each === event.currentTarget.value) ?? reason)
              }
              data={reasons[mode].map((value) => ({ value, label: t(`stockReason.${value}`) }))}
            />
          )}
          <Text size="sm" c={after < 0 ? 'red' : 'dimmed'} role="status">
            {pieces === ''
              ? t('stock.now', { onHand: number(onHand) })
              : t('stock.after', { from: number(onHand), to: number(after) })}
          </Text>
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {t('common.cancel')}
            </Button>
            <Button type="submit" loading={isSaving} disabled={pieces === '' || after < 0}>
              {t('save.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
