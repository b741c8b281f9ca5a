import type { SafeStorage } from '@dokon/telegram';
import { expect, test } from 'vitest';
import { readHistory, withWord } from './search-history';

const store = (value: string | null) => ({ get: () => value }) as unknown as SafeStorage;

test('last word first, each once, eight at most', () => {
  const words = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
  expect(withWord(words, 'B')).toEqual(['B', 'a', 'c', 'd', 'e', 'f', 'g', 'h']);
  expect(withWord(words, 'z')).toHaveLength(8);
});

test('what is not a list of words is no history', () => {
  expect(readHistory(store('["kurtka",5]'), 'k')).toEqual(['kurtka']);
  expect(readHistory(store('{'), 'k')).toEqual([]);
  expect(readHistory(store('{}'), 'k')).toEqual([]);
  expect(readHistory(store(null), 'k')).toEqual([]);
});
