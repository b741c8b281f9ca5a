import { TextInput, type TextInputProps } from '@mantine/core';
import { useState } from 'react';
import { useT } from '../i18n/i18n';
import { parseSum, sumText } from './money-text';

type MoneyInputProps = Omit<TextInputProps, 'value' | 'onChange'> & {
  /** Tiyin; null is empty. */
  value: number | null;
  onChange: (tiyin: number | null) => void;
};

/** A sum in soʻm. Keeps what is being typed and formats it on leaving; what is no sum stays in view with an error. */
export function MoneyInput({ value, onChange, error, ...rest }: MoneyInputProps) {
  const t = useT();
  const [draft, setDraft] = useState<string>();
  const isBroken = draft !== undefined && parseSum(draft) === undefined;
  return (
    <TextInput
      inputMode="decimal"
      rightSection={t('common.sum')}
      rightSectionWidth={54}
      rightSectionProps={{ style: { color: 'var(--mantine-color-dimmed)', fontSize: 'var(--mantine-font-size-sm)' } }}
      {...rest}
      value={draft ?? sumText(value)}
      error={isBroken ? t('common.notSum') : error}
      onChange={(event) => {
        const text = event.currentTarget.value;
        setDraft(text);
        const tiyin = parseSum(text);
        if (tiyin !== undefined) onChange(tiyin);
      }}
      onBlur={() => {
        if (!isBroken) setDraft(undefined);
      }}
    />
  );
}
