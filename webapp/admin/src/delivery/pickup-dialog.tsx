import { Button, Group, Modal, NumberInput, Stack, Switch, TextInput } from '@mantine/core';
import { useState } from 'react';
import { PickupDeleteDocument, type PickupFragment, PickupUpsertDocument } from '../generated/gql/graphql';
import { useT } from '../i18n/i18n';
import { act } from '../session/api';
import { useViewer } from '../shell/viewer';
import { hoursInput, weekOf } from '../store/hours';
import { HoursEditor } from '../store/hours-editor';
import { Confirm } from '../ui/confirm';
import { elsewhere } from '../ui/field-errors';
import { Icon } from '../ui/icons';
import { Refusals } from '../ui/refusals';
import { langEnums, noTexts, textsInput, textsOf } from '../ui/texts';
import { TextsFields } from '../ui/texts-fields';
import { useSave } from '../ui/use-save';
import { parsePoints } from './polygon';

type PickupDialogProps = { point: PickupFragment | undefined; onClose: () => void; onSaved: () => void };

const shownFields = ['name', 'address', 'point', 'phone', 'readyMinutes', 'hours'];
const usual = weekOf([]).map(({ weekday }) => ({ weekday, spans: [{ from: '09:00', to: '21:00' }] }));

/** Where orders are fetched, when, and how long they take to be ready. */
export function PickupDialog({ point, onClose, onSaved }: PickupDialogProps) {
  const t = useT();
  const { store } = useViewer();
  const langs = store.languages.map((each) => langEnums[each]);
  const [isDoomed, setDoomed] = useState(false);
  const [draft, setDraft] = useState({
    name: point ? textsOf(point.nameTranslations) : noTexts,
    address: point ? textsOf(point.addressTranslations) : noTexts,
    place: point ? `${point.point.latitude}, ${point.point.longitude}` : '',
    phone: point?.phone ?? '',
    readyMinutes: point?.readyMinutes ?? 60,
    week: point ? weekOf(point.hours) : usual,
    isActive: point?.isActive ?? true,
  });
  const { isSaving, errors, fields, save } = useSave();
  const patch = (part: Partial<typeof draft>) => setDraft((now) => ({ ...now, ...part }));
  const place = parsePoints(draft.place);
  const isPlace = place?.length === 1;

  const submit = () =>
    void save(
      {
        ...(point && { id: point.id, expectedVersion: point.version }),
        name: textsInput(draft.name),
        address: textsInput(draft.address),
        ...(place?.[0] && { point: place[0] }),
        phone: draft.phone.trim(),
        readyMinutes: draft.readyMinutes,
        hours: hoursInput(draft.week),
        isActive: draft.isActive,
      },
      async (input, key) => (await act(PickupUpsertDocument, { input }, key)).pickupPointUpsert,
      onSaved,
    );
  const remove = async () => {
    if (!point) return;
    await save(
      { id: point.id, expectedVersion: point.version },
      async (input, key) => (await act(PickupDeleteDocument, { input }, key)).pickupPointDelete,
      onSaved,
    );
    setDoomed(false);
  };

  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={point?.name ?? t('pickup.new')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Stack gap="md">
          <Refusals errors={elsewhere(errors, shownFields)} />
          <TextsFields
            label={t('pickup.name')}
            required
            langs={langs}
            value={draft.name}
            onChange={(name) => patch({ name })}
            errors={fields}
            path="name"
          />
          <TextsFields
            label={t('pickup.address')}
            required
            langs={langs}
            value={draft.address}
            onChange={(address) => patch({ address })}
            errors={fields}
            path="address"
          />
          <TextInput
            label={t('settings.point')}
            description={t('settings.pointHint')}
            required
            placeholder="41.3111, 69.2797"
            value={draft.place}
            error={
              draft.place.trim() !== '' && !isPlace
                ? t('settings.notPoint')
                : (fields.point ?? fields['point.latitude'])
            }
            onChange={(event) => patch({ place: event.currentTarget.value })}
          />
          <Group grow align="flex-start">
            <TextInput
              label={t('settings.phone')}
              type="tel"
              placeholder="+998 90 123 45 67"
              value={draft.phone}
              error={fields.phone}
              onChange={(event) => patch({ phone: event.currentTarget.value })}
            />
            <NumberInput
              label={t('pickup.ready')}
              min={0}
              max={10080}
              allowDecimal={false}
              allowNegative={false}
              value={draft.readyMinutes}
              error={fields.readyMinutes}
              onChange={(value) => patch({ readyMinutes: Number(value) || 0 })}
            />
          </Group>
          <HoursEditor week={draft.week} errors={fields} path="hours" onChange={(week) => patch({ week })} />
          <Switch
            label={t('pickup.active')}
            checked={draft.isActive}
            onChange={(event) => patch({ isActive: event.currentTarget.checked })}
          />
          <Group justify="space-between">
            {point ? (
              <Button
                color="red"
                variant="light"
                onClick={() => setDoomed(true)}
                leftSection={<Icon name="trash" size={18} />}
              >
                {t('common.delete')}
              </Button>
            ) : (
              <span />
            )}
            <Button type="submit" loading={isSaving} disabled={!isPlace}>
              {t('save.save')}
            </Button>
          </Group>
        </Stack>
      </form>
      <Confirm
        opened={isDoomed}
        onClose={() => setDoomed(false)}
        title={t('pickup.deleteTitle', { name: point?.name ?? '' })}
        action={t('common.delete')}
        isDangerous
        onConfirm={remove}
      >
        {t('pickup.deleteText')}
      </Confirm>
    </Modal>
  );
}
