import { expect, test } from 'vitest';
import { publicationOf, seen } from './publication';

const at = '2026-12-01T04:00:00Z';
const now = Date.parse(at);

test('a time makes what is on sale a scheduled one', () => {
  expect(publicationOf({ status: 'ACTIVE', publishFrom: null })).toBe('ACTIVE');
  expect(publicationOf({ status: 'ACTIVE', publishFrom: at })).toBe('SCHEDULED');
  expect(publicationOf({ status: 'DRAFT', publishFrom: at })).toBe('DRAFT');
});

test('shoppers see it from the first moment, and not at the last', () => {
  expect(seen({ status: 'ACTIVE', publishFrom: at, publishUntil: null }, now - 1)).toBe('SCHEDULED');
  expect(seen({ status: 'ACTIVE', publishFrom: at, publishUntil: null }, now)).toBe('ACTIVE');
  expect(seen({ status: 'ACTIVE', publishFrom: null, publishUntil: at }, now)).toBe('ENDED');
  expect(seen({ status: 'ARCHIVED', publishFrom: null, publishUntil: at }, now)).toBe('ARCHIVED');
});
