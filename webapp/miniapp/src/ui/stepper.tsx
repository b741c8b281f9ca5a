import { Icon } from './icons';

interface StepperProps {
  value: number;
  onChange: (value: number) => void;
  /** Name of the thing counted, for the labels of the buttons. */
  less: string;
  more: string;
  /** Largest value, when there is one. */
  max?: number | null;
  /** In the colour of the main action. */
  main?: boolean;
}

/** Counts pieces; at one, minus removes. */
export function Stepper({ value, onChange, less, more, max, main }: StepperProps) {
  const full = max !== undefined && max !== null && value >= max;
  return (
    <div class={main ? 'stepper main grow' : 'stepper'}>
      <button type="button" aria-label={less} onClick={() => onChange(value - 1)}>
        <Icon name={value === 1 && !main ? 'trash' : 'minus'} size={20} />
      </button>
      <output class={main ? 'grow' : ''} aria-live="polite">
        {value}
      </output>
      <button type="button" aria-label={more} disabled={full} onClick={() => onChange(value + 1)}>
        <Icon name="plus" size={20} />
      </button>
    </div>
  );
}
