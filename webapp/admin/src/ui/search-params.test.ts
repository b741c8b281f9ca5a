import { expect, test } from 'vitest';
import { oneOf, pageVariables, paging, someOf, text } from './search-params';

test('text takes digits that the router read as a number', () => {
  expect(text(901234567)).toBe('901234567');
  expect(text('')).toBeUndefined();
  expect(text({ $ne: 1 })).toBeUndefined();
});

test('only known words come through', () => {
  expect(oneOf('x', ['a', 'b'])).toBeUndefined();
  expect(oneOf('b', ['a', 'b'])).toBe('b');
  expect(someOf(['b', 'x', 'a'], ['a', 'b'])).toEqual(['a', 'b']);
  expect(someOf('b', ['a', 'b'])).toEqual(['b']);
  expect(someOf(['x'], ['a', 'b'])).toBeUndefined();
});

test('a page goes forward from a cursor or back before one', () => {
  expect(pageVariables(paging({}))).toEqual({ first: 20 });
  expect(pageVariables(paging({ after: 'c', size: 50 }))).toEqual({ first: 50, after: 'c' });
  expect(pageVariables(paging({ before: 'c', size: 7 }))).toEqual({ last: 20, before: 'c' });
});
