import { Icon } from './icons';

/** Quantities that the buttons lead to. */
export interface Steps {
  /** 0 when nothing is left then. */
  less: number;
  /** Null when there can be no more. */
  more: number | null;
}

interface StepperProps {
  value: number;
  onChange: (value: number) => void;
  /** Name of the thing counted, for the labels of the buttons. */
  less: string;
  more: string;
  steps: Steps;
  /** What the value is in words; the number when left out. */
  text?: string;
}

/** Counts pieces; where minus leads to none, it shows that it removes. */
export function Stepper({ value, onChange, steps, less, more, text }: StepperProps) {
  const next = steps.more;
  return (
    <div class="stepper">
      <button type="button" aria-label={less} onClick={() => onChange(steps.less)}>
        <Icon name={steps.less === 0 ? 'trash' : 'minus'} size={20} />
      </button>
      <output aria-live="polite">{text ?? value}</output>
      <button type="button" aria-label={more} disabled={next === null} onClick={() => next !== null && onChange(next)}>
        <Icon name="plus" size={20} />
      </button>
    </div>
  );
}
