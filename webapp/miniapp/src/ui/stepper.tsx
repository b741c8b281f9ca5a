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
  /** In the colour of the main action. */
  main?: boolean;
}

/** Counts pieces; where minus leads to none, it shows that it removes. */
export function Stepper({ value, onChange, steps, less, more, main }: StepperProps) {
  const next = steps.more;
  return (
    <div class={main ? 'stepper main grow' : 'stepper'}>
      <button type="button" aria-label={less} onClick={() => onChange(steps.less)}>
        <Icon name={steps.less === 0 && !main ? 'trash' : 'minus'} size={20} />
      </button>
      <output class={main ? 'grow' : ''} aria-live="polite">
        {value}
      </output>
      <button type="button" aria-label={more} disabled={next === null} onClick={() => next !== null && onChange(next)}>
        <Icon name="plus" size={20} />
      </button>
    </div>
  );
}
