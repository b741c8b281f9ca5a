import { TextInput, type TextInputProps } from '@mantine/core';
import { useState } from 'react';
import { instantOf, localOf } from './local-time';

type DateTimeInputProps = Omit<TextInputProps, 'value' | 'onChange' | 'type'> & {
  /** RFC 3339; null is empty. */
  value: string | null;
  onChange: (instant: string | null) => void;
};

/** A date and a time on the shop's clock, in the field that the device has for it. */
export function DateTimeInput({ value, onChange, ...rest }: DateTimeInputProps) {
  // What is half typed is no time yet, and must not be taken from under the fingers.
  const [draft, setDraft] = useState<string>();
  return (
    <TextInput
      {...rest}
      type="datetime-local"
      value={draft ?? localOf(value)}
      onChange={(event) => {
        const text = event.currentTarget.value;
        setDraft(text);
        const instant = instantOf(text);
        if (instant !== undefined) onChange(instant);
      }}
      onBlur={() => setDraft(undefined)}
    />
  );
}
