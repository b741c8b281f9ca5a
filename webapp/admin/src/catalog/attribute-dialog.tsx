import { ActionIcon, ColorInput, Fieldset, Group, NativeSelect, Stack, Switch, Text, TextInput } from '@mantine/core';
import {
  AttributeDeleteDocument,
  type AttributeFormFragment,
  type AttributeType,
  AttributeUpsertDocument,
} from '../generated/gql/graphql';
import { useT } from '../i18n/i18n';
import { act, queryClient } from '../session/api';
import { useViewer } from '../shell/viewer';
import { AddButton } from '../ui/add-button';
import { codeOf, freeCode } from '../ui/code';
import { FormDialog } from '../ui/form-dialog';
import { Icon } from '../ui/icons';
import { moved } from '../ui/ordered-list';
import { langEnums, noTexts, shown, type Texts, textsInput, textsOf } from '../ui/texts';
import { TextsFields } from '../ui/texts-fields';
import { useDeed } from '../ui/use-deed';
import { useEditor } from '../ui/use-editor';

/** `key` tells rows apart while their codes are still to come. */
type ChoiceDraft = { key: string; code: string; name: Texts; color: string };

const types = ['TEXT', 'NUMBER', 'BOOLEAN', 'CHOICE', 'COLOR'] as const satisfies AttributeType[];

type AttributeDialogProps = {
  attribute: AttributeFormFragment | undefined;
  taken: readonly string[];
  onClose: () => void;
};

