/**
 * Web storage that never throws. Inside the Telegram Web iframe third-party storage is blocked and even reading
 * `window.localStorage` raises SecurityError; then the values live as long as the page does.
 */
export interface SafeStorage {
  get(key: string): string | null;
  set(key: string, value: string): void;
  remove(key: string): void;
  /** False when values do not outlive the page. */
  readonly durable: boolean;
}

export function safeStorage(name: 'localStorage' | 'sessionStorage'): SafeStorage {
  let real: Storage | undefined;
  try {
    real = globalThis[name];
    real.setItem('dokon:probe', '1');
    real.removeItem('dokon:probe');
  } catch {
    real = undefined;
  }
  const memory = new Map<string, string>();
  return {
    durable: real !== undefined,
    get(key) {
      const own = memory.get(key);
      if (own !== undefined) return own;
      try {
        return real?.getItem(key) ?? null;
      } catch {
        return null;
      }
    },
    set(key, value) {
      memory.delete(key);
      try {
        if (!real) throw new Error('no storage');
        real.setItem(key, value);
      } catch {
        // Blocked, or the quota is full.
        memory.set(key, value);
      }
    },
    remove(key) {
      memory.delete(key);
      try {
        real?.removeItem(key);
      } catch {
        // Nothing of ours can be there then.
      }
    },
  };
}
