import { expect, test } from 'vitest';
import { instantOf, localOf, morning } from './local-time';

test('an instant is shown and read on the clock of Tashkent', () => {
  expect(localOf('2026-11-30T20:15:00Z')).toBe('2026-12-01T01:15');
  expect(instantOf('2026-12-01T01:15')).toBe('2026-11-30T20:15:00.000Z');
  expect(localOf(null)).toBe('');
  expect(instantOf('')).toBeNull();
  expect(instantOf('tomorrow')).toBeUndefined();
});

test('tomorrow morning is that of the shop', () => {
  expect(localOf(morning(1, Date.parse('2026-11-22T20:30:00Z')))).toBe('2026-11-24T09:00');
});
