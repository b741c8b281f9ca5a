import { sum, t } from '../shell/lang';
import { RadioRows } from '../ui/choice';
import { Field } from '../ui/field';
import { Icon } from '../ui/icons';
import { methodHint, methodIcon, type PaymentMethod } from './payment-method';

interface PaymentPartProps {
  /** What the cart may be paid with; another method is not shown. */
  methods: readonly PaymentMethod[];
  value: PaymentMethod | null;
  isPickup: boolean;
  /** Tiyin to be paid. */
  total: number;
  /** What the shopper will hand over, as typed. */
  cash: string;
  error: string | undefined;
  cashError: string | undefined;
  onChoose: (method: PaymentMethod) => void;
  onCash: (typed: string, done: boolean) => void;
}

export function PaymentPart(props: PaymentPartProps) {
  return (
    <section class="stack" aria-labelledby="pay" data-fault="payment cash">
      <h2 id="pay" class="gap">
        {t('checkout.payment')}
      </h2>
      <RadioRows
        label={t('checkout.payment')}
        choices={props.methods.map((method) => ({
          value: method,
          title: t(`payment.${method}`),
          hint: methodHint(method, props.isPickup),
          aside: <Icon name={methodIcon(method)} />,
        }))}
        value={props.value ?? undefined}
        onChoose={props.onChoose}
      />
      {props.error && (
        <p class="small danger" role="alert">
          {props.error}
        </p>
      )}
      {props.value === 'CASH' && (
        <div class="card">
          <Field
            label={t('payment.changeFrom')}
            value={props.cash}
            placeholder={sum(roundUp(props.total))}
            error={props.cashError}
            hint={<span class="hint small">{t('payment.changeHint')}</span>}
            onInput={(typed) => props.onCash(typed, false)}
            onBlur={() => props.onCash(props.cash, true)}
            input={{ inputMode: 'numeric', autoComplete: 'off', maxLength: 15 }}
          />
        </div>
      )}
    </section>
  );
}

/** The next whole 50 000 soʻm above a sum: what somebody would likely hand over. */
function roundUp(total: number): number {
  const step = 5_000_000;
  return Math.max(step, Math.ceil(total / step) * step);
}
