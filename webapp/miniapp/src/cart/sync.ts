import { type Client, GqlError, type Refusal, subscribe } from '@dokon/gql';
import type { SafeStorage } from '@dokon/telegram';
import { batch, computed, type ReadonlySignal, signal } from '@preact/signals';
import {
  CartChangesDocument,
  CartSetDocument,
  type CartSetInput,
  type CartWholeFragment,
  MyCartDocument,
} from '../generated/gql/graphql';
import { type Change, inputOf, keyOf, type Line, type LineView, type LineWish, overlay } from './lines';
import { BY_ONE, MOST } from './quantity';

/** Parts of the cart that checkout fills in. */
export type CartParts = Pick<CartSetInput, 'contact' | 'delivery' | 'paymentMethod' | 'changeFrom' | 'comment'>;

export interface CartOptions {
  client: Client;
  /** Where changes wait when the app is closed before the server took them. */
  storage: SafeStorage;
  storageKey: string;
  /** The server refused a change of the lines: it is taken back; say why. */
  onRefused(refusals: readonly Refusal[]): void;
}

export interface CartSync {
  /** The server's cart; undefined until it was read. */
  server: ReadonlySignal<CartWholeFragment | undefined>;
  /** What the shopper sees. */
  lines: ReadonlySignal<Line[]>;
  /** Something is not confirmed by the server yet. */
  busy: ReadonlySignal<boolean>;
  /** The server could not be reached at the last try. */
  offline: ReadonlySignal<boolean>;
  /** Refusals of the parts sent last; each belongs next to its field. */
  refusals: ReadonlySignal<readonly Refusal[]>;
  setQuantity(wish: LineWish, view: LineView, quantity: number): void;
  setParts(parts: CartParts): void;
  /** Reads the cart anew. */
  reload(): Promise<void>;
  /** Takes a cart that came with another answer. */
  adopt(cart: CartWholeFragment | undefined): void;
  /** Resolves when nothing waits any more; false when something could not be sent. */
  settle(): Promise<boolean>;
  /** Follows changes made on other devices, until the returned function is called. */
  follow(): () => void;
}

/** Quick taps on a stepper become one request. */
const GATHER = 200;
const RETRIES = [500, 1500, 4000, 10_000];

/**
 * Keeps this device and the server's cart in step. The server's cart is the truth; changes lie over it until it has
 * taken them. They go out as one cartSet at a time with the version they were made on: when another device was
 * faster, the cart is read again and the same changes are laid over the new one.
 */
