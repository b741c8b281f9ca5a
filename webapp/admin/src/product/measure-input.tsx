import { TextInput, type TextInputProps } from '@mantine/core';
import { useState } from 'react';
import { useI18n } from '../i18n/i18n';
import { amountIn, portionsOf, written } from './sale';

type MeasureInputProps = Omit<TextInputProps, 'value' | 'onChange'> & {
  /** Portions; null is empty. */
  value: number | null;
  portion: string;
  unit: string;
  onChange: (portions: number | null) => void;
};

/** An amount of a unit that is a whole number of portions. Keeps what is being typed; what does not fit stays with an error. */
export function MeasureInput({ value, portion, unit, onChange, error, ...rest }: MeasureInputProps) {
  const { t, lang } = useI18n();
  const [draft, setDraft] = useState<string>();
  const isEmpty = draft?.trim() === '' && !rest.required;
  const isBroken = draft !== undefined && !isEmpty && portionsOf(draft, portion) === undefined;
  return (
    <TextInput
      inputMode="decimal"
      rightSection={unit}
      rightSectionWidth={64}
      rightSectionProps={{ style: { color: 'var(--mantine-color-dimmed)', fontSize: 'var(--mantine-font-size-sm)' } }}
      {...rest}
      value={draft ?? (value === null ? '' : written(amountIn(value, portion), lang))}
      error={isBroken ? t('sale.notMultiple', { amount: `${written(portion, lang)} ${unit}` }) : error}
      onChange={(event) => {
        const text = event.currentTarget.value;
        setDraft(text);
        const portions = text.trim() === '' && !rest.required ? null : portionsOf(text, portion);
        if (portions !== undefined) onChange(portions);
      }}
      onBlur={() => {
        if (!isBroken) setDraft(undefined);
      }}
    />
  );
}
