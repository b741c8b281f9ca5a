import { newKey, patchEntity } from '@dokon/gql';
import { dateTime } from '@dokon/i18n';
import { useState } from 'preact/hooks';
import { methodHint, methodIcon, type PaymentMethod } from '../checkout/payment-method';
import { type OrderWholeFragment, PaymentStartDocument } from '../generated/gql/graphql';
import { cache, mine } from '../shell/api';
import { lang, sum, t } from '../shell/lang';
import { Button } from '../ui/button';
import { RadioRows } from '../ui/choice';
import { Icon } from '../ui/icons';
import { Sheet } from '../ui/sheet';
import { toast } from '../ui/toast';
import { isPaidOnPage, openPayment } from './open-payment';
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
  /** The page was opened here: the answer of the bank is on its way, whatever it is. */
  const [left, setLeft] = useState(false);
  const standing = standingOf(order);
  if (standing.kind === 'settled') return null;

  const start = async (method: PaymentMethod) => {
    setChoosing(false);
    setBusy(true);
    try {
      const { paymentStart } = await mine.exec(
        PaymentStartDocument,
        { input: { orderId: order.id, method } },
        { idempotencyKey: newKey(), timeout: 20_000 },
      );
      if (paymentStart.order) patchEntity(cache, paymentStart.order);
      const url = paymentStart.payment?.checkoutUrl;
      if (url) {
        setLeft(true);
        await openPayment(url);
      }
      const refusal = paymentStart.userErrors[0];
      if (refusal) toast(refusal.message);
    } catch {
      toast(t('error.offlineTitle'));
    }
    setBusy(false);
    void cache.invalidateQueries({ queryKey: ['order'] });
  };
  const pay = () => {
    if (standing.url) {
      setLeft(true);
      void openPayment(standing.url).then(() => cache.invalidateQueries({ queryKey: ['order'] }));
    } else void start(order.paymentMethod);
  };

  const waits = standing.kind === 'pending' || (left && standing.kind === 'open');
  const others = methods.filter((method) => method !== order.paymentMethod);
  return (
    <div class="stack">
      {waits && (
        <div class="note" role="status">
          <span class="spin" />
          <span class="grow">{t('order.payPending')}</span>
        </div>
      )}
      {standing.kind === 'retry' && !waits && (
        <div class="note bad" role="status">
          <Icon name="info" size={20} />
          <span class="grow">{t('order.payAgainText')}</span>
        </div>
      )}
      {order.expiresAt && order.lifecycle === 'PLACED' && order.paymentMethod !== 'CASH' && !waits && (
        <p class="hint small">
          {t('order.payUntil', { when: dateTime(new Date(order.expiresAt), lang.value, new Date()) })}
        </p>
      )}
      {standing.transfer ? (
        <Transfer payment={standing.transfer} />
      ) : (
        isPaidOnPage(order.paymentMethod) && (
          <Button kind={waits ? 'soft' : 'main'} icon={methodIcon(order.paymentMethod)} busy={busy} onClick={pay}>
            {waits
              ? t('order.payOpenAgain')
              : standing.kind === 'retry'
                ? t('order.payAgain', { sum: sum(order.toPay.minor) })
                : t('order.pay', { sum: sum(order.toPay.minor) })}
          </Button>
        )
      )}
      {others.length > 0 && standing.kind !== 'pending' && (
        <Button kind="plain" disabled={busy} onClick={() => setChoosing(true)}>
          {t('order.payOther')}
        </Button>
      )}
      <Sheet title={t('order.payOther')} open={choosing} onClose={() => setChoosing(false)}>
        <RadioRows
          label={t('order.payOther')}
          choices={others.map((method) => ({
            value: method,
            title: t(`payment.${method}`),
            hint: methodHint(method, order.delivery.method === 'PICKUP'),
            aside: <Icon name={methodIcon(method)} />,
          }))}
          value={undefined}
          onChoose={(method) => void start(method)}
        />
      </Sheet>
    </div>
  );
}
