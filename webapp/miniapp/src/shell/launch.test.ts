import { expect, test } from 'vitest';
import { launchPath } from './launch';

test.each([
  ['p_red-shoes', '/p/red-shoes'],
  ['c_coats', '/c/coats'],
  ['o_01jd3k9v7yf2s8q6m4x0w5t1rz', '/o/ord_01jd3k9v7yf2s8q6m4x0w5t1rz'],
  ['o_ord_01jd', '/o/ord_01jd'],
  ['x_1', undefined],
  ['p_', undefined],
  ['hello', undefined],
  ['p_../../admin', undefined],
])('%s leads to %s', (code, path) => {
  expect(launchPath(code)).toBe(path);
});
