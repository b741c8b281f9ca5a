import { type Client, NetworkError } from '@dokon/gql';
import type { SafeStorage } from '@dokon/telegram';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { CartSetDocument, type CartSetInput, type CartWholeFragment, MyCartDocument } from '../generated/gql/graphql';
import { BY_ONE } from './quantity';
import { createCart } from './sync';

const zero = { minor: 0 };
const view = {
  productSlug: 's',
  name: 'n',
  variantName: '',
  picture: null,
  modifierNames: [],
  unitPrice: 1000,
  compareAt: null,
  available: null,
  sale: BY_ONE,
};
const byTwo = { portion: { amount: '1', unit: 'PIECE' as const }, step: 2, minimum: 4, maximum: null };
const wish = (variantId: string) => ({ variantId, modifiers: [] });

function cartOf(version: number, quantities: Record<string, number>): CartWholeFragment {
  return {
    id: 'crt_1',
    version,
    quantity: 0,
    comment: '',
    paymentMethod: null,
    changeFrom: null,
    plan: {
      giftCard: { minor: 0 },
      giftCardHint: '',
      giftCardBalance: null,
      cashback: { minor: 0 },
      cashbackMost: { minor: 0 },
      deposit: { minor: 0 },
      now: { minor: 0 },
      later: { minor: 0 },
      earned: { minor: 0 },
      stars: null,
    },
    paymentMethods: ['CASH'],
    lines: Object.entries(quantities).map(([id, quantity]) => ({
      id: `cln_${id}`,
      quantity,
      variant: { id, name: '', availability: { canBuy: true, available: null }, cover: null },
      product: { id: `prd_${id}`, slug: id, name: id, sale: byTwo },
      modifiers: [],
      unitPrice: { minor: 1000 },
      compareAt: null,
      total: { minor: 1000 * quantity },
      problems: [],
    })),
    contact: { name: '', phone: '' },
    delivery: { method: null, price: zero, untilFree: null, address: null, pickupPoint: null, zone: null },
    totals: { items: zero, discount: zero, delivery: zero, total: zero },
    readiness: { canPlace: false, blockers: [] },
    quote: null,
  };
}

/** A server with one cart, as strict about versions as the real one. */
function world() {
  const state = { version: 1, quantities: {} as Record<string, number>, down: false };
  const sent: CartSetInput[] = [];
  const disk = new Map<string, string>();
  const refused: string[] = [];
  const error = (code: string, path: string[]) => ({ code, message: code, path });
  const exec = async (document: unknown, variables: { input: CartSetInput }) => {
    if (state.down) throw new NetworkError('down');
    if (document === MyCartDocument) return { me: { cart: cartOf(state.version, state.quantities) } };
    if (document !== CartSetDocument) throw new Error('unexpected');
    const { input } = variables;
    sent.push(input);
    if (input.expectedVersion !== state.version)
      return { cartSet: { cart: null, userErrors: [error('STALE_VERSION', [])] } };
    if (input.lines?.some((line) => line.variantId === 'gone')) {
      return { cartSet: { cart: null, userErrors: [error('NOT_FOR_SALE', ['input', 'lines', '0'])] } };
    }
    state.version++;
    if (input.lines) state.quantities = Object.fromEntries(input.lines.map((l) => [l.variantId, l.quantity]));
    const bad = input.contact?.phone === 'bad' ? [error('INVALID_PHONE', ['input', 'contact', 'phone'])] : [];
    return { cartSet: { cart: cartOf(state.version, state.quantities), userErrors: bad } };
  };
  const storage: SafeStorage = {
    durable: true,
    get: (key) => disk.get(key) ?? null,
    set: (key, value) => void disk.set(key, value),
    remove: (key) => void disk.delete(key),
  };
  const open = () =>
    createCart({
      client: { exec } as unknown as Client,
      storage,
      storageKey: 'cart',
      onRefused: (refusals) => refused.push(...refusals.map((r) => r.code)),
    });
  return { state, sent, disk, refused, open, cart: open() };
}

