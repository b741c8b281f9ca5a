import { Anchor, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { OrderPageFragment } from '../generated/gql/graphql';
import { useI18n } from '../i18n/i18n';
import { useViewer } from '../shell/viewer';
import { Icon } from '../ui/icons';
import { Panel } from '../ui/panel';
import css from './order-lines.module.css';

/** What was bought, with pictures, modifiers and the sums below. */
export function OrderLines({ order }: { order: OrderPageFragment }) {
  const { t, money } = useI18n();
  const { can } = useViewer();
  const { totals } = order;
  return (
    <Panel title={t('order.linesTitle', { count: order.quantity })}>
      <ul className={css.lines}>
        {order.lines.map((line) => (
          <li key={line.id} className={css.line}>
            {line.picture ? (
              <img
                className={css.picture}
                src={line.picture.url}
                style={{ background: line.picture.color }}
                alt=""
                width={64}
                height={64}
                loading="lazy"
              />
            ) : (
              <span className={css.picture}>
                <Icon name="image" />
              </span>
            )}
            <div>
              <div className={css.name}>
                {line.product && can('CATALOG_READ') ? (
                  <Anchor
                    c="inherit"
                    renderRoot={(props) => (
                      <Link to="/products/$productId" params={{ productId: line.product?.id ?? '' }} {...props} />
                    )}
                  >
                    {line.name}
                  </Anchor>
                ) : (
                  line.name
                )}
              </div>
              {line.variantName && <Text size="sm">{line.variantName}</Text>}
              {line.modifiers.map((modifier) => (
                <Text key={modifier.optionId} size="sm">
                  + {modifier.name}
                  {modifier.quantity > 1 && ` × ${modifier.quantity}`}
                  {modifier.price.minor > 0 && (
                    <Text span c="dimmed">
                      {' '}
                      {money(modifier.price.minor)}
                    </Text>
                  )}
                </Text>
              ))}
              <Text size="xs" c="dimmed">
                {line.sku && `${line.sku} · `}
                {money(line.unitPrice.minor)}
              </Text>
              {line.canceledQuantity > 0 && (
                <Text size="sm" c="red">
                  {t('order.canceledPieces', { count: line.canceledQuantity })}
                </Text>
              )}
            </div>
            <div className={css.sum}>
              <div className={css.quantity}>× {line.quantity}</div>
              <div>{money(line.total.minor)}</div>
              {line.discount.minor > 0 && (
                <Text size="xs" c="dimmed">
                  −{money(line.discount.minor)}
                </Text>
              )}
            </div>
          </li>
        ))}
      </ul>
      <dl className={css.totals}>
        <Sum label={t('order.sumItems')} minor={totals.items.minor} />
        {totals.discount.minor > 0 && <Sum label={t('order.sumDiscount')} minor={-totals.discount.minor} />}
        <Sum label={t('order.sumDelivery')} minor={totals.delivery.minor} />
        <Sum label={t('order.sumTotal')} minor={totals.total.minor} isStrong />
        {totals.tax.minor > 0 && <Sum label={t('order.sumTax')} minor={totals.tax.minor} />}
        {totals.paid.minor > 0 && <Sum label={t('order.sumPaid')} minor={totals.paid.minor} />}
        {totals.refunded.minor > 0 && <Sum label={t('order.sumRefunded')} minor={totals.refunded.minor} />}
        {totals.due.minor > 0 && <Sum label={t('order.sumDue')} minor={totals.due.minor} isStrong />}
      </dl>
    </Panel>
  );
}

function Sum({ label, minor, isStrong }: { label: string; minor: number; isStrong?: boolean }) {
  const { money } = useI18n();
  const className = isStrong ? css.strong : undefined;
  return (
    <>
      <dt className={className}>{label}</dt>
      <dd className={className}>{money(minor)}</dd>
    </>
  );
}
