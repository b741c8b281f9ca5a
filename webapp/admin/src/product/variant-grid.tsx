import { Button, Group, Menu, Stack, Switch, Text, TextInput } from '@mantine/core';
import { useId, useState } from 'react';
import { useT } from '../i18n/i18n';
import { Icon } from '../ui/icons';
import { shown, type TextLang } from '../ui/texts';
import type { OptionForm } from './draft';
import { choiceKey, type VariantDraft } from './matrix';
import { laid } from './paste';
import { VariantCell } from './variant-cell';
import { cellText, columns, doubledSkus, type VariantColumn, withCell } from './variant-cells';
import css from './variant-grid.module.css';

type VariantGridProps = {
  rows: VariantDraft[];
  /** As they were read: cells that differ are marked. */
  saved: readonly VariantDraft[];
  options: readonly OptionForm[];
  lang: TextLang;
  errors: Record<string, string>;
  onChange: (rows: VariantDraft[]) => void;
};

const numbers: ReadonlySet<VariantColumn> = new Set(['price', 'compareAt', 'stock']);
const bulk = ['price', 'compareAt', 'stock'] as const;
const mostUndo = 50;

/** Prices, codes and pieces of every variant: arrows and Enter move, a block from a spreadsheet is laid over it. */
export function VariantGrid({ rows, saved, options, lang, errors, onChange }: VariantGridProps) {
  const t = useT();
  const noteId = useId();
  const [past, setPast] = useState<VariantDraft[][]>([]);
  const [all, setAll] = useState<{ column: (typeof bulk)[number]; text: string }>();
  const [pasteNote, setPasteNote] = useState('');
  const doubled = doubledSkus(rows);
  const before = new Map(saved.map((row) => [choiceKey(row.choice), row]));

  const change = (next: VariantDraft[]) => {
    setPast((now) => [...now.slice(-mostUndo + 1), rows]);
    onChange(next);
  };
  const setCell = (at: number, column: VariantColumn, text: string) => {
    const row = rows[at];
    const next = row && withCell(row, column, text);
    if (!next) return false;
    if (cellText(row, column) !== cellText(next, column)) change(rows.map((each, i) => (i === at ? next : each)));
    return true;
  };
  const paste = (at: number, column: VariantColumn, block: string[][]) => {
    const next = [...rows];
    let refused = 0;
    for (const cell of laid(block, at, columns.indexOf(column), rows.length, columns.length)) {
      const row = next[cell.row];
      const name = columns[cell.column];
      const changed = row && name && withCell(row, name, cell.text);
      if (changed) next[cell.row] = changed;
      else refused++;
    }
    setPasteNote(refused > 0 ? t('variant.pasteRefused', { count: refused }) : '');
    change(next);
  };
  const move = (from: HTMLInputElement, down: number, right: number) => {
    const cell = from.closest('td');
    const row = cell?.parentElement as HTMLTableRowElement | null;
    if (!cell || !row) return;
    const lines = [...(row.parentElement?.querySelectorAll<HTMLTableRowElement>('tr[data-row]') ?? [])];
    const target =
      lines[lines.indexOf(row) + down]?.cells[cell.cellIndex + right]?.querySelector<HTMLInputElement>(
        'input:not([type=checkbox])',
      );
    target?.focus();
  };
  const undo = () => {
    const last = past.at(-1);
    if (!last) return;
    setPast(past.slice(0, -1));
    onChange(last);
  };
  const fill = () => {
    if (!all) return;
    const next = rows.map((row) => withCell(row, all.column, all.text));
    if (next.some((row) => row === undefined)) return;
    change(next as VariantDraft[]);
    setAll(undefined);
  };

  const nameOf = (row: VariantDraft) =>
    options
      .map((option) => option.values.find((value) => value.code === row.choice[option.code]))
      .map((value) => (value ? shown(value.name, lang) || value.code : ''))
      .filter(Boolean)
      .join(', ') || t('variant.only');
  const counts = rows.every((row) => row.tracksStock);

  return (
    <Stack gap="sm">
      <Group justify="space-between" gap="xs">
        <Switch
          label={t('variant.counts')}
          description={t('variant.countsHint')}
          checked={counts}
          onChange={(event) => {
            const tracksStock = event.currentTarget.checked;
            change(rows.map((row) => ({ ...row, tracksStock })));
          }}
        />
        <Group gap="xs">
          {rows.length > 1 && (
            <Menu position="bottom-end">
              <Menu.Target>
                <Button variant="default" size="sm">
                  {t('variant.setAll')}
                </Button>
              </Menu.Target>
              <Menu.Dropdown>
                {bulk.map((column) => (
                  <Menu.Item key={column} onClick={() => setAll({ column, text: '' })}>
                    {t(`variant.${column}`)}
                  </Menu.Item>
                ))}
              </Menu.Dropdown>
            </Menu>
          )}
          <Button
            variant="default"
            size="sm"
            disabled={past.length === 0}
            onClick={undo}
            leftSection={<Icon name="undo" size={16} />}
          >
            {t('variant.undo')}
          </Button>
        </Group>
      </Group>
      {all && (
        <Group gap="xs" align="flex-end">
          <TextInput
            label={t('variant.setAllTo', { column: t(`variant.${all.column}`) })}
            inputMode="decimal"
            autoFocus
            value={all.text}
            onChange={(event) => setAll({ ...all, text: event.currentTarget.value })}
            onKeyDown={(event) => {
              if (event.key === 'Enter') fill();
              if (event.key === 'Escape') setAll(undefined);
            }}
          />
          <Button onClick={fill}>{t('variant.apply')}</Button>
          <Button variant="default" onClick={() => setAll(undefined)}>
            {t('common.cancel')}
          </Button>
        </Group>
      )}
      <div className={css.scroll}>
        <table className={css.grid} aria-label={t('variant.title')}>
          <thead>
            <tr>
              <th scope="col">{t('variant.one')}</th>
              {columns.map((column) => (
                <th key={column} scope="col" className={numbers.has(column) ? css.number : undefined}>
                  {t(`variant.${column}`)}
                </th>
              ))}
              <th scope="col">{t('variant.active')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row, at) => {
              const key = choiceKey(row.choice);
              const name = nameOf(row);
              const was = before.get(key);
              const notes = [
                ...(doubled.has(at) ? [t('variant.doubledSku')] : []),
                ...['', ...columns].flatMap(
                  (column) => errors[`variants.${at}${column && `.${inputName(column)}`}`] ?? [],
                ),
              ];
              const rowNoteId = `${noteId}-${at}`;
              return [
                <tr key={key} data-row className={row.isActive ? undefined : css.off}>
                  <th scope="row">{name}</th>
                  {columns.map((column) => (
                    <td key={column}>
                      <VariantCell
                        label={`${t(`variant.${column}`)}, ${name}`}
                        text={column === 'stock' && !row.tracksStock ? '' : cellText(row, column)}
                        placeholder={column === 'stock' && !row.tracksStock ? '∞' : undefined}
                        isNumber={numbers.has(column)}
                        isChanged={cellText(row, column) !== (was ? cellText(was, column) : '')}
                        isDisabled={column === 'stock' && !row.tracksStock}
                        errorId={
                          errors[`variants.${at}.${inputName(column)}`] || (column === 'sku' && doubled.has(at))
                            ? rowNoteId
                            : undefined
                        }
                        onCommit={(text) => setCell(at, column, text)}
                        onPaste={(block) => paste(at, column, block)}
                        onMove={move}
                      />
                    </td>
                  ))}
                  <td style={{ paddingInline: '0.6rem' }}>
                    <Switch
                      aria-label={`${t('variant.active')}, ${name}`}
                      checked={row.isActive}
                      onChange={(event) => {
                        const isActive = event.currentTarget.checked;
                        change(rows.map((each, i) => (i === at ? { ...each, isActive } : each)));
                      }}
                    />
                  </td>
                </tr>,
                notes.length > 0 && (
                  <tr key={`${key} note`}>
                    <td colSpan={columns.length + 2} className={css.note} id={rowNoteId}>
                      {notes.join(' · ')}
                    </td>
                  </tr>
                ),
              ];
            })}
          </tbody>
        </table>
      </div>
      <Text size="xs" c="dimmed" role="status">
        {pasteNote || t('variant.keys')}
      </Text>
    </Stack>
  );
}

/** The field of the input behind a column. */
function inputName(column: string): string {
  return column === 'stock' ? 'onHand' : column;
}
