import { useState } from 'react';
import { cells } from './paste';
import css from './variant-grid.module.css';

type VariantCellProps = {
  label: string;
  text: string;
  isNumber: boolean;
  isChanged: boolean;
  isDisabled: boolean;
  /** Shown instead of an empty cell. */
  placeholder?: string;
  errorId: string | undefined;
  /** Answers whether the text is what the column takes. */
  onCommit: (text: string) => boolean;
  onPaste: (block: string[][]) => void;
  /** Another cell, so many rows down and columns to the right. */
  onMove: (from: HTMLInputElement, down: number, right: number) => void;
};

/** One cell of the grid: keeps its own text while it is typed and hands it over on leaving. */
export function VariantCell(props: VariantCellProps) {
  const [draft, setDraft] = useState<string>();
  const [isBroken, setBroken] = useState(false);
  const commit = () => {
    if (draft === undefined) return;
    const isGood = props.onCommit(draft);
    setBroken(!isGood);
    if (isGood) setDraft(undefined);
  };
  const classes = [
    css.cell,
    props.isNumber && css.number,
    props.isChanged && css.changed,
    (isBroken || props.errorId) && css.broken,
  ];
  return (
    <input
      className={classes.filter(Boolean).join(' ')}
      aria-label={props.label}
      aria-invalid={isBroken || props.errorId !== undefined}
      aria-describedby={props.errorId}
      inputMode={props.isNumber ? 'decimal' : 'text'}
      autoComplete="off"
      disabled={props.isDisabled}
      placeholder={props.placeholder}
      value={draft ?? props.text}
      onChange={(event) => setDraft(event.currentTarget.value)}
      onBlur={commit}
      onFocus={(event) => event.currentTarget.select()}
      onPaste={(event) => {
        const block = cells(event.clipboardData.getData('text/plain'));
        // A single cell goes where the caret is, as in any field.
        if (block.length === 1 && block[0]?.length === 1) return;
        event.preventDefault();
        setDraft(undefined);
        props.onPaste(block);
      }}
      onKeyDown={(event) => {
        const field = event.currentTarget;
        const isWhole = field.selectionStart === 0 && field.selectionEnd === field.value.length;
        const move = (down: number, right: number) => {
          event.preventDefault();
          commit();
          props.onMove(field, down, right);
        };
        if (event.ctrlKey || event.metaKey || event.altKey) return;
        if (event.key === 'ArrowDown' || (event.key === 'Enter' && !event.shiftKey)) move(1, 0);
        else if (event.key === 'ArrowUp' || event.key === 'Enter') move(-1, 0);
        else if (event.key === 'ArrowLeft' && (isWhole || field.selectionEnd === 0)) move(0, -1);
        else if (event.key === 'ArrowRight' && (isWhole || field.selectionStart === field.value.length)) move(0, 1);
        else if (event.key === 'Escape' && draft !== undefined) {
          setDraft(undefined);
          setBroken(false);
        }
      }}
    />
  );
}
