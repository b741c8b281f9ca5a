import { sum, t } from '../shell/lang';

interface SumsProps {
  totals: { items: Sum; discount: Sum; delivery: Sum; total: Sum };
  /** False while the price of delivery is not known: a dash is shown for it. */
  deliveryKnown: boolean;
}
interface Sum {
  minor: number;
}

/** The sums of a cart or an order, the same everywhere. */
export function Sums({ totals, deliveryKnown }: SumsProps) {
  const delivery = totals.delivery.minor === 0 ? t('sums.free') : sum(totals.delivery.minor);
  return (
    <dl class="sums">
      <div>
        <dt class="hint">{t('sums.items')}</dt>
        <dd class="num">{sum(totals.items.minor)}</dd>
      </div>
      {totals.discount.minor > 0 && (
        <div>
          <dt class="hint">{t('sums.discount')}</dt>
          <dd class="num ok">−{sum(totals.discount.minor)}</dd>
        </div>
      )}
      <div>
        <dt class="hint">{t('sums.delivery')}</dt>
        <dd class="num">{deliveryKnown ? delivery : '—'}</dd>
      </div>
      <div class="total">
        <dt>{t('sums.total')}</dt>
        <dd class="num">{sum(totals.total.minor)}</dd>
      </div>
    </dl>
  );
}
