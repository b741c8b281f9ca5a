import type { ComponentChildren } from 'preact';
import { Icon } from './icons';

export interface Choice<V> {
  value: V;
  title: ComponentChildren;
  hint?: ComponentChildren;
  /** At the far end: a price. */
  aside?: ComponentChildren;
}

interface ChoiceProps<V> {
  label: string;
  choices: readonly Choice<V>[];
  value: V | undefined;
  onChoose: (value: V) => void;
}

/** Arrow keys move through a radio group, as in the ARIA pattern. */
function arrows(event: KeyboardEvent) {
  const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
  if (!step || !(event.currentTarget instanceof HTMLElement)) return;
  const all = [...event.currentTarget.querySelectorAll<HTMLElement>('[role=radio]')];
  const at = all.indexOf(document.activeElement as HTMLElement);
  const next = all[(at + step + all.length) % all.length];
  event.preventDefault();
  next?.focus();
  next?.click();
}

/** Only the chosen one, or the first, is in the tab order. */
function tabIndex<V>(choices: readonly { value: V }[], value: V | undefined, at: number): 0 | -1 {
  const chosen = choices.findIndex((c) => c.value === value);
  return at === (chosen < 0 ? 0 : chosen) ? 0 : -1;
}

/** Large rows of which one is chosen. */
export function RadioRows<V>({ label, choices, value, onChoose }: ChoiceProps<V>) {
  return (
    <div class="rows" role="radiogroup" aria-label={label} onKeyDown={arrows}>
      {choices.map((choice, i) => (
        <button
          key={String(choice.value)}
          type="button"
          class="line"
          role="radio"
          aria-checked={choice.value === value}
          tabIndex={tabIndex(choices, value, i)}
          onClick={() => onChoose(choice.value)}
        >
          <span class="radio" />
          <span class="grow">
            <span class="line-title">{choice.title}</span>
            {choice.hint && <span class="hint small line-hint">{choice.hint}</span>}
          </span>
          {choice.aside}
        </button>
      ))}
    </div>
  );
}

/** Rows of which several may be chosen, up to `max`. */
export function CheckRows<V>(props: {
  label: string;
  choices: readonly Choice<V>[];
  values: ReadonlySet<V>;
  max: number;
  onToggle: (value: V) => void;
}) {
  const full = props.values.size >= props.max;
  return (
    <div class="rows" role="group" aria-label={props.label}>
      {props.choices.map((choice) => {
        const on = props.values.has(choice.value);
        return (
          <button
            key={String(choice.value)}
            type="button"
            class={full && !on ? 'line muted' : 'line'}
            role="checkbox"
            aria-checked={on}
            disabled={full && !on}
            onClick={() => props.onToggle(choice.value)}
          >
            <span class="check">
              <Icon name="check" size={18} />
            </span>
            <span class="grow">{choice.title}</span>
            {choice.aside}
          </button>
        );
      })}
    </div>
  );
}

/** Two or three words side by side, one of them chosen. */
export function Tabs<V>({ label, choices, value, onChoose }: ChoiceProps<V>) {
  return (
    <div class="tabs" role="radiogroup" aria-label={label} onKeyDown={arrows}>
      {choices.map((choice, i) => (
        <button
          key={String(choice.value)}
          type="button"
          role="radio"
          aria-checked={choice.value === value}
          tabIndex={tabIndex(choices, value, i)}
          onClick={() => onChoose(choice.value)}
        >
          {choice.title}
        </button>
      ))}
    </div>
  );
}

export interface OptionChoice {
  value: string;
  name: string;
  /** #rrggbb for a swatch. */
  swatch: string;
  /** `out`: sold out with the other choices; `other`: does not exist with them, choosing it moves them. */
  state: 'free' | 'out' | 'other';
}

/** Values of an option: coloured circles with names, or words in pills. */
export function OptionRow(props: {
  label: string;
  look: 'SWATCH' | 'PILL';
  choices: readonly OptionChoice[];
  value: string | undefined;
  soldOut: string;
  onChoose: (value: string) => void;
}) {
  return (
    <div class="wrap" role="radiogroup" aria-label={props.label} onKeyDown={arrows}>
      {props.choices.map((choice, i) => {
        const look = props.look === 'SWATCH' && choice.swatch !== '' ? 'swatch' : 'pill';
        const state = choice.state === 'free' ? '' : choice.state === 'out' ? ' out' : ' muted';
        return (
          <button
            key={choice.value}
            type="button"
            class={look + state}
            role="radio"
            aria-checked={choice.value === props.value}
            tabIndex={tabIndex(props.choices, props.value, i)}
            {...(look === 'swatch' ? { style: { '--c': choice.swatch } } : {})}
            onClick={() => props.onChoose(choice.value)}
          >
            {look === 'swatch' && <i />}
            <span>{choice.name}</span>
            {choice.state === 'out' && <span class="seen-not">, {props.soldOut}</span>}
          </button>
        );
      })}
    </div>
  );
}
