import { expect, test, vi } from 'vitest';
import { StaffSession, type Tokens } from './session';

const start = Date.parse('2026-11-22T10:00:00Z');

function tokens(n: number, seconds = 900): Tokens {
  return {
    accessToken: `access${n}`,
    accessExpiresAt: new Date(start + seconds * 1000).toISOString(),
    refreshToken: `refresh${n}`,
    refreshExpiresAt: new Date(start + 86_400_000).toISOString(),
  };
}

function memory() {
  const kept = new Map<string, string>();
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  };
}

/** One holder at a time, as navigator.locks does for all tabs of an origin. */
function lock() {
  let last: Promise<unknown> = Promise.resolve();
  return <T>(_name: string, act: () => Promise<T>): Promise<T> => {
    const mine = last.then(act);
    last = mine.catch(() => undefined);
    return mine;
  };
}

test('a good token is used as it is', async () => {
  const refresh = vi.fn();
  const session = new StaffSession(refresh, memory(), lock(), () => start);
  session.keep(tokens(1));
  expect(await session.token()).toBe('access1');
  expect(refresh).not.toHaveBeenCalled();
});

test('two tabs with an old token renew it once', async () => {
  const storage = memory();
  const oneLock = lock();
  const refresh = vi.fn(async () => tokens(2));
  const tabs = [1, 2].map(() => new StaffSession(refresh, storage, oneLock, () => start));
  tabs[0]?.keep(tokens(1, 5));
  expect(await Promise.all(tabs.map((tab) => tab.token()))).toEqual(['access2', 'access2']);
  expect(refresh).toHaveBeenCalledTimes(1);
  expect(refresh).toHaveBeenCalledWith('refresh1');
});

test('a refused token is renewed before its time', async () => {
  const session = new StaffSession(
    async () => tokens(2),
    memory(),
    lock(),
    () => start,
  );
  session.keep(tokens(1));
  session.refuse('access1');
  expect(await session.token()).toBe('access2');
});

test('an ended session is expired, a left one is out', async () => {
  const session = new StaffSession(
    async () => undefined,
    memory(),
    lock(),
    () => start,
  );
  expect(session.state()).toBe('out');
  session.keep(tokens(1, 5));
  expect(session.state()).toBe('in');
  expect(await session.token()).toBeUndefined();
  expect(session.state()).toBe('expired');
  session.keep(tokens(3));
  session.leave();
  expect(session.state()).toBe('out');
});

test('a refresh that could not be asked keeps the session', async () => {
  const session = new StaffSession(
    async () => {
      throw new Error('offline');
    },
    memory(),
    lock(),
    () => start,
  );
  session.keep(tokens(1, 5));
  await expect(session.token()).rejects.toThrow('offline');
  expect(session.state()).toBe('in');
});
