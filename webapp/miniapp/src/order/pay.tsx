import { dateTime } from '@dokon/i18n';
import { useState } from 'preact/hooks';
import { cardName } from '../card/card-number';
import { useCards } from '../card/cards';
import { MethodMark } from '../checkout/method-mark';
import { isPaidOnPage, methodHint, methodIcon, type PaymentMethod } from '../checkout/payment-method';
import type { OrderWholeFragment } from '../generated/gql/graphql';
import { lang, sum, t } from '../shell/lang';
import { Button } from '../ui/button';
import { RadioRows } from '../ui/choice';
import { Note } from '../ui/note';
import { Sheet } from '../ui/sheet';
import { opened, openPayment, type PayBy, startPayment } from './open-payment';
import { standingOf } from './standing';
import { Transfer } from './transfer';

interface PayProps {
  order: OrderWholeFragment;
  /** Offered by the shop now. */
  methods: readonly PaymentMethod[];
}

/** All that has to do with money and is not settled: pay, wait, try again, pay in another way. What is true, the live order says. */
export function Pay({ order, methods }: PayProps) {
  const [busy, setBusy] = useState(false);
  const [choosing, setChoosing] = useState(false);
  const { paying } = useCards();
  const { kind, url, transfer } = standingOf(order);
  if (kind === 'settled') return null;

  const start = async (by: PayBy) => {
    setChoosing(false);
    setBusy(true);
    await startPayment(order.id, by);
    setBusy(false);
  };
  const pay = () => void (url ? openPayment(order.id, url) : start({ method: order.paymentMethod }));

  const isRest = order.deposit.minor > 0 && order.lifecycle === 'CONFIRMED';
  const isOver = kind === 'declined' || kind === 'tooLate';
  const was = opened.value.get(order.id);
  const waits = kind === 'pending' || was === 'charging' || (kind === 'open' && !transfer && was === 'left');
  const isCharging = was === 'charging' && kind !== 'pending';
  const others = methods.filter((method) => method !== order.paymentMethod);
  const cards = paying.filter((card) => methods.includes(card.method));
  const canOpen = isPaidOnPage(order.paymentMethod) && (kind !== 'pending' || url !== undefined) && was !== 'charging';
  return (
    <div class="stack">
      {waits && (
        <Note
          spin
          text={t(
            isCharging
              ? 'order.payCharging'
              : kind === 'pending' && was !== 'closed'
                ? 'order.payPending'
                : 'order.payLeft',
          )}
        />
      )}
      {isOver && <Note icon="info" bad text={t(`payEnded.${kind}`)} />}
      {order.expiresAt && order.lifecycle === 'PLACED' && order.paymentMethod !== 'CASH' && !waits && (
        <p class="hint small">
          {t('order.payUntil', { when: dateTime(new Date(order.expiresAt), lang.value, new Date()) })}
        </p>
      )}
      {transfer ? (
        <Transfer payment={transfer} />
      ) : (
        canOpen && (
          <Button
            kind={waits || isRest ? 'soft' : 'main'}
            icon={methodIcon(order.paymentMethod)}
            busy={busy}
            onClick={pay}
          >
            {waits
              ? t('order.payOpenAgain')
              : t(isOver ? 'order.payAgain' : isRest ? 'order.payRest' : 'order.pay', { sum: sum(order.toPay.minor) })}
          </Button>
        )
      )}
      {others.length + cards.length > 0 && !waits && !isRest && (
        <Button kind="plain" disabled={busy} onClick={() => setChoosing(true)}>
          {t('order.payOther')}
        </Button>
      )}
      <Sheet title={t('order.payOther')} open={choosing} onClose={() => setChoosing(false)}>
        <RadioRows
          label={t('order.payOther')}
          choices={[
            ...cards.map((card) => ({
              value: { cardId: card.id } as PayBy,
              title: cardName(card.number),
              hint: t('card.hint'),
              aside: <MethodMark method={card.method} />,
            })),
            ...others.map((method) => ({
              value: { method } as PayBy,
              title: t(`payment.${method}`),
              hint: methodHint(method, order.delivery.method === 'PICKUP'),
              aside: <MethodMark method={method} />,
            })),
          ]}
          value={undefined}
          onChoose={(by) => void start(by)}
        />
      </Sheet>
    </div>
  );
}
