import type { PaymentMethod } from '../checkout/payment-method';
import { host } from '../shell/host';

/** Whether somebody else's page or sheet takes the money. */
export function isPaidOnPage(method: PaymentMethod): boolean {
  return method !== 'CASH' && method !== 'BANK_TRANSFER';
}

/**
 * Opens the page of a bill inside the tap that asked for it; an invoice of Telegram opens as a sheet over the app. What came of
 * it is not told here: the order tells it, since a sheet that was closed may have been paid.
 */
export async function openPayment(url: string): Promise<void> {
  if (/^https:\/\/t\.me\/(\$|invoice\/)/.test(url)) await host.openInvoice(url);
  else host.openLink(url);
}
