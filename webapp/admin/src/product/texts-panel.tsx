import { Stack, Textarea, TextInput } from '@mantine/core';
import { useT } from '../i18n/i18n';
import { langTags, shown, type TextLang, type Texts } from '../ui/texts';

type TextsPanelProps = {
  name: Texts;
  summary: Texts;
  description: Texts;
  lang: TextLang;
  errors: Record<string, string>;
  onChange: (part: Partial<Record<'name' | 'summary' | 'description', Texts>>) => void;
};

/** Name, one line and the long text in the language of the tab; what another language says is shown as a hint. */
export function TextsPanel({ name, summary, description, lang, errors, onChange }: TextsPanelProps) {
  const t = useT();
  const at = (field: string) => errors[`${field}.${lang}`] ?? errors[field];
  return (
    <Stack gap="sm">
      <TextInput
        label={t('product.name')}
        required
        maxLength={200}
        lang={langTags[lang]}
        placeholder={shown(name, lang)}
        value={name[lang]}
        error={at('name')}
        onChange={(event) => onChange({ name: { ...name, [lang]: event.currentTarget.value } })}
      />
      <TextInput
        label={t('product.summary')}
        description={t('product.summaryHint')}
        maxLength={300}
        lang={langTags[lang]}
        placeholder={shown(summary, lang)}
        value={summary[lang]}
        error={at('summary')}
        onChange={(event) => onChange({ summary: { ...summary, [lang]: event.currentTarget.value } })}
      />
      <Textarea
        label={t('product.description')}
        description={t('product.descriptionHint')}
        autosize
        minRows={4}
        maxRows={16}
        maxLength={20000}
        lang={langTags[lang]}
        placeholder={shown(description, lang)}
        value={description[lang]}
        error={at('description')}
        onChange={(event) => onChange({ description: { ...description, [lang]: event.currentTarget.value } })}
      />
    </Stack>
  );
}
