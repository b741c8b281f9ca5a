import { expect, test } from 'vitest';
import { GqlError, NetworkError } from './errors';
import { createSession, type SessionOptions, type Tokens } from './session';

const AT = Date.parse('2026-11-22T10:00:00Z');
const tokens = (name: string, minutes = 15): Tokens => ({
  accessToken: name,
  accessExpiresAt: new Date(AT + minutes * 60_000).toISOString(),
  refreshToken: `refresh ${name}`,
});

function session(options: Partial<SessionOptions> = {}) {
  const log: string[] = [];
  const made = createSession({
    load: () => undefined,
    save: (saved) => log.push(`save ${saved?.accessToken ?? 'nothing'}`),
    signIn: async () => {
      log.push('sign in');
      return tokens('new');
    },
    refresh: async (refreshToken) => {
      log.push(refreshToken);
      return tokens('fresh');
    },
    onEnd: () => log.push('end'),
    now: () => AT,
    ...options,
  });
  return { made, log };
}

test('signs in once for many requests at once', async () => {
  const { made, log } = session();
  expect(await Promise.all([made.token(), made.token(), made.token()])).toEqual(['new', 'new', 'new']);
  expect(log).toEqual(['sign in', 'save new']);
});

test('uses saved tokens, and refreshes them shortly before their end', async () => {
  expect(await session({ load: () => tokens('saved') }).made.token()).toBe('saved');
  const { made, log } = session({ load: () => tokens('saved', 0.4) });
  expect(await made.token()).toBe('fresh');
  expect(log).toEqual(['refresh saved', 'save fresh']);
});

test('a refused token is not used again', async () => {
  const { made } = session({ load: () => tokens('saved') });
  made.refuse('saved');
  expect(await made.token()).toBe('fresh');
});

test('an ended session signs in anew, and ends kindly when it cannot', async () => {
  const ended = { load: () => tokens('saved', 0), refresh: async () => undefined };
  expect(await session(ended).made.token()).toBe('new');
  const { made, log } = session({
    ...ended,
    signIn: async () => {
      throw new GqlError('UNAUTHENTICATED', 'initData is too old');
    },
  });
  expect(await made.token()).toBeUndefined();
  expect(await made.token()).toBeUndefined();
  expect(log).toEqual(['end', 'save nothing']);
});

test('a dead line ends nothing: the next request tries again', async () => {
  let broken = true;
  const { made, log } = session({
    signIn: async () => {
      if (broken) throw new NetworkError('down');
      return tokens('new');
    },
  });
  await expect(made.token()).rejects.toThrow(NetworkError);
  broken = false;
  expect(await made.token()).toBe('new');
  expect(log).toEqual(['save new']);
});
