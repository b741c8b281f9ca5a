import { Button, Group, Modal, NumberInput, Stack, Switch } from '@mantine/core';
import { useState } from 'react';
import { ZoneDeleteDocument, type ZoneFragment, ZoneUpsertDocument } from '../generated/gql/graphql';
import { useT } from '../i18n/i18n';
import { act } from '../session/api';
import { useViewer } from '../shell/viewer';
import { Confirm } from '../ui/confirm';
import { elsewhere } from '../ui/field-errors';
import { Icon } from '../ui/icons';
import { MoneyInput } from '../ui/money-input';
import { Refusals } from '../ui/refusals';
import { langEnums, noTexts, textsInput, textsOf } from '../ui/texts';
import { TextsFields } from '../ui/texts-fields';
import { useSave } from '../ui/use-save';
import { AreaEditor } from './area-editor';
import { circle, faultOf, type Point, tashkent } from './polygon';

type ZoneDialogProps = {
  zone: ZoneFragment | undefined;
  others: readonly ZoneFragment[];
  onClose: () => void;
  onSaved: () => void;
};

const shownFields = ['name', 'polygon', 'price', 'freeFrom', 'minimum', 'minutesMin', 'minutesMax'];

/** A courier zone: its area, its price and from where it costs nothing. */
export function ZoneDialog({ zone, others, onClose, onSaved }: ZoneDialogProps) {
  const t = useT();
  const { store } = useViewer();
  const [isDoomed, setDoomed] = useState(false);
  const [draft, setDraft] = useState({
    name: zone ? textsOf(zone.nameTranslations) : noTexts,
    polygon: (zone?.polygon ?? circle(others[0]?.polygon[0] ?? tashkent, 5)).map(
      ({ latitude, longitude }): Point => ({ latitude, longitude }),
    ),
    price: zone?.price.minor ?? null,
    freeFrom: zone?.freeFrom?.minor ?? null,
    minimum: zone && zone.minimum.minor > 0 ? zone.minimum.minor : null,
    minutesMin: zone?.minutesMin ?? null,
    minutesMax: zone?.minutesMax ?? null,
    isActive: zone?.isActive ?? true,
  });
  const { isSaving, errors, fields, save } = useSave();
  const patch = (part: Partial<typeof draft>) => setDraft((now) => ({ ...now, ...part }));

  const submit = () =>
    void save(
      {
        ...(zone && { id: zone.id, expectedVersion: zone.version }),
        ...draft,
        name: textsInput(draft.name),
        price: draft.price ?? 0,
        minimum: draft.minimum ?? 0,
        ...(!zone && { position: others.length }),
      },
      async (input, key) => (await act(ZoneUpsertDocument, { input }, key)).deliveryZoneUpsert,
      onSaved,
    );
  const remove = async () => {
    if (!zone) return;
    await save(
      { id: zone.id, expectedVersion: zone.version },
      async (input, key) => (await act(ZoneDeleteDocument, { input }, key)).deliveryZoneDelete,
      onSaved,
    );
    setDoomed(false);
  };

  return (
    <Modal
      opened
      onClose={onClose}
      size="xl"
      title={zone?.name ?? t('zone.new')}
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
            label={t('zone.name')}
            required
            langs={store.languages.map((each) => langEnums[each])}
            value={draft.name}
            onChange={(name) => patch({ name })}
            errors={fields}
            path="name"
          />
          <Group grow preventGrowOverflow={false} align="flex-start">
            <MoneyInput
              label={t('zone.price')}
              description={t('zone.priceHint')}
              value={draft.price}
              error={fields.price}
              onChange={(price) => patch({ price })}
            />
            <MoneyInput
              label={t('zone.freeFrom')}
              description={t('zone.freeFromHint')}
              value={draft.freeFrom}
              error={fields.freeFrom}
              onChange={(freeFrom) => patch({ freeFrom })}
            />
            <MoneyInput
              label={t('zone.minimum')}
              description={t('zone.minimumHint')}
              value={draft.minimum}
              error={fields.minimum}
              onChange={(minimum) => patch({ minimum })}
            />
          </Group>
          <Group grow align="flex-start">
            <Minutes
              label={t('zone.minutesMin')}
              value={draft.minutesMin}
              error={fields.minutesMin}
              onChange={(minutesMin) => patch({ minutesMin })}
            />
            <Minutes
              label={t('zone.minutesMax')}
              value={draft.minutesMax}
              error={fields.minutesMax}
              onChange={(minutesMax) => patch({ minutesMax })}
            />
          </Group>
          <AreaEditor
            points={draft.polygon}
            others={others.map((each) => each.polygon)}
            error={fields.polygon}
            onChange={(polygon) => patch({ polygon })}
          />
          <Switch
            label={t('zone.active')}
            checked={draft.isActive}
            onChange={(event) => patch({ isActive: event.currentTarget.checked })}
          />
          <Group justify="space-between">
            {zone ? (
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
            <Button type="submit" loading={isSaving} disabled={faultOf(draft.polygon) !== undefined}>
              {t('save.save')}
            </Button>
          </Group>
        </Stack>
      </form>
      <Confirm
        opened={isDoomed}
        onClose={() => setDoomed(false)}
        title={t('zone.deleteTitle', { name: zone?.name ?? '' })}
        action={t('common.delete')}
        isDangerous
        onConfirm={remove}
      >
        {t('zone.deleteText')}
      </Confirm>
    </Modal>
  );
}

type MinutesProps = {
  label: string;
  value: number | null;
  error: string | undefined;
  onChange: (minutes: number | null) => void;
};

function Minutes({ label, value, error, onChange }: MinutesProps) {
  return (
    <NumberInput
      label={label}
      min={1}
      max={10080}
      allowDecimal={false}
      allowNegative={false}
      value={value ?? ''}
      error={error}
      onChange={(next) => onChange(next === '' ? null : Number(next))}
    />
  );
}
