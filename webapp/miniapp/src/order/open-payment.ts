import { newKey, patchEntity } from '@dokon/gql';
import { invoiceSlug } from '@dokon/telegram';
import { signal } from '@preact/signals';
import { isPaidOnPage, type PaymentMethod } from '../checkout/payment-method';
import { type OrderWholeFragment, PaymentStartDocument } from '../generated/gql/graphql';
import { cache, mine } from '../shell/api';
import { host } from '../shell/host';
import { t } from '../shell/lang';
import { toast } from '../ui/toast';
import { standingOf } from './standing';

/**
 * Orders whose bill was opened here. `left`: whatever the bank says is on its way. `closed`: the client says that nothing came of
 * it, which is a hint. `charging`: a saved card is being charged.
 */
export const opened = signal<ReadonlyMap<string, 'left' | 'closed' | 'charging'>>(new Map());

function mark(orderId: string, how: 'left' | 'closed' | 'charging'): void {
  opened.value = new Map(opened.value).set(orderId, how);
}

/**
 * Opens the page of a bill inside the tap that asked for it; an invoice of Telegram opens as a sheet over the app. What came of
 * it is not told here: the order tells it, since a sheet that was closed may have been paid.
 */
export async function openPayment(orderId: string, url: string): Promise<void> {
  mark(orderId, 'left');
  if (invoiceSlug(url)) {
    const said = await host.openInvoice(url);
    if (said === 'cancelled' || said === 'failed') mark(orderId, 'closed');
  } else host.openLink(url);
  await cache.invalidateQueries({ queryKey: ['order'] });
}

/** Opens the bill of an order in the tap that placed it, or charges the card that was chosen. */
export function payNow(order: OrderWholeFragment, cardId?: string): void {
  const { kind, url } = standingOf(order);
  if (kind !== 'open' || order.lifecycle !== 'PLACED' || !isPaidOnPage(order.paymentMethod)) return;
  if (cardId) void startPayment(order.id, { cardId });
  else void (url ? openPayment(order.id, url) : startPayment(order.id, { method: order.paymentMethod }));
}

/** By which a bill is paid: a method, or a saved card, which is charged at once. */
export type PayBy = { method: PaymentMethod } | { cardId: string };

/** Asks for the bill of an order and opens it, when the method has a page; says why when it cannot be. */
export async function startPayment(orderId: string, by: PayBy): Promise<void> {
  const isCard = 'cardId' in by;
  if (isCard) mark(orderId, 'charging');
  try {
    const { paymentStart } = await mine.exec(
      PaymentStartDocument,
      { input: { orderId, ...by } },
      { idempotencyKey: newKey(), timeout: isCard ? 40_000 : 20_000 },
    );
    if (paymentStart.order) patchEntity(cache, paymentStart.order);
    const url = paymentStart.payment?.checkoutUrl;
    if (url && !isCard) void openPayment(orderId, url);
    const refusal = paymentStart.userErrors[0];
    if (refusal) toast(refusal.message);
    // The answer is the order's from here on: paid, being checked by the bank, or waiting as before.
    if (isCard) mark(orderId, 'closed');
  } catch {
    if (isCard) mark(orderId, 'left');
    toast(t('error.offlineTitle'));
  }
  void cache.invalidateQueries({ queryKey: ['order'] });
}
