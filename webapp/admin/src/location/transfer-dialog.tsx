import { ActionIcon, Group, NativeSelect, NumberInput, SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { type ProductChoice, ProductPicker } from '../catalog/product-picker';
import { type PlaceFragment, StockTransferDocument } from '../generated/gql/graphql';
import { useI18n } from '../i18n/i18n';
import { act } from '../session/api';
import { FormDialog } from '../ui/form-dialog';
import { Icon } from '../ui/icons';
import { useEditor } from '../ui/use-editor';

type Line = { id: string; name: string; stock: ProductChoice['variants'][number]['stock']; quantity: number | '' };
type Draft = { from: string; to: string; lines: Line[]; note: string };

/** Brings pieces from one place to another: all of what is listed, or nothing. */
export function TransferDialog({ places, onClose }: { places: readonly PlaceFragment[]; onClose: () => void }) {
  const { t, number } = useI18n();
  const [blank] = useState<Draft>(() => ({ from: places[0]?.id ?? '', to: places[1]?.id ?? '', lines: [], note: '' }));
  const editor = useEditor(blank, 0, ['stockHistory', 'stockMovements', 'products', 'product']);
  const { draft, fields, patch } = editor;
  const there = (line: Line) => line.stock.find((level) => level.location.id === draft.from)?.onHand ?? 0;
  const set = (at: number, quantity: number | '') =>
    patch({ lines: draft.lines.map((line, i) => (i === at ? { ...line, quantity } : line)) });
  const submit = () =>
    void editor.save(
      {
        fromLocationId: draft.from,
        toLocationId: draft.to,
        lines: draft.lines.map(({ id, quantity }) => ({ variantId: id, quantity: Number(quantity) })),
        note: draft.note,
      },
      async (input, key) => (await act(StockTransferDocument, { input }, key)).stockTransfer,
      onClose,
    );
  const choices = places.map((place) => ({ value: place.id, label: place.name }));
  return (
    <FormDialog
      title={t('transfer.title')}
      editor={editor}
      shown={['fromLocationId', 'toLocationId', 'lines', 'note']}
      saveLabel={t('transfer.send')}
      isReady={
        draft.from !== draft.to && draft.lines.length > 0 && draft.lines.every((line) => Number(line.quantity) > 0)
      }
      onSave={submit}
      onClose={onClose}
    >
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
        <NativeSelect
          label={t('stock.from')}
          value={draft.from}
          error={fields.fromLocationId}
          onChange={(event) => patch({ from: event.currentTarget.value })}
          data={choices}
        />
        <NativeSelect
          label={t('stock.to')}
          value={draft.to}
          error={draft.from === draft.to ? t('transfer.same') : fields.toLocationId}
          onChange={(event) => patch({ to: event.currentTarget.value })}
          data={choices}
        />
      </SimpleGrid>
      <ProductPicker
        label={t('transfer.pick')}
        taken={[]}
        error={fields.lines}
        onPick={({ name, variants }) =>
          patch((now) => ({
            lines: [
              ...now.lines,
              ...variants
                .filter((variant) => variant.isActive && !now.lines.some((line) => line.id === variant.id))
                .filter((variant) => variant.stock.some((level) => level.location.id === now.from && level.onHand > 0))
                .map((variant) => ({
                  id: variant.id,
                  name: [name, variant.name].filter(Boolean).join(', '),
                  stock: variant.stock,
                  quantity: '' as const,
                })),
            ],
          }))
        }
      />
      {draft.lines.length === 0 && (
        <Text size="sm" c="dimmed">
          {t('transfer.hint')}
        </Text>
      )}
      <Stack gap="sm" component="ul" m={0} p={0} style={{ listStyle: 'none' }}>
        {draft.lines.map((line, at) => (
          <Group key={line.id} component="li" gap="xs" wrap="nowrap" align="flex-start">
            <div style={{ flex: 1, minWidth: 0 }}>
              <Text size="sm" fw={600}>
                {line.name}
              </Text>
              <Text size="xs" c="dimmed">
                {t('stock.now', { onHand: number(there(line)) })}
              </Text>
            </div>
            <NumberInput
              w={110}
              aria-label={t('transfer.quantityOf', { name: line.name })}
              min={1}
              allowDecimal={false}
              allowNegative={false}
              value={line.quantity}
              error={fields[`lines.${at}.quantity`] ?? fields[`lines.${at}.variantId`] ?? fields[`lines.${at}`]}
              onChange={(value) => set(at, value === '' ? '' : Number(value))}
            />
            <ActionIcon
              variant="subtle"
              color="gray"
              size={44}
              aria-label={t('list.remove', { name: line.name })}
              onClick={() => patch({ lines: draft.lines.filter((each) => each.id !== line.id) })}
            >
              <Icon name="close" size={18} />
            </ActionIcon>
          </Group>
        ))}
      </Stack>
      <TextInput
        label={t('stock.note')}
        maxLength={200}
        value={draft.note}
        error={fields.note}
        onChange={(event) => patch({ note: event.currentTarget.value })}
      />
    </FormDialog>
  );
}
