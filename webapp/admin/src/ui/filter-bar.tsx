import { ActionIcon, Button, Group, Menu, Pill, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useT } from '../i18n/i18n';
import { Icon } from './icons';

type SearchFieldProps = { value: string; label: string; onSearch: (value: string) => void };

/** Search with its own text while typing; the URL follows 300 ms after the last key or at once on Enter. */
export function SearchField({ value, label, onSearch }: SearchFieldProps) {
  const t = useT();
  const [text, setText] = useState(value);
  const sent = useRef(value);
  // Back and forward change the URL from outside: the field follows.
  useEffect(() => {
    if (value !== sent.current) {
      sent.current = value;
      setText(value);
    }
  }, [value]);
  const send = (next: string) => {
    sent.current = next.trim();
    onSearch(next.trim());
  };
  const sendSoon = useDebouncedCallback(send, 300);
  return (
    <TextInput
      type="search"
      role="searchbox"
      aria-label={label}
      placeholder={label}
      value={text}
      leftSection={<Icon name="search" size={18} />}
      rightSection={
        text && (
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t('common.clear')}
            onClick={() => {
              setText('');
              send('');
            }}
          >
            <Icon name="close" size={16} />
          </ActionIcon>
        )
      }
      onChange={(event) => {
        setText(event.currentTarget.value);
        sendSoon(event.currentTarget.value);
      }}
      // Whatever is pressed next meets the filter that was typed, not one that arrives after it.
      onBlur={() => sendSoon.flush()}
      onKeyDown={(event) => {
        if (event.key === 'Enter') sendSoon.flush();
      }}
      style={{ flex: '1 1 14rem' }}
    />
  );
}

export type FacetOption = { value: string; label: string };

type FacetProps = {
  label: string;
  options: FacetOption[];
  value: string[];
  onChange: (value: string[]) => void;
  single?: boolean;
};

/** A filter with a few values; what is chosen shows below as removable chips. */
export function Facet({ label, options, value, onChange, single }: FacetProps) {
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <Button variant="default" rightSection={<Icon name="chevronDown" size={16} />} px="sm">
          {label}
          {value.length > 0 && ` · ${value.length}`}
        </Button>
      </Menu.Target>
      <Menu.Dropdown mah="60vh" style={{ overflowY: 'auto' }}>
        {options.map((option) =>
          single ? (
            <Menu.RadioItem
              key={option.value}
              value={option.value}
              checked={value.includes(option.value)}
              closeMenuOnClick
              onChange={() => onChange([option.value])}
            >
              {option.label}
            </Menu.RadioItem>
          ) : (
            <Menu.CheckboxItem
              key={option.value}
              checked={value.includes(option.value)}
              onChange={(isOn) =>
                onChange(isOn ? [...value, option.value] : value.filter((each) => each !== option.value))
              }
            >
              {option.label}
            </Menu.CheckboxItem>
          ),
        )}
      </Menu.Dropdown>
    </Menu>
  );
}

export type Chip = { key: string; label: string; onRemove: () => void };

/** Search, facets and, when something is filtered, the chips that say so and take it away. */
export function FilterBar({ children, chips, onClear }: { children: ReactNode; chips: Chip[]; onClear: () => void }) {
  const t = useT();
  return (
    <div>
      <Group gap="xs">{children}</Group>
      {chips.length > 0 && (
        <Group gap={6} mt="xs">
          {chips.map((chip) => (
            <Pill
              key={chip.key}
              size="md"
              withRemoveButton
              onRemove={chip.onRemove}
              removeButtonProps={{
                'aria-label': t('table.removeFilter', { filter: chip.label }),
                'aria-hidden': false,
                tabIndex: 0,
              }}
            >
              {chip.label}
            </Pill>
          ))}
          <Button size="compact-sm" variant="subtle" onClick={onClear}>
            {t('table.clearFilters')}
          </Button>
        </Group>
      )}
    </div>
  );
}
