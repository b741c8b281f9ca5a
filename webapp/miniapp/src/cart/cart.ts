import { safeStorage } from '@dokon/telegram';
import { computed, effect } from '@preact/signals';
import { canSignIn, mine } from '../shell/api';
import { boot } from '../shell/boot';
import { host } from '../shell/host';
import { lang, t } from '../shell/lang';
import type { Steps } from '../ui/stepper';
import { toast } from '../ui/toast';
import { amountOf, countOf, keyOf, type Line, type LineView, type LineWish, sumOf } from './lines';
import { stepsFrom } from './quantity';
import { createCart } from './sync';

/** The shopper's cart on this device. */
export const cart = createCart({
  client: mine,
  storage: safeStorage('localStorage'),
  storageKey: `dokon:cart:${boot.store.slug}`,
  onRefused(refusals) {
    host.haptic('error');
    toast(refusals[0]?.message || t('error.title'));
  },
});

/** Pieces in the cart, for badges. */
export const quantity = computed(() => countOf(cart.lines.value));
/** Goods by what the shopper sees, in tiyin; the server's totals say the same once it has answered. */
export const itemsSum = computed(() => sumOf(cart.lines.value));

/**
 * The cart's sums as they will be once the server has taken the lines shown; undefined until the cart was read. Delivery and
 * discount are the server's last word: when the new lines change those too, it says so before an order is made.
 */
export const totals = computed(() => {
  const known = cart.server.value?.totals;
  if (!known) return undefined;
  const more = itemsSum.value - known.items.minor;
  return { ...known, items: { minor: itemsSum.value }, total: { minor: known.total.minor + more } };
});

/** Reads the cart and follows it. Call once. */
export function startCart(): void {
  if (!canSignIn) return;
  effect(() => {
    // Names of lines come in the language of the request.
    lang.value;
    void cart.reload().catch(() => {});
  });
  cart.follow();
}

/** Pieces of this wish that are in the cart. */
export function inCart(wish: LineWish): number {
  const key = keyOf(wish);
  return cart.lines.value.find((line) => line.key === key)?.quantity ?? 0;
}

/** Where plus and minus of this wish lead, beside the other lines of its variant. */
export function stepsOf(wish: LineWish, { sale, available }: LineView): Steps {
  const count = inCart(wish);
  return stepsFrom(count, sale, available, amountOf(wish.variantId, cart.lines.value) - count);
}

export function setQuantity(wish: LineWish, view: LineView, next: number): void {
  if (!canSignIn) {
    toast(t('session.telegramTitle'));
    return;
  }
  host.haptic('select');
  cart.setQuantity(wish, view, next);
}

/** Takes a line out, with a way to bring it back. */
export function removeLine(line: Line): void {
  setQuantity(line, line, 0);
  toast(t('cart.removed', { name: line.name }), {
    label: t('common.undo'),
    run: () => setQuantity(line, line, line.quantity),
  });
}
