import { expect, test } from 'vitest';
import { orderFilter, ordersSearch } from './orders-search';

test('an address of a list becomes its filter', () => {
  const search = ordersSearch({ tab: 'way', q: 901234567, pay: ['PAID', 'UNPAID'], by: 'PICKUP', size: 50, junk: 1 });
  expect(search).toMatchObject({ tab: 'way', q: '901234567', pay: ['UNPAID', 'PAID'], by: 'PICKUP', size: 50 });
  expect(orderFilter(search)).toMatchObject({
    search: '901234567',
    deliveryMethod: 'PICKUP',
    lifecycle: ['CONFIRMED'],
  });
});

test('what the address does not know is left out', () => {
  expect(orderFilter(ordersSearch({ tab: 'x', by: 'DRONE', pay: 'LATER' }))).toEqual({});
});
