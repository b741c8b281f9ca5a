import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Document } from './document';
import { GqlError, NetworkError } from './errors';
import type { Session } from './session';
import { createClient, newKey } from './transport';

const HELLO: Document<{ hello: string }, { name?: string }> = { toString: () => 'query Hello { hello }' };

const json = (value: unknown, headers: Record<string, string> = {}) => new Response(JSON.stringify(value), { headers });
const fault = (code: string) => json({ errors: [{ message: code, extensions: { code } }] });

/** A server that gives these answers in turn, and what it was asked. */
function server(...answers: (Response | Error)[]) {
  const asked: { headers: Record<string, string>; body: unknown }[] = [];
  const fetch = (async (_: unknown, init: RequestInit) => {
    asked.push({ headers: init.headers as Record<string, string>, body: JSON.parse(String(init.body)) });
    const answer = answers[asked.length - 1];
    if (answer instanceof Error || !answer) throw answer ?? new Error('no more answers');
    return answer;
  }) as typeof globalThis.fetch;
  return { fetch, asked };
}

const headers = () => ({ 'X-Store': 'atlas' });

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('sends text and variables with the headers of the app', async () => {
  const { fetch, asked } = server(json({ data: { hello: 'salom' } }, { 'X-Build-Id': 'b7' }));
  const builds: string[] = [];
  const client = createClient({ url: '/graphql', headers, fetch, onBuild: (id) => builds.push(id) });
  expect(await client.exec(HELLO, { name: 'x' })).toEqual({ hello: 'salom' });
  expect(asked[0]?.body).toEqual({ query: 'query Hello { hello }', variables: { name: 'x' } });
  expect(asked[0]?.headers).toMatchObject({ 'X-Store': 'atlas', 'Content-Type': 'application/json' });
  expect(asked[0]?.headers).not.toHaveProperty('Authorization');
  expect(builds).toEqual(['b7']);
});

test('a document replaced by its hash goes out as documentId', async () => {
  const { fetch, asked } = server(json({ data: {} }));
  await createClient({ url: '/', headers, fetch }).exec({ toString: () => 'sha256:ab' }, {});
  expect(asked[0]?.body).toEqual({ documentId: 'sha256:ab', variables: {} });
});

test.each(['UNAUTHENTICATED', 'SESSION_EXPIRED'])('a token refused with %s is replaced once', async (code) => {
  const { fetch, asked } = server(fault(code), json({ data: { hello: 'salom' } }));
  const given = ['old', 'new'];
  const refused: string[] = [];
  const session: Session = {
    token: async () => given.shift(),
    refuse: (token) => refused.push(token),
    end: () => {},
  };
  const client = createClient({ url: '/', headers, fetch, session });
  expect(await client.exec(HELLO, {})).toEqual({ hello: 'salom' });
  expect(asked.map((a) => a.headers.Authorization)).toEqual(['Bearer old', 'Bearer new']);
  expect(refused).toEqual(['old']);
});

test('a second refusal is an error with its code', async () => {
  const { fetch } = server(fault('UNAUTHENTICATED'), fault('UNAUTHENTICATED'));
  const session: Session = { token: async () => 't', refuse: () => {}, end: () => {} };
  const attempt = createClient({ url: '/', headers, fetch, session }).exec(HELLO, {});
  await expect(attempt).rejects.toMatchObject({ name: 'GqlError', code: 'UNAUTHENTICATED' });
});

test('with an idempotency key the same request is sent again after a dead line', async () => {
  const { fetch, asked } = server(new TypeError('down'), new TypeError('down'), json({ data: { hello: 'salom' } }));
  const attempt = createClient({ url: '/', headers, fetch }).exec(HELLO, {}, { idempotencyKey: 'k1' });
  await vi.runAllTimersAsync();
  expect(await attempt).toEqual({ hello: 'salom' });
  expect(asked.map((a) => a.headers['Idempotency-Key'])).toEqual(['k1', 'k1', 'k1']);
});

test('without a key a dead line is told at once, and a fault is never repeated', async () => {
  const down = server(new TypeError('down'));
  await expect(createClient({ url: '/', headers, fetch: down.fetch }).exec(HELLO, {})).rejects.toThrow(NetworkError);
  const broken = server(fault('INTERNAL'));
  const attempt = createClient({ url: '/', headers, fetch: broken.fetch }).exec(HELLO, {}, { idempotencyKey: 'k' });
  await expect(attempt).rejects.toThrow(GqlError);
  expect(broken.asked).toHaveLength(1);
});

test("a proxy's page is a fault of the network", async () => {
  for (const answer of [new Response('<h1>502</h1>', { status: 502 }), json({}), json(null)]) {
    const { fetch } = server(answer);
    await expect(createClient({ url: '/', headers, fetch }).exec(HELLO, {})).rejects.toThrow(NetworkError);
  }
});

test('an answer that takes too long is given up', async () => {
  const fetch = ((_: unknown, { signal }: RequestInit) =>
    new Promise((_, reject) =>
      signal?.addEventListener('abort', () => reject(new Error('aborted'))),
    )) as typeof globalThis.fetch;
  const attempt = createClient({ url: '/', headers, fetch }).exec(HELLO, {}, { timeout: 5000 });
  const end = expect(attempt).rejects.toThrow(NetworkError);
  await vi.advanceTimersByTimeAsync(5000);
  await end;
});

test('keys are long and differ', () => {
  expect(newKey()).toMatch(/^[0-9a-f]{32}$/);
  expect(newKey()).not.toBe(newKey());
});
