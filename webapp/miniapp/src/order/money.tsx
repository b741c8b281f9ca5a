import { dateTime } from '@dokon/i18n';
import { cardName } from '../card/card-number';
import { MethodMark } from '../checkout/method-mark';
import type { PaymentMethod } from '../checkout/payment-method';
import type { OrderWholeFragment } from '../generated/gql/graphql';
import { lang, sum, t } from '../shell/lang';
import { Icon, type IconName } from '../ui/icons';
import { Note } from '../ui/note';
import { isActive } from './steps';

type Order = OrderWholeFragment;
type Refund = Order['refunds'][number];

/** What was paid and how, what is still to be paid, and what goes back: each sum with what became of it. */
export function Money({ order }: { order: Order }) {
  const captured = order.payments.filter(({ state }) => state === 'CAPTURED');
  const isOpen = isActive(order) && order.totals.due.minor > 0;
  if (captured.length + order.refunds.length === 0 && !isOpen) return null;
  // What a deposit leaves is paid when the goods are handed over, whichever method the deposit was paid by.
  const isRest = order.deposit.minor > 0 && order.lifecycle === 'CONFIRMED';
  const next = isOpen && !isRest ? order.toPay.minor : 0;
  const later = isOpen ? order.totals.due.minor - next : 0;
  const isWaiting = order.lifecycle === 'PLACED' && order.paymentMethod !== 'CASH';
  return (
    <section class="card stack" aria-labelledby="money">
      <h2 id="money">{t('order.money')}</h2>
      <ul class="stack">
        {captured.map(({ id, method, amount, capturedAt, cardNumber }) => (
          <Line
            key={id}
            method={method}
            title={t(`payment.${method}`) + (cardNumber ? ` · ${cardName(cardNumber)}` : '')}
            hint={`${t('order.paid')}${capturedAt ? ` · ${when(capturedAt)}` : ''}`}
            amount={amount.minor}
          />
        ))}
        {order.held.minor > 0 && (
          <Line icon="gift" title={t('order.held')} hint={t('order.heldText')} amount={order.held.minor} />
        )}
        {next > 0 && (
          <Line
            method={order.paymentMethod}
            title={t(`payment.${order.paymentMethod}`)}
            hint={t(isWaiting ? 'order.awaits' : handedOver(order))}
            amount={next}
          />
        )}
        {later > 0 && <Line icon="cash" title={t('order.later')} hint={t(handedOver(order))} amount={later} />}
        {order.refunds.map((refund) => (
          <Line
            key={refund.id}
            icon="repeat"
            title={t(
              refund.state === 'DONE' ? 'refund.done' : refund.state === 'FAILED' ? 'refund.failed' : 'refund.open',
            )}
            hint={refundHint(refund)}
            amount={-refund.amount.minor}
          />
        ))}
      </ul>
    </section>
  );
}

/** Money that came when nobody waited for it any more, in words. */
export function Late({ order }: { order: Order }) {
  const surplus = order.refunds.filter(({ cause, state }) => cause === 'SURPLUS' && state !== 'DONE');
  if (surplus.length > 0) {
    const amount = surplus.reduce((all, refund) => all + refund.amount.minor, 0);
    return <Note icon="info" text={t(isActive(order) ? 'order.twice' : 'order.tooLate', { sum: sum(amount) })} />;
  }
  if (isActive(order) && order.timeline.nodes.some(({ kind }) => kind === 'order.revived'))
    return <Note icon="clock" text={t('order.revived')} />;
  const wasTried = order.payments.some(({ method, state }) => method !== 'CASH' && state !== 'CAPTURED');
  if (order.lifecycle === 'EXPIRED' && wasTried && order.totals.paid.minor === 0)
    return <Note icon="info" text={t('order.expiredText')} />;
  return null;
}

function handedOver({ delivery }: Order): 'payment.cashPickup' | 'payment.cashCourier' {
  return delivery.method === 'PICKUP' ? 'payment.cashPickup' : 'payment.cashCourier';
}

function refundHint({ state, isByHand, cause, reason, payment, createdAt, closedAt }: Refund): string {
  const why = reason || t(`refundCause.${cause}`);
  const how =
    state === 'DONE'
      ? when(closedAt ?? createdAt)
      : t(state === 'FAILED' ? 'refund.failedText' : isByHand ? 'refund.byHand' : 'refund.byProvider');
  return `${t(`payment.${payment.method}`)} · ${how} · ${why}`;
}

function when(at: string): string {
  return dateTime(new Date(at), lang.value, new Date());
}

function Line(props: { icon?: IconName; method?: PaymentMethod; title: string; hint: string; amount: number }) {
  return (
    <li class="row">
      {props.method ? <MethodMark method={props.method} /> : props.icon && <Icon name={props.icon} />}
      <span class="grow">
        <span class="line-title">{props.title}</span>
        <span class="hint small line-hint">{props.hint}</span>
      </span>
      <b class="num">{sum(props.amount)}</b>
    </li>
  );
}
