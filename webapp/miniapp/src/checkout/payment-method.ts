import type { CartWholeFragment } from '../generated/gql/graphql';
import { t } from '../shell/lang';
import type { IconName } from '../ui/icons';

export type PaymentMethod = CartWholeFragment['paymentMethods'][number];

/** One line about how it is paid. */
export function methodHint(method: PaymentMethod, isPickup: boolean): string {
  return method === 'CASH' ? t(isPickup ? 'payment.cashPickup' : 'payment.cashCourier') : t(`paymentHint.${method}`);
}

const ICONS: Partial<Record<PaymentMethod, IconName>> = {
  CASH: 'cash',
  BANK_TRANSFER: 'bank',
  GIFT_CARD: 'gift',
  CASHBACK: 'cashback',
};

export function methodIcon(method: PaymentMethod): IconName {
  return ICONS[method] ?? 'card';
}

/** Whether somebody else's page or sheet takes the money. */
export function isPaidOnPage(method: PaymentMethod): boolean {
  return method !== 'CASH' && method !== 'BANK_TRANSFER';
}
