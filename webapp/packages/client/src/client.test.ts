import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import {
  CartLinesAddDocument,
  type ClientOptions,
  createClient,
  DokonError,
  MeDocument,
  OrderUpdatedDocument,
  StoreDocument,
} from './index.ts';

type Sent = {
  documentId?: string;
  query?: string;
  variables: Record<string, never>;
  headers: Record<string, string>;
  signal: AbortSignal;
};
type Reply = (sent: Sent) => Response | Promise<Response>;

/** A server that answers in turn; the last answer is given for ever. */
function shop(...replies: Reply[]) {
  const sent: Sent[] = [];
  const fetcher = (async (_url: unknown, init: RequestInit) => {
    const body = JSON.parse(String(init.body)) as Pick<Sent, 'documentId' | 'query' | 'variables'>;
    sent.push({ ...body, headers: init.headers as Record<string, string>, signal: init.signal as AbortSignal });
    const reply = replies[Math.min(sent.length, replies.length) - 1] as Reply;
    return reply(sent.at(-1) as Sent);
  }) as typeof fetch;
  const make = (options: Partial<ClientOptions> = {}) =>
    createClient({ url: 'https://shop.example/', fetch: fetcher, ...options });
  return { sent, make };
}

const data = (value: unknown) => () => Response.json({ data: value });
const fault =
  (code: string, extensions: object = {}, status = 200) =>
  () =>
    Response.json({ errors: [{ message: code, extensions: { code, ...extensions } }] }, { status });
const broken = () => Promise.reject(new TypeError('fetch failed'));
const store = data({ store: { slug: 'zarbof' } });
const soon = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();
const tokens = (name: string, minutes = 15) => ({
  accessToken: name,
  accessExpiresAt: soon(minutes),
  refreshToken: `r-${name}`,
});
const lines = { input: { lines: [{ variantId: 'var_1', quantity: 1 }] } };

/** Storage with a shopper who has signed in before. */
function storage(kept: object) {
  const map = new Map([['dokon https://shop.example/graphql ', JSON.stringify(kept)]]);
  return {
    map,
    getItem: (key: string) => map.get(key) ?? null,
    setItem: (key: string, value: string) => void map.set(key, value),
    removeItem: (key: string) => void map.delete(key),
  };
}

