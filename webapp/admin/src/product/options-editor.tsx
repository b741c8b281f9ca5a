import { ActionIcon, Button, ColorInput, Group, SegmentedControl, Stack, Text, TextInput } from '@mantine/core';
import { useT } from '../i18n/i18n';
import { freeCode } from '../ui/code';
import { Icon } from '../ui/icons';
import { langTags, noTexts, shown, type TextLang } from '../ui/texts';
import type { OptionForm, ValueDraft } from './draft';
import { combinations, mostVariants } from './matrix';
import css from './options-editor.module.css';

type OptionsEditorProps = {
  options: OptionForm[];
  lang: TextLang;
  /** Refusals by dotted path below the input ("options.0.values.1.name"). */
  errors: Record<string, string>;
  onChange: (options: OptionForm[]) => void;
};

const mostOptions = 3;
const swatches = [
  '#111111',
  '#ffffff',
  '#808080',
  '#c62323',
  '#e8590c',
  '#f2b705',
  '#2f9e44',
  '#1971c2',
  '#6741d9',
  '#e64980',
  '#8d5524',
];

/** What a buyer chooses: colour, size. Each value makes rows in the grid below. */
export function OptionsEditor({ options, lang, errors, onChange }: OptionsEditorProps) {
  const t = useT();
  const setOption = (at: number, part: Partial<OptionForm>) =>
    onChange(options.map((option, i) => (i === at ? { ...option, ...part } : option)));
  const setValue = (at: number, valueAt: number, part: Partial<ValueDraft>) =>
    setOption(at, {
      values: (options[at]?.values ?? []).map((value, i) => (i === valueAt ? { ...value, ...part } : value)),
    });
  const move = (at: number, by: number) => {
    const next = [...options];
    const [option] = next.splice(at, 1);
    if (option) next.splice(at + by, 0, option);
    onChange(next);
  };
  const addOption = () => {
    const code = freeCode(
      '',
      `option-${options.length + 1}`,
      options.map((option) => option.code),
    );
    onChange([...options, { code, name: noTexts, display: 'PILL', values: [] }]);
  };
  const addValues = (at: number, words: string) => {
    const option = options[at];
    if (!option) return;
    // «S, M, L» typed or pasted at once are three values.
    const added = words
      .split(/[,;\n\t]/)
      .map((word) => word.trim())
      .filter(Boolean);
    const values = [...option.values];
    for (const word of added) {
      const code = freeCode(
        word,
        `value-${values.length + 1}`,
        values.map((value) => value.code),
      );
      values.push({ code, name: { ...noTexts, [lang]: word }, swatch: '' });
    }
    setOption(at, { values });
  };
  const count = combinations(options);

  return (
    <Stack gap="md">
      {options.map((option, at) => (
        <div key={option.code} className={css.option}>
          <Group gap="xs" align="flex-end">
            <TextInput
              style={{ flex: '1 1 10rem' }}
              label={t('option.name')}
              placeholder={shown(option.name, lang) || t('option.nameHint')}
              lang={langTags[lang]}
              value={option.name[lang]}
              error={errors[`options.${at}.name`] ?? errors[`options.${at}`]}
              onChange={(event) => {
                const name = { ...option.name, [lang]: event.currentTarget.value };
                setOption(at, { name });
              }}
            />
            <SegmentedControl
              aria-label={t('option.display')}
              value={option.display}
              onChange={(display) => setOption(at, { display: display === 'SWATCH' ? 'SWATCH' : 'PILL' })}
              data={[
                { value: 'PILL', label: t('option.pill') },
                { value: 'SWATCH', label: t('option.swatch') },
              ]}
            />
            <ActionIcon
              variant="default"
              size="lg"
              disabled={at === 0}
              aria-label={t('option.earlier')}
              onClick={() => move(at, -1)}
            >
              <Icon name="chevronUp" size={18} />
            </ActionIcon>
            <ActionIcon
              variant="default"
              size="lg"
              disabled={at === options.length - 1}
              aria-label={t('option.later')}
              onClick={() => move(at, 1)}
            >
              <Icon name="chevronDown" size={18} />
            </ActionIcon>
            <ActionIcon
              variant="default"
              size="lg"
              aria-label={t('option.remove', { name: shown(option.name, lang) })}
              onClick={() => onChange(options.filter((_, i) => i !== at))}
            >
              <Icon name="trash" size={18} />
            </ActionIcon>
          </Group>
          <ul className={css.values}>
            {option.values.map((value, valueAt) => (
              <li key={value.code} className={css.value}>
                {option.display === 'SWATCH' && (
                  <ColorInput
                    aria-label={t('option.colour', { name: shown(value.name, lang) })}
                    className={css.colour}
                    format="hex"
                    swatches={swatches}
                    value={value.swatch}
                    error={errors[`options.${at}.values.${valueAt}.swatch`]}
                    onChange={(swatch) => setValue(at, valueAt, { swatch: swatch.toLowerCase() })}
                    eyeDropperButtonProps={{ 'aria-label': t('option.pick') }}
                  />
                )}
                <TextInput
                  aria-label={t('option.value')}
                  lang={langTags[lang]}
                  placeholder={shown(value.name, lang)}
                  value={value.name[lang]}
                  error={errors[`options.${at}.values.${valueAt}.name`] ?? errors[`options.${at}.values.${valueAt}`]}
                  onChange={(event) =>
                    setValue(at, valueAt, { name: { ...value.name, [lang]: event.currentTarget.value } })
                  }
                  rightSection={
                    <ActionIcon
                      variant="subtle"
                      color="gray"
                      aria-label={t('option.removeValue', { name: shown(value.name, lang) })}
                      onClick={() => setOption(at, { values: option.values.filter((_, i) => i !== valueAt) })}
                    >
                      <Icon name="close" size={16} />
                    </ActionIcon>
                  }
                />
              </li>
            ))}
            <li className={css.value}>
              <NewValue onAdd={(words) => addValues(at, words)} />
            </li>
          </ul>
        </div>
      ))}
      <Group justify="space-between">
        <Button
          variant="default"
          leftSection={<Icon name="plus" size={18} />}
          onClick={addOption}
          disabled={options.length >= mostOptions}
        >
          {t('option.add')}
        </Button>
        <Text size="sm" c={count > mostVariants ? 'red' : 'dimmed'} role="status">
          {count > mostVariants ? t('option.tooMany', { count, most: mostVariants }) : t('option.count', { count })}
        </Text>
      </Group>
    </Stack>
  );
}

function NewValue({ onAdd }: { onAdd: (words: string) => void }) {
  const t = useT();
  const add = (field: HTMLInputElement) => {
    if (field.value.trim()) onAdd(field.value);
    field.value = '';
  };
  return (
    <TextInput
      aria-label={t('option.addValue')}
      placeholder={t('option.addValue')}
      onBlur={(event) => add(event.currentTarget)}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' || event.ctrlKey || event.metaKey) return;
        event.preventDefault();
        add(event.currentTarget);
      }}
    />
  );
}
