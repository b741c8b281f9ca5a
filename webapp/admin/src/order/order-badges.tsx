import { Badge, type MantineColor } from '@mantine/core';
import type { FulfilmentState, OrderLifecycle, OrderPaymentStatus, PaymentState } from '../generated/gql/graphql';
import { useT } from '../i18n/i18n';
import css from './order-badges.module.css';

const lifecycleColors: Record<OrderLifecycle, MantineColor> = {
  DRAFT: 'gray',
  PLACED: 'blue',
  CONFIRMED: 'violet',
  COMPLETED: 'green',
  CANCELED: 'red',
  EXPIRED: 'gray',
};

const fulfilmentColors: Partial<Record<FulfilmentState, MantineColor>> = {
  READY_FOR_PICKUP: 'brand',
  HANDED_TO_COURIER: 'brand',
  FAILED_DELIVERY: 'orange',
  RETURNING: 'orange',
};

type Standing = { lifecycle: OrderLifecycle; statusText: string; fulfilments: readonly { state: FulfilmentState }[] };

/** Where the order stands, in the server's words; the colour helps, the words say it. */
export function OrderStatus({ order, size = 'md' }: { order: Standing; size?: 'md' | 'lg' }) {
  const state = order.fulfilments[0]?.state;
  const color =
    (order.lifecycle === 'CONFIRMED' && state && fulfilmentColors[state]) || lifecycleColors[order.lifecycle];
  return (
    <Badge color={color} size={size} className={css.status}>
      {order.statusText}
    </Badge>
  );
}

const paymentColors: Partial<Record<OrderPaymentStatus, MantineColor>> = {
  UNPAID: 'yellow',
  PENDING: 'yellow',
  PARTIALLY_PAID: 'yellow',
  PAID: 'green',
  OVERPAID: 'orange',
  NEEDS_REVIEW: 'red',
};

export function PaymentStatus({ status }: { status: OrderPaymentStatus }) {
  const t = useT();
  return (
    <Badge color={paymentColors[status] ?? 'gray'} className={css.status}>
      {t(`paymentStatus.${status}`)}
    </Badge>
  );
}

export function PaymentStateBadge({ state }: { state: PaymentState }) {
  const t = useT();
  const color = state === 'CAPTURED' ? 'green' : state === 'FAILED' ? 'red' : 'gray';
  return <Badge color={color}>{t(`paymentState.${state}`)}</Badge>;
}
