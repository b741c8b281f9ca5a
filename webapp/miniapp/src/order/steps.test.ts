import { expect, test } from 'vitest';
import type { OrderWholeFragment } from '../generated/gql/graphql';
import { stepsOf } from './steps';

type FulfilmentState = OrderWholeFragment['fulfilments'][number]['state'];

function order(
  lifecycle: OrderWholeFragment['lifecycle'],
  state?: FulfilmentState,
  kinds: string[] = [],
  method = 'COURIER',
) {
  return {
    lifecycle,
    placedAt: '2026-11-22T09:00:00Z',
    closedAt: '2026-11-22T10:00:00Z',
    delivery: { method },
    fulfilments: state ? [{ id: 'ful_1', state }] : [],
    timeline: { nodes: kinds.map((kind, i) => ({ id: String(i), kind, at: `at ${kind}` })) },
  } as unknown as OrderWholeFragment;
}

const short = (o: OrderWholeFragment) => stepsOf(o).map(({ name, state }) => `${name} ${state}`);

test('a placed order waits for the shop', () => {
  expect(short(order('PLACED'))).toEqual([
    'placed now',
    'confirmed next',
    'preparing next',
    'onTheWay next',
    'done next',
  ]);
});

test.each([
  ['PENDING', 'confirmed now'],
  ['ACCEPTED', 'preparing now'],
  ['PACKED', 'preparing now'],
  ['HANDED_TO_COURIER', 'onTheWay now'],
  ['DELIVERED', 'done done'],
] as const)('%s stands at «%s»', (state, step) => {
  expect(short(order('CONFIRMED', state))).toContain(step);
});

test('pickup has its own step, and completed is done to the end', () => {
  expect(short(order('CONFIRMED', 'READY_FOR_PICKUP', [], 'PICKUP'))).toContain('ready now');
  expect(short(order('COMPLETED')).every((step) => step.endsWith(' done'))).toBe(true);
});

test('a canceled order shows how far it came', () => {
  const steps = stepsOf(order('CANCELED', 'CANCELED', ['order.placed', 'order.confirmed']));
  expect(steps.map((s) => `${s.name} ${s.state}`)).toEqual(['placed done', 'confirmed done', 'canceled bad']);
  expect(steps.at(-1)?.at).toBe('2026-11-22T10:00:00Z');
});

test('times come from what happened', () => {
  const [placed, confirmed, preparing] = stepsOf(order('CONFIRMED', 'PENDING', ['order.confirmed']));
  expect([placed?.at, confirmed?.at, preparing?.at]).toEqual(['2026-11-22T09:00:00Z', 'at order.confirmed', undefined]);
});
