import type { DeliveryMethod, OrderFilter, OrderPaymentStatus } from '../generated/gql/graphql';
import { oneOf, type Paging, paging, someOf, text } from '../ui/search-params';

export const orderTabs = ['new', 'preparing', 'way', 'done', 'closed'] as const;
export type OrderTab = (typeof orderTabs)[number];

export const paymentStatuses = [
  'UNPAID',
  'PENDING',
  'PARTIALLY_PAID',
  'PAID',
  'REFUNDED',
  'NEEDS_REVIEW',
] as const satisfies OrderPaymentStatus[];
export const deliveryMethods = ['COURIER', 'PICKUP'] as const satisfies DeliveryMethod[];

export type OrdersSearch = Paging & {
  /** Absent: orders in every state. */
  tab?: OrderTab | undefined;
  q?: string | undefined;
  pay?: OrderPaymentStatus[] | undefined;
  by?: DeliveryMethod | undefined;
};

export function ordersSearch(search: Record<string, unknown>): OrdersSearch {
  return {
    tab: oneOf(search.tab, orderTabs),
    q: text(search.q),
    pay: someOf(search.pay, paymentStatuses),
    by: oneOf(search.by, deliveryMethods),
    ...paging(search),
  };
}

const states: Record<OrderTab, OrderFilter> = {
  new: { lifecycle: ['PLACED'] },
  preparing: { lifecycle: ['CONFIRMED'], fulfilmentState: ['PENDING', 'ACCEPTED', 'PACKED'] },
  way: {
    lifecycle: ['CONFIRMED'],
    fulfilmentState: ['READY_FOR_PICKUP', 'HANDED_TO_COURIER', 'DELIVERED', 'FAILED_DELIVERY', 'RETURNING'],
  },
  done: { lifecycle: ['COMPLETED'] },
  closed: { lifecycle: ['CANCELED', 'EXPIRED'] },
};

export function orderFilter({ tab, q, pay, by }: OrdersSearch): OrderFilter {
  return {
    ...(tab && states[tab]),
    ...(q && { search: q }),
    ...(pay && { paymentStatus: pay }),
    ...(by && { deliveryMethod: by }),
  };
}
