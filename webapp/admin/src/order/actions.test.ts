import { expect, test, vi } from 'vitest';

vi.mock('../session/api', () => ({ act: vi.fn() }));
const { sortActions } = await import('./actions');

test('the main step is the next of the order’s life, never an ending', () => {
  const sorted = sortActions([
    { action: 'CANCEL', reasonIfBlocked: null },
    { action: 'HAND_OVER', reasonIfBlocked: 'Pack it first' },
    { action: 'PACK', reasonIfBlocked: null },
    { action: 'REPEAT', reasonIfBlocked: null },
  ]);
  expect(sorted).toEqual({
    main: 'PACK',
    others: ['CANCEL'],
    blocked: [{ action: 'HAND_OVER', reason: 'Pack it first' }],
  });
});

test('a closed order has no main step', () => {
  expect(sortActions([{ action: 'CANCEL', reasonIfBlocked: 'Closed' }])).toMatchObject({ main: undefined, others: [] });
});
