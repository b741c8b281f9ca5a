import { ActionIcon, Group, Menu, Paper, Skeleton, Table, Text, UnstyledButton, VisuallyHidden } from '@mantine/core';
import { useLocalStorage, useMediaQuery } from '@mantine/hooks';
import { type ColumnDef, columnVisibilityFeature, type RowData, tableFeatures, useTable } from '@tanstack/react-table';
import { type ReactNode, useMemo } from 'react';
import { useT } from '../i18n/i18n';
import css from './data-table.module.css';
import { Icon } from './icons';
import { ErrorState } from './states';

const features = tableFeatures({ columnVisibilityFeature });

export type Sort = { id: string; desc: boolean };

export type Column<Row> = {
  id: string;
  header: string;
  cell: (row: Row) => ReactNode;
  /** Aligned right with tabular figures. */
  numeric?: boolean;
  sortable?: boolean;
  /** The first column carries the row's link and can never be hidden. */
  fixed?: boolean;
  hidden?: boolean;
  /** Buttons of the row: its header is there for screen readers alone. */
  isMenu?: boolean;
};

type DataTableProps<Row> = {
  /** Names the table for screen readers and keys the reader's choice of columns. */
  id: string;
  label: string;
  columns: Column<Row>[];
  /** Undefined until the first answer; kept while the next page is under way. */
  rows: Row[] | undefined;
  rowKey: (row: Row) => string;
  /** The same row for a phone. */
  card: (row: Row) => ReactNode;
  error?: unknown;
  onRetry?: () => void;
  isStale?: boolean;
  sort?: Sort | undefined;
  onSort?: (sort: Sort) => void;
  empty: ReactNode;
  /** Toolbar above the rows: search and filters. */
  toolbar?: ReactNode;
  footer?: ReactNode;
};

