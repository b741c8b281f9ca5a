import type { CartWholeFragment } from '../generated/gql/graphql';
import { t } from '../shell/lang';
import type { IconName } from '../ui/icons';

export type PaymentMethod = CartWholeFragment['paymentMethods'][number];

/** One line about how it is paid. */
export function methodHint(method: PaymentMethod, isPickup: boolean): string {
  if (method === 'CASH') return t(isPickup ? 'payment.cashPickup' : 'payment.cashCourier');
  if (method === 'BANK_TRANSFER') return t('payment.transferHint');
  return t('payment.onlineHint');
}

export function methodIcon(method: PaymentMethod): IconName {
  return method === 'CASH' ? 'cash' : method === 'BANK_TRANSFER' ? 'bank' : 'card';
}

/** Whether somebody else's page or sheet takes the money. */
export function isPaidOnPage(method: PaymentMethod): boolean {
  return method !== 'CASH' && method !== 'BANK_TRANSFER';
}
