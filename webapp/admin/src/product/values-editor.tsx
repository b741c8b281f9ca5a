import { SegmentedControl, Stack, Text, TextInput } from '@mantine/core';
import type { AttributeFormFragment } from '../generated/gql/graphql';
import { useT } from '../i18n/i18n';
import { PickMany } from '../ui/pick';
import { langTags, noTexts, shown, type TextLang } from '../ui/texts';
import type { Value, Values } from './values';

type ValuesEditorProps = {
  definitions: readonly AttributeFormFragment[];
  values: Values;
  lang: TextLang;
  /** By code. */
  errors: Record<string, string>;
  onChange: (values: Values) => void;
};

/** A field for each attribute that the store has defined; what is left empty is not said. */
export function ValuesEditor({ definitions, values, lang, errors, onChange }: ValuesEditorProps) {
  return (
    <Stack gap="sm">
      {definitions.map((definition) => (
        <Field
          key={definition.id}
          definition={definition}
          value={values[definition.code] ?? {}}
          lang={lang}
          error={errors[definition.code]}
          onChange={(value) => onChange({ ...values, [definition.code]: value })}
        />
      ))}
    </Stack>
  );
}

type FieldProps = {
  definition: AttributeFormFragment;
  value: Value;
  lang: TextLang;
  error: string | undefined;
  onChange: (value: Value) => void;
};

function Field({ definition: { type, name, unit, choices }, value, lang, error, onChange }: FieldProps) {
  const t = useT();
  if (type === 'NUMBER') {
    return (
      <TextInput
        label={name}
        inputMode="decimal"
        rightSection={unit}
        rightSectionWidth={72}
        rightSectionProps={{ style: { color: 'var(--mantine-color-dimmed)', fontSize: 'var(--mantine-font-size-sm)' } }}
        maxLength={20}
        value={value.number ?? ''}
        error={error}
        onChange={(event) => onChange({ number: event.currentTarget.value })}
      />
    );
  }
  if (type === 'BOOLEAN') {
    const said = value.isTrue === undefined ? '' : value.isTrue ? 'yes' : 'no';
    return (
      <div>
        <Text size="sm" fw={500} mb={4}>
          {name}
        </Text>
        <SegmentedControl
          aria-label={name}
          value={said}
          onChange={(next) => onChange(next === '' ? {} : { isTrue: next === 'yes' })}
          data={[
            { value: '', label: t('value.unsaid') },
            { value: 'yes', label: t('common.yes') },
            { value: 'no', label: t('common.no') },
          ]}
        />
        {error && (
          <Text size="xs" c="red">
            {error}
          </Text>
        )}
      </div>
    );
  }
  if (type === 'TEXT') {
    const text = value.text ?? noTexts;
    return (
      <TextInput
        label={name}
        lang={langTags[lang]}
        maxLength={500}
        placeholder={shown(text, lang)}
        value={text[lang]}
        error={error}
        onChange={(event) => onChange({ text: { ...text, [lang]: event.currentTarget.value } })}
      />
    );
  }
  return (
    <PickMany
      label={name}
      options={choices.map((choice) => ({ value: choice.code, label: choice.name }))}
      value={value.choices ?? []}
      error={error}
      renderOption={({ option }) => {
        const color = choices.find((choice) => choice.code === option.value)?.color;
        return (
          <span style={{ display: 'flex', gap: 8, alignItems: 'center' }}>
            {color && (
              <span
                style={{
                  width: 16,
                  height: 16,
                  borderRadius: 8,
                  background: color,
                  border: '1px solid var(--dokon-line)',
                }}
              />
            )}
            {option.label}
          </span>
        );
      }}
      onChange={(next) => onChange({ choices: next })}
    />
  );
}
