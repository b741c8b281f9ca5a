import { refusalAt } from '@dokon/gql';
import { useQuery } from '@tanstack/preact-query';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { cart, totals } from '../cart/cart';
import { Sums } from '../cart/sums';
import { AddressSaveDocument, CheckoutPageDocument, type CheckoutPageQuery } from '../generated/gql/graphql';
import { payNow } from '../order/open-payment';
import { askMine, cache, canSignIn, mine, sessionEnded } from '../shell/api';
import { host } from '../shell/host';
import { sum, t } from '../shell/lang';
import { MainButton } from '../shell/main-button';
import { Page } from '../shell/page';
import { go } from '../shell/router';
import { signInWall } from '../shell/status';
import { Button } from '../ui/button';
import { Tabs } from '../ui/choice';
import { Field } from '../ui/field';
import { Icon } from '../ui/icons';
import { Sheet } from '../ui/sheet';
import { EmptyState, ErrorState } from '../ui/states';
import { toast } from '../ui/toast';
import { AddressPart } from './address-part';
import { Credits } from './credits';
import { changeInput, contactInput, type Draft, deliveryInput, type Fault, faultsOf, startDraft } from './draft';
import { PaymentPart } from './payment-part';
import { PhonePart } from './phone-part';
import { PickupPart } from './pickup-part';
import { type Agreed, placeOrder } from './place';

export default function CheckoutScreen() {
  const query = useQuery(askMine('checkout', CheckoutPageDocument, {}));
  const ready = cart.server.value;
  if (!canSignIn || sessionEnded.value) return <Page title={t('checkout.title')}>{signInWall(canSignIn)}</Page>;
  if (cart.lines.value.length === 0 && ready) {
    return (
      <Page title={t('checkout.title')}>
        <EmptyState
          icon="bag"
          title={t('cart.emptyTitle')}
          text={t('cart.emptyText')}
          action={<Button onClick={() => go('/', { replace: true })}>{t('cart.toCatalog')}</Button>}
        />
      </Page>
    );
  }
  if (query.isError && !query.data) {
    return (
      <Page title={t('checkout.title')}>
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      </Page>
    );
  }
  if (!query.data || !ready) {
    return (
      <Page title={t('checkout.title')} grouped>
        <div class="stack" aria-busy="true">
          <div class="sk" style={{ height: 180 }} />
          <div class="sk" style={{ height: 260 }} />
        </div>
      </Page>
    );
  }
  return <CheckoutForm page={query.data} />;
}