/** A list of records: a table from 62em up, cards below. Sorting, filtering and paging are the server's. */
export function DataTable<Row extends RowData>(props: DataTableProps<Row>) {
  const { columns, rows, error, onRetry } = props;
  const t = useT();
  const isPhone = useMediaQuery('(max-width: 61.99em)', false, { getInitialValueInEffect: false });
  const [visibility, setVisibility] = useLocalStorage<Record<string, boolean>>({
    key: `dokon.columns.${props.id}`,
    defaultValue: Object.fromEntries(columns.filter((c) => c.hidden).map((c) => [c.id, false])),
    getInitialValueInEffect: false,
  });
  const defs = useMemo<ColumnDef<typeof features, Row>[]>(
    () =>
      columns.map((column) => ({
        id: column.id,
        header: column.header,
        enableHiding: !column.fixed,
        cell: (context) => column.cell(context.row.original),
      })),
    [columns],
  );
  const table = useTable({
    features,
    columns: defs,
    data: rows ?? emptyRows,
    getRowId: props.rowKey,
    state: { columnVisibility: visibility },
    onColumnVisibilityChange: (next) => setVisibility((now) => (typeof next === 'function' ? next(now) : next)),
  });
  const byId = new Map(columns.map((column) => [column.id, column]));

  let body: ReactNode;
  if (error && !rows) {
    body = (
      <Paper p="md">
        <ErrorState error={error} {...(onRetry && { onRetry })} />
      </Paper>
    );
  } else if (rows && rows.length === 0) {
    body = props.empty;
  } else if (isPhone) {
    body = (
      <ul className={`${css.cards} ${props.isStale ? css.stale : ''}`} aria-label={props.label} aria-busy={!rows}>
        {rows
          ? rows.map((row) => (
              <li key={props.rowKey(row)} className={css.card}>
                {props.card(row)}
              </li>
            ))
          : skeletons.map((key) => (
              <li key={key} className={css.card}>
                <Skeleton height={16} width="60%" mb={8} />
                <Skeleton height={12} width="90%" />
              </li>
            ))}
      </ul>
    );
  } else {
    body = (
      // A region that scrolls sideways must be reachable by keyboard.
      // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
      <section className={css.scroll} tabIndex={0} aria-label={props.label}>
        <Table
          className={`${css.table} ${props.isStale ? css.stale : ''}`}
          highlightOnHover={!!rows}
          verticalSpacing="sm"
          horizontalSpacing="sm"
          aria-busy={!rows}
        >
          <Table.Thead>
            {table.getHeaderGroups().map((group) => (
              <Table.Tr key={group.id}>
                {group.headers.map((header) => {
                  const column = byId.get(header.column.id);
                  return (
                    column && (
                      <HeadCell
                        key={header.id}
                        column={column}
                        {...(props.sort && { sort: props.sort })}
                        {...(props.onSort && { onSort: props.onSort })}
                      />
                    )
                  );
                })}
              </Table.Tr>
            ))}
          </Table.Thead>
          <Table.Tbody>
            {rows
              ? table.getRowModel().rows.map((row) => (
                  <Table.Tr key={row.id}>
                    {row.getVisibleCells().map((cell) => (
                      <Table.Td key={cell.id} className={byId.get(cell.column.id)?.numeric ? css.number : undefined}>
                        <table.FlexRender cell={cell} />
                      </Table.Td>
                    ))}
                  </Table.Tr>
                ))
              : skeletons.map((key) => (
                  <Table.Tr key={key}>
                    {table.getVisibleLeafColumns().map((column) => (
                      <Table.Td key={column.id}>
                        <Skeleton height={20} />
                      </Table.Td>
                    ))}
                  </Table.Tr>
                ))}
          </Table.Tbody>
        </Table>
      </section>
    );
  }

  const chooser = !isPhone && columns.some((column) => !column.fixed) && (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="default" size="lg" aria-label={t('table.columns')}>
          <Icon name="columns" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('table.columns')}</Menu.Label>
        {table.getAllLeafColumns().map(
          (column) =>
            column.getCanHide() && (
              <Menu.CheckboxItem
                key={column.id}
                checked={column.getIsVisible()}
                onChange={(isOn) => column.toggleVisibility(isOn)}
              >
                {byId.get(column.id)?.header}
              </Menu.CheckboxItem>
            ),
        )}
      </Menu.Dropdown>
    </Menu>
  );

  return (
    <Paper withBorder className={css.frame}>
      {(props.toolbar || chooser) && (
        <Group gap="xs" p={{ base: 'xs', sm: 'sm' }} wrap="nowrap" align="flex-start">
          <div style={{ flex: 1, minWidth: 0 }}>{props.toolbar}</div>
          {chooser}
        </Group>
      )}
      {body}
      {error != null && rows && (
        <Text size="sm" c="red" p="sm" role="alert">
          {t('table.stale')}
        </Text>
      )}
      {props.footer && <div className={css.foot}>{props.footer}</div>}
    </Paper>
  );
}

const emptyRows: never[] = [];
const skeletons = ['1', '2', '3', '4', '5', '6'];

function HeadCell<Row>({ column, sort, onSort }: { column: Column<Row>; sort?: Sort; onSort?: (sort: Sort) => void }) {
  const isSorted = sort?.id === column.id;
  const order = isSorted ? (sort.desc ? 'descending' : 'ascending') : 'none';
  return (
    <Table.Th
      className={column.numeric ? css.number : undefined}
      aria-sort={column.sortable ? order : undefined}
      scope="col"
    >
      {column.sortable && onSort ? (
        <UnstyledButton
          className={css.sort}
          fz="inherit"
          fw="inherit"
          c="inherit"
          onClick={() => onSort({ id: column.id, desc: isSorted ? !sort.desc : true })}
        >
          {column.header}
          {isSorted && <Icon name={sort.desc ? 'chevronDown' : 'chevronUp'} size={14} />}
        </UnstyledButton>
      ) : column.isMenu ? (
        <VisuallyHidden>{column.header}</VisuallyHidden>
      ) : (
        column.header
      )}
    </Table.Th>
  );
}

/** Wraps what can be pressed inside a row, so that it is not covered by the row's link. */
export function Above({ children }: { children: ReactNode }) {
  return <span className={css.above}>{children}</span>;
}
