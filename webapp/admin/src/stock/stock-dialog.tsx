import { NativeSelect, NumberInput, SegmentedControl, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import {
  LocationsDocument,
  type StockReason,
  StockSetDocument,
  StockTransferDocument,
  type StockVariantFragment,
} from '../generated/gql/graphql';
import { useI18n } from '../i18n/i18n';
import { act, query } from '../session/api';
import { FormDialog } from '../ui/form-dialog';
import { useEditor } from '../ui/use-editor';

type StockDialogProps = {
  title: string;
  variant: Pick<StockVariantFragment, 'id' | 'stock'>;
  onClose: () => void;
  onSaved: () => void;
};

const reasons = {
  add: ['RECEIVED', 'RETURNED'],
  take: ['DAMAGED', 'LOST'],
  set: ['RECOUNT'],
  move: ['TRANSFERRED'],
} as const satisfies Record<string, StockReason[]>;
type Mode = keyof typeof reasons;
const modes = Object.keys(reasons) as Mode[];

type Draft = { mode: Mode; reason: StockReason; pieces: number | ''; from: string; to: string; note: string };

/**
 * New goods and losses go as a change, so that what is sold meanwhile is not overwritten; a recount says what is there. With
 * two places pieces are also moved from one to the other.
 */
export function StockDialog({ title, variant, onClose, onSaved }: StockDialogProps) {
  const { t, number } = useI18n();
  const { data } = useQuery({ ...query('locations', LocationsDocument, {}), staleTime: 60_000 });
  const places = data?.locations.filter((place) => !place.isArchived) ?? [];
  const first = places.find((place) => place.isDefault)?.id ?? '';
  const [blank] = useState<Draft>({ mode: 'add', reason: 'RECEIVED', pieces: '', from: '', to: '', note: '' });
  const editor = useEditor(blank, 0, ['stockMovements', 'stockHistory']);
  const { mode, reason, pieces, note } = editor.draft;
  const from = editor.draft.from || first;
  const others = places.filter((place) => place.id !== from);
  const to = others.find((place) => place.id === editor.draft.to)?.id ?? others[0]?.id ?? '';
  const onHand = variant.stock.find((each) => each.location.id === from)?.onHand ?? 0;
  const change = mode === 'add' ? Number(pieces) : -Number(pieces);
  const after = mode === 'set' ? Number(pieces) : onHand + change;
  const known = mode === 'set' ? { onHand: Number(pieces) } : { delta: change };

  const submit = () =>
    void (mode === 'move'
      ? editor.save(
          {
            fromLocationId: from,
            toLocationId: to,
            lines: [{ variantId: variant.id, quantity: Number(pieces) }],
            note,
          },
          async (input, key) => (await act(StockTransferDocument, { input }, key)).stockTransfer,
          onSaved,
        )
      : editor.save(
          { variantId: variant.id, locationId: from, ...known, reason, note },
          async (input, key) => (await act(StockSetDocument, { input }, key)).stockSet,
          onSaved,
        ));

  return (
    <FormDialog
      title={title}
      size="md"
      editor={editor}
      shown={['onHand', 'delta', 'reason', 'lines', 'note', 'locationId', 'fromLocationId', 'toLocationId']}
      isReady={pieces !== '' && after >= 0 && first !== '' && (mode !== 'move' || (pieces > 0 && to !== ''))}
      onSave={submit}
      onClose={onClose}
    >
      <SegmentedControl
        fullWidth
        size="xs"
        aria-label={t('stock.kind')}
        value={mode}
        onChange={(next) => {
          const chosen = modes.find((each) => each === next) ?? 'add';
          editor.patch({ mode: chosen, reason: reasons[chosen][0] });
        }}
        data={modes
          .filter((each) => each !== 'move' || places.length > 1)
          .map((value) => ({ value, label: t(`stock.mode.${value}`) }))}
      />
      {places.length > 1 && (
        <NativeSelect
          label={t(mode === 'move' ? 'stock.from' : 'stock.location')}
          value={from}
          error={editor.fields.locationId ?? editor.fields.fromLocationId}
          onChange={(event) => editor.patch({ from: event.currentTarget.value })}
          data={places.map((place) => ({ value: place.id, label: place.name }))}
        />
      )}
      {mode === 'move' && (
        <NativeSelect
          label={t('stock.to')}
          value={to}
          error={editor.fields.toLocationId}
          onChange={(event) => editor.patch({ to: event.currentTarget.value })}
          data={others.map((place) => ({ value: place.id, label: place.name }))}
        />
      )}
      <NumberInput
        size="md"
        label={t('stock.pieces')}
        min={0}
        max={9_999_999}
        allowDecimal={false}
        allowNegative={false}
        data-autofocus
        value={pieces}
        error={
          editor.fields.onHand ??
          editor.fields.delta ??
          editor.fields['lines.0.quantity'] ??
          editor.fields['lines.0'] ??
          editor.fields['lines.0.variantId']
        }
        onChange={(value) => editor.patch({ pieces: value === '' ? '' : Number(value) })}
      />
      {reasons[mode].length > 1 && (
        <NativeSelect
          label={t('stock.reason')}
          value={reason}
          error={editor.fields.reason}
          onChange={(event) =>
            editor.patch({ reason: reasons[mode].find((each) => each === event.currentTarget.value) ?? reason })
          }
          data={reasons[mode].map((value) => ({ value, label: t(`stockReason.${value}`) }))}
        />
      )}
      <TextInput
        label={t('stock.note')}
        maxLength={200}
        value={note}
        error={editor.fields.note}
        onChange={(event) => editor.patch({ note: event.currentTarget.value })}
      />
      <Text size="sm" c={after < 0 ? 'red' : 'dimmed'} role="status">
        {pieces === ''
          ? t('stock.now', { onHand: number(onHand) })
          : t('stock.after', { from: number(onHand), to: number(after) })}
      </Text>
    </FormDialog>
  );
}
