import type { OrderWholeFragment } from '../generated/gql/graphql';
import { host } from '../shell/host';
import { t } from '../shell/lang';
import { Icon } from '../ui/icons';

/** Fiscal receipts of the order, each on the tax office's own page. */
export function Receipts({ order }: { order: OrderWholeFragment }) {
  const receipts = order.payments.flatMap(({ fiscalReceipts }) => fiscalReceipts).filter(({ qrCodeUrl }) => qrCodeUrl);
  if (receipts.length === 0) return null;
  return (
    <section class="rows">
      {receipts.map(({ kind, qrCodeUrl }) => (
        <button key={qrCodeUrl} type="button" class="line" onClick={() => host.openLink(qrCodeUrl)}>
          <Icon name="check" />
          <span class="grow">{t(kind === 'RETURN' ? 'order.receiptReturn' : 'order.receipt')}</span>
        </button>
      ))}
    </section>
  );
}
