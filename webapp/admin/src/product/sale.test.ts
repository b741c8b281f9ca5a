import { expect, test } from 'vitest';
import { amountIn, amountOf, portionsOf, singly, withStep } from './sale';

test('amounts of a unit are whole portions', () => {
  expect(portionsOf('0,3', '0.1')).toBe(3);
  expect(portionsOf('1', '0.25')).toBe(4);
  expect(portionsOf('0.35', '0.1')).toBeUndefined();
  expect(portionsOf('much', '0.1')).toBeUndefined();
  expect(amountIn(3, '0.1')).toBe('0.3');
});

test('an amount is written as the API takes it', () => {
  expect(amountOf('0,100')).toBe('0.1');
  expect(amountOf('0')).toBeUndefined();
  expect(amountOf('0.0001')).toBeUndefined();
});

test('the smallest quantity stays a multiple of the step', () => {
  expect(withStep({ ...singly, minimum: 5 }, 2)).toMatchObject({ step: 2, minimum: 6 });
  expect(withStep({ ...singly, maximum: 3 }, 6)).toMatchObject({ minimum: 6, maximum: 6 });
});
