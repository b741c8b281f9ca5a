import type { OrderWholeFragment } from '../generated/gql/graphql';

export type StepName = 'placed' | 'confirmed' | 'preparing' | 'onTheWay' | 'ready' | 'done' | 'canceled' | 'expired';

export interface Step {
  name: StepName;
  state: 'done' | 'now' | 'next' | 'bad';
  /** RFC 3339; undefined when it has not happened or is not known. */
  at: string | undefined;
}

type Moves = Pick<OrderWholeFragment, 'lifecycle' | 'fulfilments' | 'delivery' | 'timeline' | 'placedAt' | 'closedAt'>;

/** How far the goods are, 0–4, by the state of their fulfilment. */
const REACHED: Record<string, number> = {
  PENDING: 1,
  ACCEPTED: 2,
  PACKED: 2,
  READY_FOR_PICKUP: 3,
  HANDED_TO_COURIER: 3,
  FAILED_DELIVERY: 3,
  DELIVERED: 4,
};

/** Kinds of timeline events by which a step was reached, for its time. */
const REACHED_BY: Partial<Record<StepName, readonly string[]>> = {
  placed: ['order.placed'],
  confirmed: ['order.confirmed'],
  preparing: ['fulfilment.accepted', 'fulfilment.packed'],
  onTheWay: ['fulfilment.handed_over'],
  ready: ['fulfilment.ready'],
  done: ['fulfilment.delivered', 'order.completed'],
};

/** The way of an order as a few steps that a shopper understands: what is done, where it stands, what comes. */
export function stepsOf(order: Moves): Step[] {
  const names: StepName[] = [
    'placed',
    'confirmed',
    'preparing',
    order.delivery.method === 'PICKUP' ? 'ready' : 'onTheWay',
    'done',
  ];
  const reached =
    order.lifecycle === 'COMPLETED'
      ? 4
      : order.lifecycle === 'PLACED' || order.lifecycle === 'DRAFT'
        ? 0
        : Math.max(1, ...order.fulfilments.map(({ state }) => REACHED[state] ?? 1));
  const at = (name: StepName) =>
    name === 'placed'
      ? order.placedAt
      : order.timeline.nodes.find((event) => REACHED_BY[name]?.includes(event.kind))?.at;
  if (order.lifecycle === 'CANCELED' || order.lifecycle === 'EXPIRED') {
    const passed = names.filter((name) => at(name) !== undefined).map((name) => step(name, 'done', at(name)));
    const end: StepName = order.lifecycle === 'CANCELED' ? 'canceled' : 'expired';
    return [...passed, step(end, 'bad', order.closedAt ?? undefined)];
  }
  return names.map((name, i) => {
    const finished = i < reached || (i === reached && name === 'done');
    return step(name, finished ? 'done' : i === reached ? 'now' : 'next', i <= reached ? at(name) : undefined);
  });
}

function step(name: StepName, state: Step['state'], at: string | undefined): Step {
  return { name, state, at };
}

/** Whether something may still change by itself. */
export function isActive({ lifecycle }: Pick<Moves, 'lifecycle'>): boolean {
  return lifecycle === 'PLACED' || lifecycle === 'CONFIRMED';
}
