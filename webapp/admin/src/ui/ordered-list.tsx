import { ActionIcon, Group, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useT } from '../i18n/i18n';
import { Icon } from './icons';
import css from './ordered-list.module.css';
import { Thumb } from './thumb';

export type Item = {
  id: string;
  name: string;
  note?: ReactNode;
  picture?: React.ComponentProps<typeof Thumb>['picture'];
};

type OrderedListProps<T extends Item> = {
  label: string;
  items: readonly T[];
  onChange: (items: T[]) => void;
};

/** The same list with one of it moved. */
export function moved<T>(items: readonly T[], at: number, by: number): T[] {
  const next = [...items];
  const [item] = next.splice(at, 1);
  if (item !== undefined) next.splice(at + by, 0, item);
  return next;
}

/** Things in an order that people make: each is moved and taken out by buttons. */
export function OrderedList<T extends Item>({ label, items, onChange }: OrderedListProps<T>) {
  const t = useT();
  return (
    <ol className={css.list} aria-label={label}>
      {items.map((item, at) => (
        <li key={item.id} className={css.item}>
          {item.picture !== undefined && <Thumb picture={item.picture} />}
          <div className={css.words}>
            <Text size="sm" fw={600}>
              {item.name}
            </Text>
            {item.note && (
              <Text size="xs" c="dimmed">
                {item.note}
              </Text>
            )}
          </div>
          <Group gap={4} wrap="nowrap">
            <ActionIcon
              variant="subtle"
              color="gray"
              size={44}
              disabled={at === 0}
              aria-label={t('list.up', { name: item.name })}
              onClick={() => onChange(moved(items, at, -1))}
            >
              <Icon name="chevronUp" size={18} />
            </ActionIcon>
            <ActionIcon
              variant="subtle"
              color="gray"
              size={44}
              disabled={at === items.length - 1}
              aria-label={t('list.down', { name: item.name })}
              onClick={() => onChange(moved(items, at, 1))}
            >
              <Icon name="chevronDown" size={18} />
            </ActionIcon>
            <ActionIcon
              variant="subtle"
              color="gray"
              size={44}
              aria-label={t('list.remove', { name: item.name })}
              onClick={() => onChange(items.filter((each) => each.id !== item.id))}
            >
              <Icon name="close" size={18} />
            </ActionIcon>
          </Group>
        </li>
      ))}
    </ol>
  );
}