function CheckoutForm({ page }: { page: CheckoutPageQuery }) {
  const { customer } = page.me;
  const { delivery, legal } = page.store;
  const offers = useMemo(
    () => ({ ...delivery, pickupPointIds: page.pickupPoints.map((point) => point.id) }),
    [delivery, page.pickupPoints],
  );
  const [draft, setDraft] = useState<Draft>(() => {
    const server = cart.server.peek();
    if (!server) throw new Error('the form is shown only with a cart');
    return startDraft(server, customer, offers);
  });
  const [faults, setFaults] = useState<readonly Fault[]>([]);
  const [placing, setPlacing] = useState(false);
  const [changed, setChanged] = useState<{ before: Agreed; after: Agreed }>();
  const [touched, setTouched] = useState(false);
  const [blocked, setBlocked] = useState(false);
  /** The saved card that is to pay; its method is the draft's. */
  const [cardId, setCardId] = useState<string>();
  const server = cart.server.value;
  const sums = draft.method === 'PICKUP' ? fetched(totals.value) : totals.value;
  const total = sums?.total.minor ?? 0;
  const plan = server?.plan;
  const toPay = total - (plan ? plan.giftCard.minor + plan.cashback.minor : 0);
  const deposit = plan && plan.now.minor > 0 && plan.later.minor > 0 ? plan.now.minor : 0;
  const methods = server?.paymentMethods ?? [];
  // A cart that asks for a deposit takes fewer methods; the one chosen before may not be among them.
  const chosen = methods.find((method) => method === draft.paymentMethod) ?? null;

  const save = (next: Draft) => {
    const deliveryPart = deliveryInput(next);
    cart.setParts({
      contact: contactInput(next),
      paymentMethod: next.paymentMethod,
      changeFrom: changeInput(next),
      comment: next.comment.trim(),
      ...(deliveryPart ? { delivery: deliveryPart } : {}),
    });
  };
  const change = (part: Partial<Draft>, done: boolean) => {
    const next = { ...draft, ...part };
    setDraft(next);
    setTouched(true);
    setFaults(faults.filter((fault) => faultsOf(next).includes(fault)));
    if (done) save(next);
  };
  // The known and the only possible choices are declared at once, so that totals are true from the first moment.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the form opens
  useEffect(() => save(draft), []);
  useEffect(() => {
    host.setClosingConfirmation(touched);
    return () => host.setClosingConfirmation(false);
  }, [touched]);

  const placingNow = useRef(false);
  const place = async (agreed: Agreed) => {
    // The state of the button is a moment behind the second tap of a double tap.
    if (placingNow.current) return;
    const open = faultsOf({ ...draft, paymentMethod: chosen });
    setFaults(open);
    if (open[0]) {
      host.haptic('error');
      focusFault(open[0]);
      return;
    }
    placingNow.current = true;
    setPlacing(true);
    save(draft);
    const outcome = await placeOrder(mine, cart, agreed);
    setPlacing(false);
    placingNow.current = false;
    if (outcome.kind === 'placed') {
      host.haptic('success');
      if (draft.method === 'COURIER' && !draft.savedAddressId) keepAddress(draft);
      cart.adopt(undefined);
      void cart.reload().catch(() => {});
      void cache.invalidateQueries({ queryKey: ['orders'] });
      go(`/o/${outcome.order.id}?placed=1`, { replace: true });
      payNow(outcome.order, chosen === null ? undefined : cardId);
      return;
    }
    host.haptic('error');
    if (outcome.kind === 'changed') setChanged(outcome);
    if (outcome.kind === 'refused') toast(outcome.message || t('error.title'));
    if (outcome.kind === 'unsure')
      toast(t('checkout.unsure'), { label: t('common.retry'), run: () => void place(agreed) });
    if (outcome.kind === 'blocked') {
      setBlocked(true);
      requestAnimationFrame(() => document.getElementById('blockers')?.scrollIntoView({ block: 'center' }));
    }
  };

  const refusals = cart.refusals.value;
  const problem = (fault: Fault, ...field: string[]) =>
    faults.includes(fault) ? t(`fault.${fault}`) : refusalAt(refusals, ...field)?.message;
  const { hasCourier, hasPickup } = offers;
  return (
    <Page title={t('checkout.title')} grouped>
      <form
        class="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void place({ total, toPay });
        }}
      >
        <section class="card stack" aria-labelledby="who" data-fault="name phone">
          <h2 id="who">{t('checkout.who')}</h2>
          <Field
            label={t('checkout.name')}
            value={draft.name}
            error={problem('name', 'contact', 'name')}
            onInput={(name) => change({ name }, false)}
            onBlur={() => save(draft)}
            input={{ autoComplete: 'name', autoCapitalize: 'words' }}
          />
          <PhonePart
            phone={draft.phone}
            error={problem('phone', 'contact', 'phone')}
            onPhone={(phone) => change({ phone }, wholeLength(phone))}
            onDone={() => save(draft)}
          />
        </section>

        <section class="stack" aria-labelledby="how" data-fault="method point address pickupPoint">
          <h2 id="how" class="gap">
            {t('checkout.delivery')}
          </h2>
          {hasCourier && hasPickup && (
            <Tabs
              label={t('checkout.delivery')}
              choices={[
                { value: 'COURIER' as const, title: t('checkout.courier') },
                { value: 'PICKUP' as const, title: t('checkout.pickup') },
              ]}
              value={draft.method}
              onChoose={(method) => change({ method }, true)}
            />
          )}
          {draft.method === 'COURIER' && (
            <AddressPart
              draft={draft}
              saved={customer.addresses}
              zones={page.deliveryZones}
              errors={{
                point: problem('point', 'delivery', 'address', 'point'),
                street: problem('address', 'delivery', 'address'),
              }}
              onChange={change}
            />
          )}
          {draft.method === 'PICKUP' && (
            <PickupPart
              points={page.pickupPoints}
              here={draft.address.point}
              value={draft.pickupPointId}
              error={problem('pickupPoint', 'delivery', 'pickupPointId')}
              onChoose={(pickupPointId) => change({ pickupPointId }, true)}
            />
          )}
        </section>

        <PaymentPart
          methods={methods}
          value={chosen}
          isPickup={draft.method === 'PICKUP'}
          total={toPay}
          deposit={deposit}
          stars={plan?.stars ?? null}
          cash={draft.cash}
          error={faults.includes('payment') ? t('fault.payment') : undefined}
          cashError={problem('cash', 'changeFrom') ?? blockerOf('CHANGE_TOO_SMALL')}
          cardId={cardId}
          onChoose={(paymentMethod, card) => {
            setCardId(card);
            change({ paymentMethod }, true);
          }}
          onCash={(cash, done) => change({ cash }, done)}
        />

        {plan && <Credits plan={plan} balance={customer.cashback.minor} />}

        <section class="card">
          <Field
            label={t('checkout.comment')}
            value={draft.comment}
            rows={2}
            onInput={(comment) => change({ comment }, false)}
            onBlur={() => save(draft)}
          />
        </section>

        {server && sums && (
          <section class="card" aria-label={t('sums.total')} aria-live="polite">
            <Sums
              totals={sums}
              deliveryKnown={draft.method === 'PICKUP' || server.delivery.zone !== null}
              plan={server.plan}
            />
          </section>
        )}
        <Blockers all={blocked} />
        {legal.name && (
          <p class="hint small" style={{ padding: '0 4px' }}>
            {t('checkout.seller', { name: legal.name, taxId: legal.taxId })}
          </p>
        )}
        <button type="submit" hidden />
      </form>
      <MainButton text={placeText(toPay, deposit)} busy={placing} onClick={() => void place({ total, toPay })} />
      <Sheet title={t('checkout.changedTitle')} open={changed !== undefined} onClose={() => setChanged(undefined)}>
        {changed && (
          <div class="stack">
            <p>{t('checkout.changedText')}</p>
            <dl class="sums">
              <Change name={t('sums.total')} before={changed.before.total} after={changed.after.total} />
              {changed.after.toPay !== changed.after.total && (
                <Change name={t('sums.toPay')} before={changed.before.toPay} after={changed.after.toPay} />
              )}
            </dl>
            <Button
              onClick={() => {
                setChanged(undefined);
                void place(changed.after);
              }}
            >
              {placeText(changed.after.toPay)}
            </Button>
          </div>
        )}
      </Sheet>
    </Page>
  );
}

