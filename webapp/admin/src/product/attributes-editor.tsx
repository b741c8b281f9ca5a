import { ActionIcon, Button, Group, Stack, TextInput } from '@mantine/core';
import { useT } from '../i18n/i18n';
import { freeCode } from '../ui/code';
import { Icon } from '../ui/icons';
import { langTags, noTexts, shown, type TextLang } from '../ui/texts';
import type { AttributeDraft } from './draft';

type AttributesEditorProps = {
  attributes: AttributeDraft[];
  lang: TextLang;
  errors: Record<string, string>;
  onChange: (attributes: AttributeDraft[]) => void;
};

/** Properties for reading: material, country. */
export function AttributesEditor({ attributes, lang, errors, onChange }: AttributesEditorProps) {
  const t = useT();
  const set = (at: number, part: Partial<AttributeDraft>) =>
    onChange(attributes.map((attribute, i) => (i === at ? { ...attribute, ...part } : attribute)));
  return (
    <Stack gap="xs">
      {attributes.map((attribute, at) => (
        <Group key={attribute.code} gap="xs" wrap="nowrap" align="flex-start">
          <TextInput
            style={{ flex: 2, minWidth: 0 }}
            aria-label={t('attribute.name')}
            placeholder={shown(attribute.name, lang) || t('attribute.name')}
            lang={langTags[lang]}
            value={attribute.name[lang]}
            error={errors[`attributes.${at}.name`] ?? errors[`attributes.${at}`]}
            onChange={(event) => set(at, { name: { ...attribute.name, [lang]: event.currentTarget.value } })}
          />
          <TextInput
            style={{ flex: 3, minWidth: 0 }}
            aria-label={t('attribute.value')}
            placeholder={shown(attribute.value, lang) || t('attribute.value')}
            lang={langTags[lang]}
            value={attribute.value[lang]}
            error={errors[`attributes.${at}.value`]}
            onChange={(event) => set(at, { value: { ...attribute.value, [lang]: event.currentTarget.value } })}
          />
          <ActionIcon
            variant="default"
            size="lg"
            aria-label={t('attribute.remove', { name: shown(attribute.name, lang) })}
            onClick={() => onChange(attributes.filter((_, i) => i !== at))}
          >
            <Icon name="trash" size={18} />
          </ActionIcon>
        </Group>
      ))}
      <Button
        variant="default"
        style={{ alignSelf: 'flex-start' }}
        leftSection={<Icon name="plus" size={18} />}
        onClick={() => {
          const code = freeCode(
            '',
            `attribute-${attributes.length + 1}`,
            attributes.map((each) => each.code),
          );
          onChange([...attributes, { code, name: noTexts, value: noTexts }]);
        }}
      >
        {t('attribute.add')}
      </Button>
    </Stack>
  );
}