export function createCart({ client, storage, storageKey, onRefused }: CartOptions): CartSync {
  const server = signal<CartWholeFragment | undefined>(undefined);
  const changes = signal<ReadonlyMap<string, Change>>(restore(storage, storageKey));
  const parts = signal<CartParts>({});
  const sending = signal(false);
  const offline = signal(false);
  const refusals = signal<readonly Refusal[]>([]);
  const lines = computed(() => overlay((server.value?.lines ?? []).map(lineOf), changes.value));
  const dirty = computed(() => changes.value.size > 0 || Object.keys(parts.value).length > 0);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let running: Promise<boolean> | undefined;
  let failures = 0;

  const put = (next: ReadonlyMap<string, Change>) => {
    changes.value = next;
    if (next.size > 0) storage.set(storageKey, JSON.stringify([...next.values()]));
    else storage.remove(storageKey);
  };
  const adopt = (cart: CartWholeFragment | undefined) => {
    const known = server.value;
    if (cart && known && cart.id === known.id && cart.version < known.version) return;
    server.value = cart;
  };
  const reload = async () => {
    const answer = await client.exec(MyCartDocument, {});
    adopt(answer.me.cart);
  };
  const later = (pause: number) => {
    clearTimeout(timer);
    timer = setTimeout(() => void push(), pause);
  };

  /** Sends what waits, once. */
  const send = async () => {
    if (!server.value) await reload();
    const base = server.value;
    const sent = { changes: changes.value, parts: parts.value };
    const input: CartSetInput = { ...sent.parts, expectedVersion: base?.version ?? null };
    if (sent.changes.size > 0) input.lines = inputOf(lines.value);
    const { cartSet } = await client.exec(CartSetDocument, { input });
    if (cartSet.userErrors.some((error) => error.code === 'STALE_VERSION')) {
      await reload();
      return;
    }
    const aboutLines = cartSet.userErrors.filter((error) => error.path.includes('lines'));
    batch(() => {
      if (cartSet.cart) adopt(cartSet.cart);
      // What was changed again meanwhile stays; the rest is confirmed or refused by now.
      put(new Map([...changes.value].filter(([key, change]) => sent.changes.get(key) !== change)));
      parts.value = Object.fromEntries(
        Object.entries(parts.value).filter(([name, value]) => sent.parts[name as keyof CartParts] !== value),
      );
      refusals.value = cartSet.userErrors.filter((error) => !error.path.includes('lines'));
    });
    if (aboutLines.length > 0) onRefused(aboutLines);
    if (cartSet.userErrors.length > 0 && !cartSet.cart) await reload();
  };
  const run = async (): Promise<boolean> => {
    sending.value = true;
    try {
      while (dirty.value) await send();
      failures = 0;
      offline.value = false;
      return true;
    } catch (error) {
      if (error instanceof GqlError && error.code === 'BAD_REQUEST') {
        // The same request would meet the same fault again, so it is not repeated.
        put(new Map());
        parts.value = {};
        onRefused([{ code: error.code, message: '', path: [] }]);
      } else if (!(error instanceof GqlError && error.code === 'UNAUTHENTICATED')) {
        offline.value = true;
        later(RETRIES[Math.min(failures++, RETRIES.length - 1)] ?? 10_000);
      }
      return false;
    } finally {
      sending.value = false;
    }
  };
  const push = (): Promise<boolean> => {
    clearTimeout(timer);
    running ??= run().finally(() => {
      running = undefined;
    });
    return running;
  };

  return {
    server,
    lines,
    busy: computed(() => sending.value || dirty.value),
    offline,
    refusals,
    setQuantity(wish, view, quantity) {
      const next = new Map(changes.value);
      next.set(keyOf(wish), { wish, view, quantity: Math.max(0, Math.min(MOST, quantity)) });
      put(next);
      later(GATHER);
    },
    setParts(next) {
      parts.value = { ...parts.value, ...next };
      later(GATHER);
    },
    reload,
    adopt,
    async settle() {
      while (dirty.value || running) if (!(await push())) return false;
      return true;
    },
    follow() {
      if (dirty.value) later(0);
      return subscribe(
        client,
        CartChangesDocument,
        {},
        {
          next: ({ cartUpdated }) => {
            if (cartUpdated.cart) adopt(cartUpdated.cart);
            else if (cartUpdated.cartId === server.value?.id) void reload().catch(() => {});
          },
          onReopen: () => void reload().catch(() => {}),
        },
      );
    },
  };
}

function lineOf(line: CartWholeFragment['lines'][number]): Line {
  const wish = {
    variantId: line.variant.id,
    modifiers: line.modifiers.map(({ optionId, quantity }) => ({ optionId, quantity })),
  };
  return {
    ...wish,
    key: keyOf(wish),
    id: line.id,
    quantity: line.quantity,
    productSlug: line.product.slug,
    name: line.product.name,
    variantName: line.variant.name,
    picture: line.variant.cover,
    modifierNames: line.modifiers.map((m) => (m.quantity > 1 ? `${m.name} ×${m.quantity}` : m.name)),
    unitPrice: line.unitPrice.minor,
    compareAt: line.compareAt?.minor ?? null,
    available: line.variant.availability.available,
    sale: line.product.sale,
    problems: line.problems,
  };
}

function restore(storage: SafeStorage, key: string): ReadonlyMap<string, Change> {
  try {
    const saved = JSON.parse(storage.get(key) ?? '[]') as Change[];
    // An earlier build of the app wrote views without a rule.
    const whole = ({ view, ...change }: Change): Change => ({
      ...change,
      view: { ...view, sale: view.sale ?? BY_ONE },
    });
    return new Map(saved.map((change) => [keyOf(change.wish), whole(change)]));
  } catch {
    return new Map();
  }
}
