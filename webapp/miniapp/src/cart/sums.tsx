import { sum, t } from '../shell/lang';

interface SumsProps {
  totals: { items: Sum; discount: Sum; delivery: Sum; total: Sum };
  /** False while the price of delivery is not known: a dash is shown for it. */
  deliveryKnown: boolean;
  /** What pays, when that is more than one thing. */
  plan?: { giftCard: Sum; cashback: Sum; now: Sum; later: Sum; deposit: Sum; earned: Sum } | undefined;
}
interface Sum {
  minor: number;
}

/** The sums of a cart or an order, the same everywhere. */
export function Sums({ totals, deliveryKnown, plan }: SumsProps) {
  const delivery = totals.delivery.minor === 0 ? t('sums.free') : sum(totals.delivery.minor);
  const credit = plan ? plan.giftCard.minor + plan.cashback.minor : 0;
  const isSplit = plan !== undefined && plan.now.minor > 0 && plan.later.minor > 0;
  return (
    <dl class="sums">
      <Row name={t('sums.items')} value={sum(totals.items.minor)} />
      {totals.discount.minor > 0 && <Row name={t('sums.discount')} value={sum(-totals.discount.minor)} good />}
      <Row name={t('sums.delivery')} value={deliveryKnown ? delivery : '—'} />
      <div class="total">
        <dt>{t('sums.total')}</dt>
        <dd class="num">{sum(totals.total.minor)}</dd>
      </div>
      {plan && plan.giftCard.minor > 0 && <Row name={t('payment.GIFT_CARD')} value={sum(-plan.giftCard.minor)} good />}
      {plan && plan.cashback.minor > 0 && <Row name={t('payment.CASHBACK')} value={sum(-plan.cashback.minor)} good />}
      {plan && credit > 0 && !isSplit && (
        <div class="strong">
          <dt>{t('sums.toPay')}</dt>
          <dd class="num">{sum(plan.now.minor + plan.later.minor)}</dd>
        </div>
      )}
      {plan && isSplit && (
        <>
          <div class="strong">
            <dt>{t('sums.now')}</dt>
            <dd class="num">{sum(plan.now.minor)}</dd>
          </div>
          <Row name={t('sums.later')} value={sum(plan.later.minor)} />
        </>
      )}
      {plan && plan.earned.minor > 0 && <Row name={t('sums.earned')} value={`+${sum(plan.earned.minor)}`} good />}
    </dl>
  );
}

function Row({ name, value, good }: { name: string; value: string; good?: boolean }) {
  return (
    <div>
      <dt class="hint">{name}</dt>
      <dd class={good ? 'num ok' : 'num'}>{value}</dd>
    </div>
  );
}
