import { Paper, Skeleton, Text, UnstyledButton } from '@mantine/core';
import type { ReactNode } from 'react';
import css from './row-list.module.css';
import { ErrorState } from './states';

type Row = {
  id: string;
  name: string;
  note?: ReactNode;
  /** Beside the name. */
  badge?: ReactNode;
  /** Before the name. */
  before?: ReactNode;
  /** After it: buttons that do not open the row. */
  after?: ReactNode;
};

type RowListProps<T extends Row> = {
  label: string;
  rows: readonly T[] | undefined;
  error: unknown;
  onRetry: () => void;
  /** Absent: rows are for reading. */
  onOpen?: ((row: T) => void) | undefined;
  empty: ReactNode;
};

/** A short list of things, each opened by pressing it; with what is shown while it loads, fails or is empty. */
export function RowList<T extends Row>({ label, rows, error, onRetry, onOpen, empty }: RowListProps<T>) {
  if (!rows) {
    return error ? (
      <ErrorState error={error} onRetry={onRetry} />
    ) : (
      <Paper withBorder p="md">
        <Skeleton height={20} mb="md" />
        <Skeleton height={20} mb="md" />
        <Skeleton height={20} />
      </Paper>
    );
  }
  if (rows.length === 0) return <Paper withBorder>{empty}</Paper>;
  return (
    <Paper withBorder>
      <ul className={css.list} aria-label={label}>
        {rows.map((row) => (
          <li key={row.id} className={css.row}>
            <UnstyledButton className={css.open} disabled={!onOpen} onClick={() => onOpen?.(row)}>
              {row.before}
              <span className={css.words}>
                <span className={css.name}>
                  <Text span fw={600}>
                    {row.name}
                  </Text>
                  {row.badge}
                </span>
                {row.note && (
                  <Text span size="sm" c="dimmed">
                    {row.note}
                  </Text>
                )}
              </span>
            </UnstyledButton>
            {row.after}
          </li>
        ))}
      </ul>
    </Paper>
  );
}
