import type { SafeStorage } from '@dokon/telegram';

const LENGTH = 8;

/** Words searched on this device, last first. */
export function readHistory(store: SafeStorage, key: string): string[] {
  try {
    const saved: unknown = JSON.parse(store.get(key) ?? '[]');
    return Array.isArray(saved)
      ? saved.filter((word): word is string => typeof word === 'string').slice(0, LENGTH)
      : [];
  } catch {
    return [];
  }
}

/** The history with a word on top; the same word in other case is not kept twice. */
export function withWord(history: readonly string[], word: string): string[] {
  const same = word.toLowerCase();
  return [word, ...history.filter((other) => other.toLowerCase() !== same)].slice(0, LENGTH);
}