/** The definition of an attribute: its type, its unit, the list that values come from. */
export function AttributeDialog({ attribute, taken, onClose }: AttributeDialogProps) {
  const t = useT();
  const deed = useDeed();
  const { store } = useViewer();
  const langs = store.languages.map((each) => langEnums[each]);
  const main = langs[0] ?? 'uzLatn';
  const editor = useEditor(
    {
      name: attribute ? textsOf(attribute.nameTranslations) : noTexts,
      code: attribute?.code ?? '',
      type: attribute?.type ?? ('CHOICE' as AttributeType),
      unit: attribute ? textsOf(attribute.unitTranslations) : noTexts,
      isFilterable: attribute?.isFilterable ?? false,
      choices: (attribute?.choices ?? []).map(
        ({ code, nameTranslations, color }): ChoiceDraft => ({
          key: code,
          code,
          name: textsOf(nameTranslations),
          color,
        }),
      ),
    },
    attribute?.version ?? 0,
    ['attributes', 'products', 'product'],
  );
  const { draft, fields, patch } = editor;
  const hasChoices = draft.type === 'CHOICE' || draft.type === 'COLOR';
  const setChoice = (at: number, part: Partial<ChoiceDraft>) =>
    patch({ choices: draft.choices.map((choice, i) => (i === at ? { ...choice, ...part } : choice)) });

  const submit = () => {
    const codes: string[] = draft.choices.map((choice) => choice.code).filter(Boolean);
    const choices = draft.choices.map(({ code, name, color }, at) => {
      const own = code || freeCode(shown(name, main), `choice-${at + 1}`, codes);
      if (!code) codes.push(own);
      return { code: own, name: textsInput(name), ...(draft.type === 'COLOR' && { color }) };
    });
    void editor.save(
      {
        ...(attribute
          ? { id: attribute.id, expectedVersion: editor.version }
          : { code: draft.code || freeCode(shown(draft.name, main), 'attribute', taken), position: taken.length }),
        name: textsInput(draft.name),
        type: draft.type,
        isFilterable: draft.isFilterable,
        ...(draft.type === 'NUMBER' && { unit: textsInput(draft.unit) }),
        ...(hasChoices && { choices }),
      },
      async (input, key) => (await act(AttributeUpsertDocument, { input }, key)).attributeUpsert,
      onClose,
    );
  };

  return (
    <FormDialog
      title={attribute?.name ?? t('attribute.new')}
      editor={editor}
      shown={['name', 'code', 'type', 'unit', 'choices']}
      onSave={submit}
      onClose={onClose}
      remove={
        attribute && {
          title: t('attribute.deleteTitle', { name: attribute.name }),
          text: t('attribute.deleteText'),
          onConfirm: async () => {
            const input = { id: attribute.id, expectedVersion: editor.version };
            const send = async () => (await act(AttributeDeleteDocument, { input })).attributeDelete;
            const gone = await deed(attribute.name, send);
            await queryClient.invalidateQueries({ queryKey: ['attributes'] });
            if (gone) onClose();
          },
        }
      }
    >
      <TextsFields
        label={t('category.name')}
        required
        langs={langs}
        maxLength={100}
        value={draft.name}
        onChange={(name) => patch({ name })}
        errors={fields}
        path="name"
      />
      <NativeSelect
        label={t('attribute.type')}
        description={t(`attributeTypeHint.${draft.type}`)}
        value={draft.type}
        error={fields.type}
        onChange={(event) => patch({ type: types.find((each) => each === event.currentTarget.value) ?? 'TEXT' })}
        data={types.map((value) => ({ value, label: t(`attributeType.${value}`) }))}
      />
      {draft.type === 'NUMBER' && (
        <TextsFields
          label={t('attribute.unit')}
          langs={langs}
          maxLength={20}
          value={draft.unit}
          onChange={(unit) => patch({ unit })}
          errors={fields}
          path="unit"
        />
      )}
      {hasChoices && (
        <Stack gap="sm">
          <Text fw={600} size="sm">
            {t('attribute.choices')}
          </Text>
          {fields.choices && (
            <Text size="sm" c="red" role="alert">
              {fields.choices}
            </Text>
          )}
          {draft.choices.map((choice, at) => (
            <Fieldset key={choice.key} legend={shown(choice.name, main) || t('attribute.choice')} p="sm">
              <Stack gap="xs">
                <TextsFields
                  label={t('attribute.choiceName')}
                  langs={langs}
                  maxLength={100}
                  value={choice.name}
                  onChange={(name) => setChoice(at, { name })}
                  errors={fields}
                  path={`choices.${at}.name`}
                />
                <Group gap="xs" justify="space-between" align="flex-end">
                  {draft.type === 'COLOR' ? (
                    <ColorInput
                      style={{ flex: 1 }}
                      label={t('option.colour', { name: shown(choice.name, main) })}
                      format="hex"
                      value={choice.color}
                      error={fields[`choices.${at}.color`]}
                      onChange={(color) => setChoice(at, { color: color.toLowerCase() })}
                      eyeDropperButtonProps={{ 'aria-label': t('option.pick') }}
                    />
                  ) : (
                    <span />
                  )}
                  <Group gap={4} wrap="nowrap">
                    <ActionIcon
                      variant="subtle"
                      color="gray"
                      size={44}
                      disabled={at === 0}
                      aria-label={t('list.up', { name: shown(choice.name, main) })}
                      onClick={() => patch({ choices: moved(draft.choices, at, -1) })}
                    >
                      <Icon name="chevronUp" size={18} />
                    </ActionIcon>
                    <ActionIcon
                      variant="subtle"
                      color="gray"
                      size={44}
                      aria-label={t('list.remove', { name: shown(choice.name, main) })}
                      onClick={() => patch({ choices: draft.choices.filter((_, i) => i !== at) })}
                    >
                      <Icon name="trash" size={18} />
                    </ActionIcon>
                  </Group>
                </Group>
              </Stack>
            </Fieldset>
          ))}
          <AddButton
            quiet
            label={t('attribute.addChoice')}
            onClick={() =>
              patch({
                choices: [...draft.choices, { key: crypto.randomUUID(), code: '', name: noTexts, color: '#000000' }],
              })
            }
          />
        </Stack>
      )}
      <Switch
        label={t('attribute.isFilterable')}
        description={t('attribute.isFilterableHint')}
        checked={draft.isFilterable}
        onChange={(event) => patch({ isFilterable: event.currentTarget.checked })}
      />
      {!attribute && (
        <TextInput
          label={t('attribute.code')}
          description={t('attribute.codeHint')}
          maxLength={40}
          placeholder={codeOf(shown(draft.name, main))}
          value={draft.code}
          error={fields.code}
          onChange={(event) => patch({ code: event.currentTarget.value.toLowerCase().replace(/[^a-z0-9-]/g, '-') })}
        />
      )}
    </FormDialog>
  );
}