const shown = (cart: ReturnType<typeof createCart>) =>
  Object.fromEntries(cart.lines.value.map((l) => [l.variantId, l.quantity]));

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('a tap shows at once; quick taps become one request', async () => {
  const { cart, sent, state } = world();
  await cart.reload();
  cart.setQuantity(wish('a'), view, 1);
  cart.setQuantity(wish('a'), view, 2);
  expect([shown(cart), cart.busy.value]).toEqual([{ a: 2 }, true]);
  await vi.runAllTimersAsync();
  expect(sent).toHaveLength(1);
  expect([state.quantities, shown(cart), cart.busy.value]).toEqual([{ a: 2 }, { a: 2 }, false]);
});

test('changes of two devices are both kept', async () => {
  const { cart, state } = world();
  await cart.reload();
  state.quantities = { theirs: 1 };
  state.version = 7;
  cart.setQuantity(wish('mine'), view, 2);
  await vi.runAllTimersAsync();
  expect(state.quantities).toEqual({ theirs: 1, mine: 2 });
});

test('what waits survives a dead line and the end of the app', async () => {
  const { cart, state, disk, open } = world();
  await cart.reload();
  state.down = true;
  cart.setQuantity(wish('a'), view, 3);
  expect(await cart.settle()).toBe(false);
  expect([cart.offline.value, shown(cart), disk.has('cart')]).toEqual([true, { a: 3 }, true]);
  state.down = false;
  const later = open();
  expect(shown(later)).toEqual({ a: 3 });
  expect(await later.settle()).toBe(true);
  expect([state.quantities, disk.has('cart')]).toEqual([{ a: 3 }, false]);
});

test('lines bring the rule of their product; what an earlier build left waiting goes by single pieces', async () => {
  const { cart, state, disk, open } = world();
  state.quantities = { a: 4 };
  await cart.reload();
  expect(cart.lines.value.map((line) => line.sale)).toEqual([byTwo]);
  const { sale, ...former } = view;
  disk.set('cart', JSON.stringify([{ wish: wish('b'), view: former, quantity: 2 }]));
  expect(open().lines.value.map((line) => [line.variantId, line.quantity, line.sale])).toEqual([['b', 2, sale]]);
});

test('it tries again by itself when the line is back', async () => {
  const { cart, state } = world();
  await cart.reload();
  state.down = true;
  cart.setQuantity(wish('a'), view, 1);
  await vi.advanceTimersByTimeAsync(300);
  expect(cart.offline.value).toBe(true);
  state.down = false;
  await vi.advanceTimersByTimeAsync(1000);
  expect([state.quantities, cart.offline.value]).toEqual([{ a: 1 }, false]);
});

test('a refused line is taken back and told of', async () => {
  const { cart, state, refused } = world();
  state.quantities = { a: 1 };
  await cart.reload();
  cart.setQuantity(wish('gone'), view, 1);
  await vi.runAllTimersAsync();
  expect([refused, shown(cart)]).toEqual([['NOT_FOR_SALE'], { a: 1 }]);
});

test('a refused part keeps its refusal for the field', async () => {
  const { cart } = world();
  await cart.reload();
  cart.setParts({ contact: { phone: 'bad' } });
  await vi.runAllTimersAsync();
  expect(cart.refusals.value.map((r) => r.code)).toEqual(['INVALID_PHONE']);
  cart.setParts({ contact: { phone: 'good' } });
  await vi.runAllTimersAsync();
  expect(cart.refusals.value).toEqual([]);
});

test('a timer that finds nothing left to send does not stand in the way', async () => {
  const { cart, sent } = world();
  await cart.reload();
  cart.setParts({ comment: 'a' });
  const first = cart.settle();
  cart.setParts({ comment: 'b' });
  await first;
  await vi.advanceTimersByTimeAsync(1000);
  cart.setParts({ comment: 'c' });
  expect(await cart.settle()).toBe(true);
  expect(await cart.settle()).toBe(true);
  expect(sent.map((input) => input.comment)).toEqual(['a', 'b', 'c']);
});

test('an older answer does not undo a newer one', async () => {
  const { cart } = world();
  cart.adopt(cartOf(5, { a: 5 }));
  cart.adopt(cartOf(4, { a: 4 }));
  expect(shown(cart)).toEqual({ a: 5 });
});
