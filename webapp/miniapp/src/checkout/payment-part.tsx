import { useState } from 'preact/hooks';
import { AddCard } from '../card/add-card';
import { cardName } from '../card/card-number';
import { useCards } from '../card/cards';
import { sum, t } from '../shell/lang';
import { Button } from '../ui/button';
import { RadioRows } from '../ui/choice';
import { Field } from '../ui/field';
import { Note } from '../ui/note';
import { MethodMark } from './method-mark';
import { methodHint, type PaymentMethod } from './payment-method';

interface PaymentPartProps {
  /** What the cart may be paid with; another method is not shown. */
  methods: readonly PaymentMethod[];
  value: PaymentMethod | null;
  isPickup: boolean;
  /** Tiyin to be paid. */
  total: number;
  /** Tiyin of it that are paid in advance, the rest being paid later; 0: it is not split. */
  deposit: number;
  /** What is paid now in Telegram Stars; null where they are not taken. */
  stars: number | null;
  /** What the shopper will hand over, as typed. */
  cash: string;
  error: string | undefined;
  cashError: string | undefined;
  /** The saved card that pays, of those that can. */
  cardId: string | undefined;
  onChoose: (method: PaymentMethod, cardId?: string) => void;
  onCash: (typed: string, done: boolean) => void;
}

export function PaymentPart(props: PaymentPartProps) {
  const { paying, desk } = useCards();
  const [adding, setAdding] = useState(false);
  const cards = paying.filter((card) => props.methods.includes(card.method));
  const card = cards.find(({ id }) => id === props.cardId);
  return (
    <section class="stack" aria-labelledby="pay" data-fault="payment cash">
      <h2 id="pay" class="gap">
        {t('checkout.payment')}
      </h2>
      {props.deposit > 0 && (
        <Note
          icon="info"
          text={t('payment.deposit', { now: sum(props.deposit), later: sum(props.total - props.deposit) })}
        />
      )}
      <RadioRows
        label={t('checkout.payment')}
        choices={[
          ...cards.map(({ id, number, method }) => ({
            value: id,
            title: cardName(number),
            hint: t('card.hint'),
            aside: <MethodMark method={method} />,
          })),
          ...props.methods.map((method) => ({
            value: method as string,
            title: t(`payment.${method}`),
            hint:
              method === 'TELEGRAM_STARS' && props.stars
                ? t('payment.stars', { count: props.stars })
                : methodHint(method, props.isPickup),
            aside: <MethodMark method={method} />,
          })),
        ]}
        value={card?.id ?? props.value ?? undefined}
        onChoose={(value) => {
          const method = props.methods.find((each) => each === value);
          const chosen = cards.find(({ id }) => id === value);
          if (chosen) props.onChoose(chosen.method, chosen.id);
          else if (method) props.onChoose(method);
        }}
      />
      {desk && props.methods.includes(desk.method) && (
        <>
          <Button kind="plain" icon="plus" onClick={() => setAdding(true)}>
            {t('card.new')}
          </Button>
          <AddCard
            desk={desk}
            open={adding}
            onClose={() => setAdding(false)}
            onAdded={(added) => {
              setAdding(false);
              props.onChoose(added.method, added.id);
            }}
          />
        </>
      )}
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
