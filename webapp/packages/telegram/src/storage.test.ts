import { afterEach, expect, test, vi } from 'vitest';
import { safeStorage } from './storage';

afterEach(() => vi.unstubAllGlobals());

test('blocked storage lives as long as the page', () => {
  Object.defineProperty(globalThis, 'localStorage', {
    configurable: true,
    get() {
      throw new DOMException('blocked', 'SecurityError');
    },
  });
  const store = safeStorage('localStorage');
  store.set('a', '1');
  expect([store.durable, store.get('a'), store.get('b')]).toEqual([false, '1', null]);
  store.remove('a');
  expect(store.get('a')).toBeNull();
});

test('a full disk does not lose the value', () => {
  const kept = new Map<string, string>();
  vi.stubGlobal('sessionStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem(key: string, value: string) {
      if (value.length > 5) throw new DOMException('full', 'QuotaExceededError');
      kept.set(key, value);
    },
    removeItem: (key: string) => kept.delete(key),
  });
  const store = safeStorage('sessionStorage');
  store.set('a', 'long text');
  expect(store.durable).toBe(true);
  expect(store.get('a')).toBe('long text');
});
