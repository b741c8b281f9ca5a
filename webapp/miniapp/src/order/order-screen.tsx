import { type LiveState, newKey, patchEntity } from '@dokon/gql';
import { dateTime, phone as showPhone } from '@dokon/i18n';
import { useState } from 'preact/hooks';
import { cart } from '../cart/cart';
import { Sums } from '../cart/sums';
import {
  CancelOrderDocument,
  type OrderPageQuery,
  type OrderWholeFragment,
  RepeatOrderDocument,
  WriteAccessDocument,
} from '../generated/gql/graphql';
import { cache, canSignIn, mine, sessionEnded } from '../shell/api';
import { host } from '../shell/host';
import { lang, sum, t } from '../shell/lang';
import { Page } from '../shell/page';
import { go, Link, place } from '../shell/router';
import { signInWall } from '../shell/status';
import { Button } from '../ui/button';
import { Icon } from '../ui/icons';
import { Picture } from '../ui/picture';
import { EmptyState, ErrorState } from '../ui/states';
import { toast } from '../ui/toast';
import { Late, Money } from './money';
import { Pay } from './pay';
import { Receipts } from './receipts';
import { standingOf } from './standing';
import { isActive, stepsOf } from './steps';
import { Timeline } from './timeline';
import { useOrder } from './use-order';

export default function OrderScreen({ id }: { id: string }) {
  const { query, live } = useOrder(id);
  if (!canSignIn || sessionEnded.value) return <Page title={t('order.title')}>{signInWall(canSignIn)}</Page>;
  if (query.isPending) {
    return (
      <Page title={t('order.title')} grouped>
        <div class="stack" aria-busy="true">
          <div class="sk" style={{ height: 280 }} />
          <div class="sk" style={{ height: 140 }} />
        </div>
      </Page>
    );
  }
  const order = query.data?.me.order;
  if (!query.data || !order) {
    return (
      <Page title={t('order.title')}>
        {query.isError ? (
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        ) : (
          <EmptyState
            icon="list"
            title={t('order.goneTitle')}
            text={t('order.goneText')}
            action={<Button onClick={() => go('/orders', { replace: true })}>{t('tab.orders')}</Button>}
          />
        )}
      </Page>
    );
  }
  return <OrderView order={order} page={query.data} live={live} />;
}

function OrderView({ order, page, live }: { order: OrderWholeFragment; page: OrderPageQuery; live: LiveState }) {
  const fresh = place.value.query.has('placed') && order.lifecycle === 'PLACED';
  const waits = order.paymentMethod !== 'CASH' && standingOf(order).kind !== 'settled';
  const time = (at: string) => dateTime(new Date(at), lang.value, new Date());
  return (
    <Page title={t('order.number', { number: order.number })} grouped aside={isActive(order) && <Live state={live} />}>
      <div class="stack">
        {fresh && (
          <div class="hero">
            <span class="disc">
              <Icon name="check" size={40} />
            </span>
            <h2>{t(waits ? 'order.thanksUnpaid' : 'order.thanks')}</h2>
            <p class="hint">{t(waits ? 'order.thanksUnpaidText' : 'order.thanksText')}</p>
          </div>
        )}
        <section class="card stack">
          <div>
            <div role="status">
              <h2>{order.statusText}</h2>
            </div>
            {order.promisedAt && isActive(order) && (
              <p class="hint">{t('order.promised', { when: time(order.promisedAt) })}</p>
            )}
            {order.cancelReason && <p class="hint">{order.cancelReason}</p>}
          </div>
          <Late order={order} />
          <Pay order={order} methods={page.store.paymentMethods} />
          <Timeline steps={stepsOf(order)} />
        </section>
        <AskToWrite page={page} order={order} />
        <Where order={order} />
        <section class="card">
          <h2>{t('order.goods')}</h2>
          <ul>
            {order.lines.map((line) => (
              <OrderLineRow key={line.id} line={line} />
            ))}
          </ul>
        </section>
        <section class="card">
          <Sums totals={order.totals} deliveryKnown />
        </section>
        <Money order={order} />
        <Receipts order={order} />
        <Actions order={order} />
        <Help page={page} />
      </div>
    </Page>
  );
}

function Live({ state }: { state: LiveState }) {
  return (
    <span class={state === 'live' ? 'live on' : 'live'}>
      <i />
      {t(state === 'live' ? 'order.live' : 'order.connecting')}
    </span>
  );
}

function Where({ order }: { order: OrderWholeFragment }) {
  const { delivery, contact } = order;
  const pickup = delivery.method === 'PICKUP';
  const lines = pickup
    ? [delivery.pickupPoint?.name ?? delivery.name, delivery.pickupPoint?.address]
    : [delivery.address?.formatted, delivery.address?.note];
  const { mapUrl } = delivery;
  return (
    <section class="rows">
      <div class="line">
        <Icon name={pickup ? 'store' : 'truck'} />
        <div class="grow">
          <div class="hint small">{t(pickup ? 'checkout.pickup' : 'checkout.courier')}</div>
          {lines.filter(Boolean).map((line) => (
            <div key={line}>{line}</div>
          ))}
        </div>
        {mapUrl && (
          <Button kind="soft" slim onClick={() => host.openLink(mapUrl)}>
            {t('order.map')}
          </Button>
        )}
      </div>
      <div class="line">
        <Icon name="person" />
        <div class="grow">
          {contact.name}
          <div class="hint small num">{showPhone(contact.phone)}</div>
        </div>
      </div>
      {order.comment && (
        <div class="line">
          <Icon name="chat" />
          <span class="grow">{order.comment}</span>
        </div>
      )}
    </section>
  );
}

