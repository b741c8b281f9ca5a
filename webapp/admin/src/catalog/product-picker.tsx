import { Group, Select, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ProductChoicesDocument, type ProductChoicesQuery } from '../generated/gql/graphql';
import { useT } from '../i18n/i18n';
import { query } from '../session/api';
import { Icon } from '../ui/icons';
import { Thumb } from '../ui/thumb';

export type ProductChoice = ProductChoicesQuery['products']['nodes'][number];

type ProductPickerProps = {
  label: string;
  /** Ids that are there already. */
  taken: readonly string[];
  onPick: (product: ProductChoice) => void;
  error?: string | undefined;
};

/** Finds a product by name or code and hands it over; then it is ready for the next. */
export function ProductPicker({ label, taken, onPick, error }: ProductPickerProps) {
  const t = useT();
  const [typed, setTyped] = useState('');
  const [search] = useDebouncedValue(typed.trim(), 250);
  const { data } = useQuery({
    ...query('products', ProductChoicesDocument, { first: 12, ...(search && { search }) }),
    placeholderData: keepPreviousData,
  });
  const found = data?.products.nodes.filter((product) => !taken.includes(product.id)) ?? [];
  return (
    <Select
      label={label}
      placeholder={t('product.search')}
      leftSection={<Icon name="search" size={18} />}
      searchable
      autoComplete="off"
      error={error}
      data={found.map((product) => ({ value: product.id, label: product.name }))}
      filter={({ options }) => options}
      value={null}
      searchValue={typed}
      onSearchChange={setTyped}
      nothingFoundMessage={data ? t('table.noMatch') : t('common.loading')}
      renderOption={({ option }) => (
        <Group gap="xs" wrap="nowrap">
          <Thumb picture={found.find((product) => product.id === option.value)?.cover} size={36} />
          <Text size="sm">{option.label}</Text>
        </Group>
      )}
      onChange={(id) => {
        const product = found.find((each) => each.id === id);
        if (!product) return;
        onPick(product);
        setTyped('');
      }}
    />
  );
}
