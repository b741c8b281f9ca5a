import { MultiSelect, type MultiSelectProps, Select, type SelectProps } from '@mantine/core';
import { useState } from 'react';
import { useT } from '../i18n/i18n';

export type Choice = { value: string; label: string };

/** Value of the entry that makes what was typed. */
const fresh = '\u0000new';

function useChoices(options: readonly Choice[], canCreate: boolean) {
  const t = useT();
  const [typed, setTyped] = useState('');
  const name = typed.trim();
  const isKnown = options.some((each) => each.label.toLowerCase() === name.toLowerCase());
  const data = [
    ...options,
    ...(canCreate && name && !isKnown ? [{ value: fresh, label: t('pick.create', { name }) }] : []),
  ];
  return { data, typed, setTyped, name, nothing: t('table.noMatch') };
}

type PickProps = Omit<SelectProps, 'data' | 'onChange' | 'value'> & {
  options: readonly Choice[];
  value: string | null;
  onChange: (value: string | null) => void;
  /** Makes what was typed and answers its value; absent: nothing can be made here. */
  onCreate?: ((name: string) => Promise<string | undefined>) | undefined;
};

/** One of a list, found by typing; what is missing is made on the spot. */
export function Pick({ options, value, onChange, onCreate, ...rest }: PickProps) {
  const { data, typed, setTyped, name, nothing } = useChoices(options, onCreate !== undefined);
  return (
    <Select
      searchable
      clearable
      autoComplete="off"
      comboboxProps={{ withinPortal: true }}
      nothingFoundMessage={nothing}
      {...rest}
      data={data}
      value={value}
      searchValue={typed}
      onSearchChange={setTyped}
      onChange={(next) => {
        if (next !== fresh) onChange(next);
        else void onCreate?.(name).then((made) => made && onChange(made));
      }}
    />
  );
}

type PickManyProps = Omit<MultiSelectProps, 'data' | 'onChange' | 'value'> & {
  options: readonly Choice[];
  value: readonly string[];
  onChange: (value: string[]) => void;
  onCreate?: ((name: string) => Promise<string | undefined>) | undefined;
};

/** Several of a list, in the order in which they were taken. */
export function PickMany({ options, value, onChange, onCreate, ...rest }: PickManyProps) {
  const { data, typed, setTyped, name, nothing } = useChoices(options, onCreate !== undefined);
  return (
    <MultiSelect
      size="md"
      searchable
      hidePickedOptions
      autoComplete="off"
      nothingFoundMessage={nothing}
      {...rest}
      data={data}
      value={[...value]}
      searchValue={typed}
      onSearchChange={setTyped}
      onChange={(next) => {
        if (!next.includes(fresh)) onChange(next);
        else {
          setTyped('');
          void onCreate?.(name).then((made) => made && onChange([...value.filter((each) => each !== made), made]));
        }
      }}
    />
  );
}