/** What the button does, with what it costs: nothing more when gift card and cashback pay all. */
function placeText(toPay: number, deposit = 0): string {
  if (deposit > 0) return t('checkout.placeNow', { sum: sum(deposit) });
  return toPay > 0 ? t('checkout.place', { sum: sum(toPay) }) : t('checkout.placePaid');
}

function Change({ name, before, after }: { name: string; before: number; after: number }) {
  return (
    <div>
      <dt class="hint">{name}</dt>
      <dd class="num">
        {before !== after && <s class="hint">{sum(before)}</s>} <b>{sum(after)}</b>
      </dd>
    </div>
  );
}

/** Codes that the fields above already say in their own place. */
const AT_FIELD = [
  'CONTACT_MISSING',
  'PHONE_MISSING',
  'DELIVERY_MISSING',
  'ADDRESS_MISSING',
  'PICKUP_POINT_MISSING',
  'PAYMENT_MISSING',
  'CHANGE_TOO_SMALL',
  'PAYMENT_UNAVAILABLE',
];

/** What the server says of one thing that stands in the way; undefined while it is not known. */
function blockerOf(code: string): string | undefined {
  if (cart.busy.value) return undefined;
  return cart.server.value?.readiness.blockers.find((blocker) => blocker.code === code)?.message;
}

/** What the server says stands in the way, with the way to mend it; `all` after an attempt that was stopped by it. */
function Blockers({ all }: { all: boolean }) {
  const known = cart.server.value?.readiness.blockers ?? [];
  const blockers = all ? known : known.filter((blocker) => !AT_FIELD.includes(blocker.code));
  if (blockers.length === 0 || cart.busy.value) return null;
  return (
    <div id="blockers" class="stack" role="status">
      {blockers.map((blocker) => (
        <div class="note bad" key={blocker.code + (blocker.lineId ?? '')}>
          <Icon name="alert" size={20} />
          <div class="grow">
            <div>{blocker.message}</div>
            {blocker.step === 'LINES' && (
              <button type="button" class="link small" onClick={() => go('/cart')}>
                {t('checkout.toCart')}
              </button>
            )}
          </div>
        </div>
      ))}
    </div>
  );
}

/** Sums of what the shopper fetches: true at once, also before the server has heard of the choice. */
function fetched(sums: typeof totals.value): typeof totals.value {
  return sums && { ...sums, delivery: { minor: 0 }, total: { minor: sums.total.minor - sums.delivery.minor } };
}

function focusFault(fault: Fault): void {
  const section = document.querySelector(`[data-fault~="${fault}"]`);
  requestAnimationFrame(() => {
    const field = section?.querySelector<HTMLElement>('[aria-invalid=true]');
    (field ?? section)?.scrollIntoView({ block: 'center', behavior: 'smooth' });
    field?.focus({ preventScroll: true });
  });
}

/** A whole Uzbek number was typed: nothing more is coming, so it can be saved before the field is left. */
function wholeLength(shown: string): boolean {
  return /^\+998 \d\d \d{3} \d\d \d\d$/.test(shown);
}

/** Keeps a new address for the next order. It is a kindness, so a failure is not shown. */
function keepAddress(draft: Draft): void {
  void mine.exec(AddressSaveDocument, { input: { address: draft.address } }).catch(() => {});
}