function OrderLineRow({ line }: { line: OrderWholeFragment['lines'][number] }) {
  const left = line.quantity - line.canceledQuantity;
  const modifiers = line.modifiers.map((m) => (m.quantity > 1 ? `${m.name} ×${m.quantity}` : m.name));
  const detail = [line.variantName, ...modifiers].filter(Boolean).join(' · ');
  const name = line.product ? <Link to={`/p/${line.product.slug}`}>{line.name}</Link> : line.name;
  return (
    <li class="cart-line">
      <Picture picture={line.picture} sizes="64px" alt="" class="small-pic" />
      <div class="grow">
        {name}
        {detail && <p class="hint small">{detail}</p>}
        <p class="row small">
          <span class="hint num grow">
            {left === line.quantity
              ? `${left} × ${sum(line.total.minor / Math.max(1, line.quantity))}`
              : `${line.quantity} → ${left}`}
          </span>
          <b class="num">{sum(line.total.minor)}</b>
        </p>
      </div>
    </li>
  );
}

/** After an order is the moment when a word from the bot is worth something: ask once, there. */
function AskToWrite({ page, order }: { page: OrderPageQuery; order: OrderWholeFragment }) {
  const [busy, setBusy] = useState(false);
  const { id, writeAccess } = page.me.customer;
  if (host.kind !== 'telegram' || host.user?.allowsWriteToPm || writeAccess !== 'UNKNOWN' || !isActive(order))
    return null;
  const request = async () => {
    setBusy(true);
    const isAllowed = await host.requestWriteAccess();
    if (isAllowed) {
      patchEntity(cache, { id, writeAccess: 'ALLOWED' });
      await mine.exec(WriteAccessDocument, { input: { isAllowed } }).catch(() => {});
      toast(t('order.willWrite'));
    }
    setBusy(false);
  };
  return (
    <section class="card stack">
      <div class="row">
        <Icon name="bell" />
        <p class="grow">{t('order.askToWrite')}</p>
      </div>
      <Button kind="soft" busy={busy} onClick={() => void request()}>
        {t('order.letWrite')}
      </Button>
    </section>
  );
}

function Actions({ order }: { order: OrderWholeFragment }) {
  const [busy, setBusy] = useState<'cancel' | 'repeat'>();
  const option = (action: string) => order.availableActions.find((own) => own.action === action);
  const cancel = option('CANCEL');
  const repeat = option('REPEAT');
  const attempt = async (kind: 'cancel' | 'repeat', run: () => Promise<void>) => {
    setBusy(kind);
    try {
      await run();
    } catch {
      host.haptic('error');
      toast(t('error.offlineTitle'));
    }
    setBusy(undefined);
  };
  const doCancel = () =>
    attempt('cancel', async () => {
      if (!(await host.confirm(t('order.cancelAsk'), t('order.cancelYes'), t('order.cancelNo')))) return;
      const { orderCancel } = await mine.exec(
        CancelOrderDocument,
        { input: { id: order.id, expectedVersion: order.version } },
        { idempotencyKey: `cancel-${order.id}-${order.version}` },
      );
      if (orderCancel.order) patchEntity(cache, orderCancel.order);
      else void cache.invalidateQueries({ queryKey: ['order'] });
      if (orderCancel.userErrors[0]) toast(orderCancel.userErrors[0].message);
      void cache.invalidateQueries({ queryKey: ['orders'] });
    });
  const doRepeat = () =>
    attempt('repeat', async () => {
      const { orderRepeat } = await mine.exec(
        RepeatOrderDocument,
        { input: { id: order.id } },
        { idempotencyKey: newKey() },
      );
      if (orderRepeat.cart) cart.adopt(orderRepeat.cart);
      if (orderRepeat.userErrors[0]) toast(orderRepeat.userErrors[0].message);
      if (orderRepeat.cart) go('/cart');
    });
  return (
    <>
      {repeat && !repeat.reasonIfBlocked && !isActive(order) && (
        <Button icon="repeat" busy={busy === 'repeat'} onClick={() => void doRepeat()}>
          {t('order.repeat')}
        </Button>
      )}
      {cancel && !cancel.reasonIfBlocked && (
        <Button kind="plain" danger busy={busy === 'cancel'} onClick={() => void doCancel()}>
          {t('order.cancel')}
        </Button>
      )}
    </>
  );
}

function Help({ page }: { page: OrderPageQuery }) {
  const { phone, telegram } = page.store.contacts;
  if (!phone && !telegram) return null;
  return (
    <section class="rows">
      {phone && (
        <a class="line" href={`tel:${phone}`}>
          <Icon name="phone" />
          <span class="grow num">{showPhone(phone)}</span>
        </a>
      )}
      {telegram && (
        <button type="button" class="line" onClick={() => host.openTelegramLink(`https://t.me/${telegram}`)}>
          <Icon name="chat" />
          <span class="grow">{t('order.askShop')}</span>
        </button>
      )}
    </section>
  );
}
