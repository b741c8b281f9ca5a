import { expect, test } from 'vitest';
import { BY_ONE, type SaleRule, stepsFrom } from './quantity';

const byTwo: SaleRule = { step: 2, minimum: 4, maximum: 9 };

test.each([
  ['single pieces: the first', 0, BY_ONE, null, { less: 0, more: 1 }],
  ['single pieces: the last goes', 1, BY_ONE, null, { less: 0, more: 2 }],
  ['no more than the server takes', 999, BY_ONE, null, { less: 998, more: null }],
  ['the first tap adds the minimum', 0, byTwo, null, { less: 0, more: 4 }],
  ['below the minimum the line goes', 4, byTwo, null, { less: 0, more: 6 }],
  ['both ways by the step', 6, byTwo, null, { less: 4, more: 8 }],
  ['no step beyond the maximum, which need not be a multiple', 8, byTwo, null, { less: 6, more: null }],
  ['no step beyond what is there', 4, byTwo, 5, { less: 0, more: null }],
  ['all that is there', 4, byTwo, 6, { less: 0, more: 6 }],
  ['fewer there than the minimum', 0, byTwo, 3, { less: 0, more: null }],
  ['a former quantity comes back to the step', 5, byTwo, null, { less: 4, more: 6 }],
  ['a former quantity comes up to the minimum', 1, byTwo, null, { less: 0, more: 4 }],
  ['a former quantity comes down to the maximum', 20, byTwo, null, { less: 8, more: null }],
  ['more in the cart than is left', 8, { ...byTwo, maximum: null }, 5, { less: 6, more: null }],
])('%s', (_, quantity, rule, available, steps) => {
  expect(stepsFrom(quantity, rule, available)).toEqual(steps);
});

test.each([
  ['a second line needs no minimum of its own', 0, 4, null, { less: 0, more: 2 }],
  ['it leaves what the minimum needs', 4, 2, null, { less: 2, more: 6 }],
  ['it goes when the rest would be below the minimum', 2, 2, null, { less: 0, more: 4 }],
  ['it makes the others a multiple', 0, 3, null, { less: 0, more: 1 }],
  ['lines share the maximum', 0, 8, null, { less: 0, more: null }],
  ['lines share the pieces', 2, 4, 7, { less: 0, more: null }],
])('beside other lines of the variant: %s', (_, quantity, inOthers, available, steps) => {
  expect(stepsFrom(quantity, byTwo, available, inOthers)).toEqual(steps);
});