async function refused(promise: Promise<unknown>): Promise<DokonError> {
  const error = await promise.then(() => undefined).catch((thrown: unknown) => thrown);
  if (!(error instanceof DokonError)) throw new Error(`not a DokonError: ${String(error)}`);
  return error;
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** Lets pauses pass at once. */
async function hurried<T>(promise: Promise<T>): Promise<T> {
  const settled = promise.then(
    (value) => () => value,
    (error: unknown) => () => {
      throw error;
    },
  );
  await vi.runAllTimersAsync();
  return (await settled)();
}

test('names store, language and caller', async () => {
  const { sent, make } = shop(store);
  const answer = await make({ store: 'zarbof', language: 'ru', token: 'dkt_1_X' }).query(StoreDocument);
  expect(answer.store.slug).toBe('zarbof');
  expect(sent[0]?.headers).toMatchObject({
    'X-Store': 'zarbof',
    'Accept-Language': 'ru',
    Authorization: 'Bearer dkt_1_X',
  });
  expect(sent[0]?.headers['Idempotency-Key']).toBeUndefined();
});

test('addresses of pictures are whole', async () => {
  const picture = { url: '/media/a.webp', srcset: '/media/a.webp 160w, /media/b.webp 320w', alt: 'see /media/' };
  const { make } = shop(data({ store: { look: { logo: picture } } }));
  expect((await make().query(StoreDocument)).store.look.logo).toEqual({
    url: 'https://shop.example/media/a.webp',
    srcset: 'https://shop.example/media/a.webp 160w, https://shop.example/media/b.webp 320w',
    alt: 'see /media/',
  });
});

test('a mutation is sent again under one key; two mutations have two', async () => {
  const added = data({ cartLinesAdd: { cart: { id: 'crt_1' }, userErrors: [] } });
  const { sent, make } = shop(
    broken,
    () => new Response('<html>', { status: 502 }),
    fault('CONFLICT_IN_PROGRESS'),
    added,
  );
  const client = make();
  const first = await hurried(client.mutate(CartLinesAddDocument, lines));
  expect(first.ok && first.cart.id).toBe('crt_1');
  await client.mutate(CartLinesAddDocument, lines);
  const keys = sent.map(({ headers }) => headers['Idempotency-Key']);
  expect(keys[0]).toMatch(/^[0-9a-f]{32}$/);
  expect(new Set(keys.slice(0, 4)).size).toBe(1);
  expect(keys[4]).not.toBe(keys[0]);
});

test('gives up after the attempts, and at once where no other attempt helps', async () => {
  const { sent, make } = shop(broken);
  expect((await refused(hurried(make({ attempts: 3 }).query(StoreDocument)))).code).toBe('NETWORK');
  expect(sent).toHaveLength(3);
  for (const [reply, code] of [
    [fault('BAD_REQUEST', { field: ['input', 'lines'] }, 400), 'BAD_REQUEST'],
    [() => new Response('<html>hello'), 'BAD_ANSWER'],
    [fault('RATE_LIMITED', { retryAfter: 60 }, 429), 'RATE_LIMITED'],
    [fault('CONFLICT_CARRIED_OUT', {}, 409), 'CONFLICT_CARRIED_OUT'],
  ] as const) {
    const other = shop(reply);
    expect((await refused(hurried(other.make().mutate(CartLinesAddDocument, lines)))).code).toBe(code);
    expect(other.sent).toHaveLength(1);
  }
});

test('waits as long as the server asks', async () => {
  const { sent, make } = shop(fault('RATE_LIMITED', { retryAfter: 2 }, 429), store);
  const asked = make().query(StoreDocument);
  await vi.advanceTimersByTimeAsync(1900);
  expect(sent).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(200);
  expect((await asked).store.slug).toBe('zarbof');
});

test('a silent server is given up; an aborted request is not sent again', async () => {
  const silent: Reply = ({ signal }) =>
    new Promise((_, reject) =>
      signal.addEventListener('abort', () => reject(new DOMException('aborted', 'AbortError'))),
    );
  const late = shop(silent);
  expect((await refused(hurried(late.make({ attempts: 2, timeout: 1000 }).query(StoreDocument)))).code).toBe('TIMEOUT');
  expect(late.sent).toHaveLength(2);
  const left = shop(silent);
  const leaving = new AbortController();
  const asked = left.make().query(StoreDocument, {}, { signal: leaving.signal });
  const thrown = asked.catch((error: unknown) => error);
  await vi.advanceTimersByTimeAsync(0);
  leaving.abort(new Error('gone'));
  expect(await thrown).toEqual(new Error('gone'));
  await vi.runAllTimersAsync();
  expect(left.sent).toHaveLength(1);
});

test('refusals are a union told apart by code', async () => {
  const { make } = shop(
    data({
      cartLinesAdd: {
        cart: null,
        userErrors: [
          { code: 'INSUFFICIENT_STOCK', message: 'Faqat 2 dona', path: ['input'], variantId: 'var_1', available: 2 },
        ],
      },
    }),
  );
  const added = await make().mutate(CartLinesAddDocument, lines);
  if (added.ok) throw new Error('accepted');
  const [first] = added.errors;
  expect(first.code === 'INSUFFICIENT_STOCK' && first.available).toBe(2);
});

test('tokens are renewed before their end, once for all who ask', async () => {
  const kept = storage({ tokens: tokens('old', 0) });
  const { sent, make } = shop(data({ sessionRefresh: { tokens: tokens('new') } }), data({ me: { customer: {} } }));
  const client = make({ storage: kept });
  await Promise.all([client.query(MeDocument), client.query(MeDocument)]);
  expect(sent.map(({ headers }) => headers.Authorization)).toEqual([undefined, 'Bearer new', 'Bearer new']);
  expect([...kept.map.values()][0]).toContain('r-new');
});

test('tokens that another page has renewed are taken over', async () => {
  const kept = storage({ tokens: tokens('old') });
  const { sent, make } = shop(fault('SESSION_EXPIRED', {}, 401), data({ me: { customer: {} } }));
  const client = make({ storage: kept });
  for (const key of kept.map.keys()) kept.map.set(key, JSON.stringify({ tokens: tokens('theirs') }));
  await client.query(MeDocument);
  expect(sent.map(({ headers }) => headers.Authorization)).toEqual(['Bearer old', 'Bearer theirs']);
});

test('a session that is over is forgotten, and told of', async () => {
  const told: boolean[] = [];
  const { make } = shop(fault('SESSION_EXPIRED', {}, 401), data({ sessionRefresh: { tokens: null } }));
  const kept = storage({ tokens: tokens('old') });
  const client = make({ storage: kept, onSession: (isSignedIn) => told.push(isSignedIn) });
  expect((await refused(client.query(MeDocument))).code).toBe('SESSION_EXPIRED');
  expect([client.isSignedIn, told, kept.map.size]).toEqual([false, [false], 0]);
});

test('signs in by Telegram: asks until somebody has pressed, and brings the cart along', async () => {
  const pending = { code: 'SIGN_IN_PENDING', message: '…', path: [] };
  const { sent, make } = shop(
    data({ cartCreate: { cart: { id: 'crt_1' }, cartToken: 'dkc_1_A', userErrors: [] } }),
    data({
      telegramSignInCreate: {
        telegramSignIn: { url: 'https://t.me/x', secret: 'dki_1_B', matchCode: '07', expiresAt: soon(5) },
        userErrors: [],
      },
    }),
    data({ sessionCreate: { tokens: null, userErrors: [pending] } }),
    broken,
    data({ sessionCreate: { tokens: tokens('new'), userErrors: [] } }),
  );
  const client = make();
  expect(await client.openCart()).toBe('dkc_1_A');
  expect(await client.openCart()).toBe('dkc_1_A');
  const begun = await client.signIn();
  if (!begun.ok) throw new Error('refused');
  expect(begun.signIn.matchCode).toBe('07');
  expect(await hurried(begun.signIn.done())).toEqual({ ok: true });
  expect([client.isSignedIn, client.cartToken]).toEqual([true, undefined]);
  expect(sent[2]?.variables).toEqual({ input: { signInSecret: 'dki_1_B', cartToken: 'dkc_1_A' } });
  const [, , first, lost, again] = sent.map(({ headers }) => headers['Idempotency-Key']);
  expect(lost).toBe(again);
  expect(first).not.toBe(lost);
});

test('a refused sign-in says why', async () => {
  const expired = { code: 'SIGN_IN_EXPIRED', message: 'Eskirgan', path: [] };
  const { make } = shop(
    data({
      telegramSignInCreate: {
        telegramSignIn: { url: '', secret: 's', matchCode: '07', expiresAt: soon(5) },
        userErrors: [],
      },
    }),
    data({ sessionCreate: { tokens: null, userErrors: [expired] } }),
  );
  const begun = await make().signIn();
  expect(begun.ok && (await begun.signIn.done())).toEqual({ ok: false, errors: [expired] });
});

test('a line of events that drops is opened again, until the server says that it is over', async () => {
  const stream = (text: string) => () => new Response(text, { headers: { 'Content-Type': 'text/event-stream' } });
  const change = (status: string) =>
    `event: next\ndata: ${JSON.stringify({ data: { orderUpdated: { order: { statusText: status } } } })}\n\n`;
  const { sent, make } = shop(
    stream(`:\n\n${change('placed')}`),
    broken,
    stream(change('accepted')),
    fault('FORBIDDEN', {}, 403),
  );
  const heard: string[] = [];
  make().subscribe(
    OrderUpdatedDocument,
    { id: 'ord_1' },
    {
      next: ({ orderUpdated }) => heard.push(orderUpdated.order.statusText),
      reopened: () => heard.push('reopened'),
      failed: ({ code }) => heard.push(code),
    },
  );
  await vi.runAllTimersAsync();
  expect(heard).toEqual(['placed', 'reopened', 'accepted', 'FORBIDDEN']);
  expect(sent[0]?.headers.Accept).toBe('text/event-stream');
});

test('names its documents, and sends the text when the server does not know the name', async () => {
  const unknown = fault('PERSISTED_QUERY_NOT_FOUND');
  const { sent, make } = shop(unknown, store);
  await make().query(StoreDocument);
  expect(sent.map(({ documentId }) => documentId)).toEqual([StoreDocument.hash, undefined]);
  expect(sent[0]?.query).toBeUndefined();
  expect(sent[1]).toMatchObject({
    query: StoreDocument.toString(),
    extensions: { persistedQuery: { version: 1, sha256Hash: StoreDocument.hash?.slice('sha256:'.length) } },
  });
  const own = shop(store);
  await own.make().query({ toString: () => '{ store { slug } }' });
  expect(own.sent[0]).toMatchObject({ query: '{ store { slug } }', variables: {} });
});

test('a line of events is asked for by the text when the server does not know the name', async () => {
  const line = (text: string) => () => new Response(text, { headers: { 'Content-Type': 'text/event-stream' } });
  const unknown = {
    errors: [{ message: 'PersistedQueryNotFound', extensions: { code: 'PERSISTED_QUERY_NOT_FOUND' } }],
  };
  const { sent, make } = shop(
    line(`event: next\ndata: ${JSON.stringify(unknown)}\n\nevent: complete\n\n`),
    line(`event: next\ndata: {"data":{"orderUpdated":{"order":{"statusText":"placed"}}}}\n\nevent: complete\n\n`),
  );
  const heard: string[] = [];
  make().subscribe(
    OrderUpdatedDocument,
    { id: 'ord_1' },
    {
      next: ({ orderUpdated }) => heard.push(orderUpdated.order.statusText),
      reopened: () => heard.push('reopened'),
      failed: ({ code }) => heard.push(code),
    },
  );
  await vi.runAllTimersAsync();
  expect(heard).toEqual(['placed']);
  expect(sent.map(({ documentId, query }) => [documentId, query])).toEqual([
    [OrderUpdatedDocument.hash, undefined],
    [undefined, OrderUpdatedDocument.toString()],
  ]);
});
