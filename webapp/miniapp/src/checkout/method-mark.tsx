import { Icon } from '../ui/icons';
import { methodIcon, type PaymentMethod } from './payment-method';

/** Letter and colour by which buyers know a provider; the others have a drawing. */
const MARKS: Partial<Record<PaymentMethod, { letter: string; color: string }>> = {
  PAYME: { letter: 'P', color: '#007a73' },
  CLICK: { letter: 'C', color: '#0059c9' },
  UZUM: { letter: 'U', color: '#6a00f4' },
  TELEGRAM: { letter: 'T', color: '#12699c' },
  TELEGRAM_STARS: { letter: '★', color: '#8a5a00' },
};

export function MethodMark({ method }: { method: PaymentMethod }) {
  const mark = MARKS[method];
  if (!mark) return <Icon name={methodIcon(method)} />;
  return (
    <span class="brand-mark" aria-hidden="true" style={{ background: mark.color }}>
      {mark.letter}
    </span>
  );
}
