import { Button, Group, NativeSelect, Text } from '@mantine/core';
import { useT } from '../i18n/i18n';
import { Icon } from './icons';
import { pageSizes } from './search-params';

export type PageInfo = {
  hasNextPage: boolean;
  hasPreviousPage: boolean;
  startCursor?: string | null | undefined;
  endCursor?: string | null | undefined;
};

/** Where a list stands: a cursor to go on from, or one to go back from. */
export type Cursor = { after?: string | undefined; before?: string | undefined };

type PagerProps = {
  info: PageInfo | undefined;
  /** Counted up to a limit by the server; null or undefined where it was not asked. */
  total?: { value: number; isExact: boolean } | null | undefined;
  size: number;
  onMove: (cursor: Cursor) => void;
  onSize: (size: number) => void;
};

/** Keyset pager: there are no page numbers, since rows arrive while one reads. */
export function Pager({ info, total, size, onMove, onSize }: PagerProps) {
  const t = useT();
  return (
    <>
      <Group gap="sm">
        {total && (
          <Text size="sm" c="dimmed">
            {total.isExact
              ? t('table.total', { count: total.value })
              : t('table.totalMany', { count: total.value - 1 })}
          </Text>
        )}
        <NativeSelect
          size="sm"
          aria-label={t('table.pageSize')}
          value={String(size)}
          onChange={(event) => onSize(Number(event.currentTarget.value))}
          data={pageSizes.map(String)}
        />
      </Group>
      <Group component="nav" gap="xs" aria-label={t('table.pages')}>
        <Button
          size="sm"
          variant="default"
          disabled={!info?.hasPreviousPage}
          onClick={() => onMove({ before: info?.startCursor ?? undefined })}
          leftSection={<Icon name="chevronLeft" size={16} />}
        >
          {t('table.previous')}
        </Button>
        <Button
          size="sm"
          variant="default"
          disabled={!info?.hasNextPage}
          onClick={() => onMove({ after: info?.endCursor ?? undefined })}
          rightSection={<Icon name="chevronRight" size={16} />}
        >
          {t('table.next')}
        </Button>
      </Group>
    </>
  );
}
