import { ActionIcon, Button, Checkbox, Fieldset, Group, Modal, NumberInput, Stack } from '@mantine/core';
import { useState } from 'react';
import {
  ModifierGroupDeleteDocument,
  type ModifierGroupFormFragment,
  ModifierGroupUpsertDocument,
} from '../generated/gql/graphql';
import { useT } from '../i18n/i18n';
import { act } from '../session/api';
import { useViewer } from '../shell/viewer';
import { freeCode } from '../ui/code';
import { Confirm } from '../ui/confirm';
import { elsewhere } from '../ui/field-errors';
import { Icon } from '../ui/icons';
import { MoneyInput } from '../ui/money-input';
import { Refusals } from '../ui/refusals';
import { langEnums, noTexts, shown, type Texts, textsInput, textsOf } from '../ui/texts';
import { TextsFields } from '../ui/texts-fields';
import { useSave } from '../ui/use-save';

type OptionDraft = { code: string; name: Texts; price: number | null; isDefault: boolean; isActive: boolean };

type ModifierDialogProps = { group: ModifierGroupFormFragment | undefined; onClose: () => void; onSaved: () => void };

export function ModifierDialog({ group, onClose, onSaved }: ModifierDialogProps) {
  const t = useT();
  const { store } = useViewer();
  const langs = store.languages.map((each) => langEnums[each]);
  const [isDoomed, setDoomed] = useState(false);
  const [draft, setDraft] = useState<{ name: Texts; minimum: number; maximum: number; options: OptionDraft[] }>({
    name: group ? textsOf(group.nameTranslations) : noTexts,
    minimum: group?.minimum ?? 0,
    maximum: group?.maximum ?? 1,
    options:
      group?.options.map((option) => ({
        code: option.code,
        name: textsOf(option.nameTranslations),
        price: option.price.minor,
        isDefault: option.isDefault,
        isActive: option.isActive,
      })) ?? [],
  });
  const { isSaving, errors, fields, save } = useSave();
  const patch = (part: Partial<typeof draft>) => setDraft((now) => ({ ...now, ...part }));
  const setOption = (at: number, part: Partial<OptionDraft>) =>
    patch({ options: draft.options.map((option, i) => (i === at ? { ...option, ...part } : option)) });

  const submit = () =>
    void save(
      {
        ...(group && { id: group.id, expectedVersion: group.version }),
        name: textsInput(draft.name),
        minimum: draft.minimum,
        maximum: draft.maximum,
        options: draft.options.map((option) => ({
          code: option.code,
          name: textsInput(option.name),
          price: option.price ?? 0,
          isDefault: option.isDefault,
          isActive: option.isActive,
        })),
      },
      async (input, key) => (await act(ModifierGroupUpsertDocument, { input }, key)).modifierGroupUpsert,
      onSaved,
    );
  const remove = async () => {
    if (!group) return;
    await save(
      { id: group.id },
      async (input, key) => (await act(ModifierGroupDeleteDocument, { input }, key)).modifierGroupDelete,
      onSaved,
    );
    setDoomed(false);
  };

  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={group ? shown(draft.name, langs[0] ?? 'uzLatn') : t('modifier.new')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Stack gap="md">
          <Refusals errors={elsewhere(errors, ['name', 'minimum', 'maximum', 'options'])} />
          <TextsFields
            label={t('modifier.name')}
            required
            langs={langs}
            value={draft.name}
            onChange={(name) => patch({ name })}
            errors={fields}
            path="name"
          />
          <Group grow align="flex-start">
            <NumberInput
              label={t('modifier.minimum')}
              description={t('modifier.minimumHint')}
              min={0}
              max={50}
              allowDecimal={false}
              allowNegative={false}
              value={draft.minimum}
              error={fields.minimum}
              onChange={(value) => patch({ minimum: Number(value) || 0 })}
            />
            <NumberInput
              label={t('modifier.maximum')}
              description={t('modifier.maximumHint')}
              min={1}
              max={50}
              allowDecimal={false}
              allowNegative={false}
              value={draft.maximum}
              error={fields.maximum}
              onChange={(value) => patch({ maximum: Number(value) || 1 })}
            />
          </Group>
          {draft.options.map((option, at) => (
            <Fieldset key={option.code} legend={shown(option.name, langs[0] ?? 'uzLatn') || t('modifier.option')}>
              <Stack gap="sm">
                <TextsFields
                  label={t('modifier.optionName')}
                  langs={langs}
                  value={option.name}
                  onChange={(name) => setOption(at, { name })}
                  errors={fields}
                  path={`options.${at}.name`}
                />
                <Group align="flex-end">
                  <MoneyInput
                    label={t('modifier.price')}
                    value={option.price}
                    error={fields[`options.${at}.price`] ?? fields[`options.${at}`]}
                    onChange={(price) => setOption(at, { price })}
                  />
                  <Checkbox
                    label={t('modifier.isDefault')}
                    checked={option.isDefault}
                    onChange={(event) => setOption(at, { isDefault: event.currentTarget.checked })}
                  />
                  <Checkbox
                    label={t('modifier.isActive')}
                    checked={option.isActive}
                    onChange={(event) => setOption(at, { isActive: event.currentTarget.checked })}
                  />
                  <ActionIcon
                    variant="default"
                    size="lg"
                    aria-label={t('modifier.removeOption', { name: shown(option.name, 'uzLatn') })}
                    onClick={() => patch({ options: draft.options.filter((_, i) => i !== at) })}
                  >
                    <Icon name="trash" size={18} />
                  </ActionIcon>
                </Group>
              </Stack>
            </Fieldset>
          ))}
          <Button
            variant="default"
            style={{ alignSelf: 'flex-start' }}
            leftSection={<Icon name="plus" size={18} />}
            onClick={() => {
              const code = freeCode(
                '',
                `option-${draft.options.length + 1}`,
                draft.options.map((option) => option.code),
              );
              patch({
                options: [...draft.options, { code, name: noTexts, price: 0, isDefault: false, isActive: true }],
              });
            }}
          >
            {t('modifier.addOption')}
          </Button>
          <Group justify="space-between">
            {group ? (
              <Button
                color="red"
                variant="light"
                onClick={() => setDoomed(true)}
                leftSection={<Icon name="trash" size={18} />}
              >
                {t('modifier.delete')}
              </Button>
            ) : (
              <span />
            )}
            <Button type="submit" loading={isSaving}>
              {t('save.save')}
            </Button>
          </Group>
        </Stack>
      </form>
      <Confirm
        opened={isDoomed}
        onClose={() => setDoomed(false)}
        title={t('modifier.deleteTitle', { name: group?.name ?? '' })}
        action={t('modifier.delete')}
        isDangerous
        onConfirm={remove}
      >
        {t('modifier.deleteText')}
      </Confirm>
    </Modal>
  );
}
