import { LANG_NAMES } from '@dokon/i18n';
import { Button, Group, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useId } from 'react';
import { useT } from '../i18n/i18n';
import { langTags, type TextLang, type Texts, textLangs, withCyrillic } from './texts';

type TextsFieldsProps = {
  label: string;
  value: Texts;
  onChange: (value: Texts) => void;
  langs?: readonly TextLang[];
  required?: boolean;
  multiline?: boolean;
  maxLength?: number;
  /** Refusals by dotted path, and where this text stands in them. */
  errors: Record<string, string>;
  path: string;
};

/** A short text in all languages below each other: for small forms, where tabs would hide more than they order. */
export function TextsFields({
  label,
  value,
  onChange,
  langs = textLangs,
  required,
  multiline,
  maxLength = 200,
  errors,
  path,
}: TextsFieldsProps) {
  const t = useT();
  const id = useId();
  const Field = multiline ? Textarea : TextInput;
  const canFill = langs.includes('uzCyrl') && withCyrillic(value) !== value;
  return (
    <Stack gap={6} role="group" aria-labelledby={id}>
      <Group justify="space-between" gap="xs">
        <Text size="sm" fw={600} id={id}>
          {label}
          {required && (
            <Text span c="red" aria-hidden="true">
              {' '}
              *
            </Text>
          )}
        </Text>
        {canFill && (
          <Button size="compact-xs" variant="light" onClick={() => onChange(withCyrillic(value))}>
            {t('texts.fill')}
          </Button>
        )}
      </Group>
      {langs.map((lang, at) => (
        <Field
          key={lang}
          aria-label={`${label}, ${LANG_NAMES[langTags[lang]]}`}
          placeholder={LANG_NAMES[langTags[lang]]}
          lang={langTags[lang]}
          maxLength={maxLength}
          {...(multiline && { autosize: true, minRows: 2 })}
          value={value[lang]}
          error={errors[`${path}.${lang}`] ?? (at === 0 ? errors[path] : undefined)}
          onChange={(event: React.ChangeEvent<HTMLInputElement & HTMLTextAreaElement>) =>
            onChange({ ...value, [lang]: event.currentTarget.value })
          }
        />
      ))}
    </Stack>
  );
}
