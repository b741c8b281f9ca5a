import { Button, Group, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import type { ProductFormFragment } from '../generated/gql/graphql';
import { useI18n } from '../i18n/i18n';
import { queryClient } from '../session/api';
import { useViewer } from '../shell/viewer';
import { MovementsDialog } from './movements-dialog';
import { StockDialog } from './stock-dialog';
import css from './stock-panel.module.css';

type Variant = ProductFormFragment['variants'][number];

/** What lies where, variant by variant: changed with a reason, and told afterwards. */
export function StockPanel({ product }: { product: ProductFormFragment }) {
  const { t, number } = useI18n();
  const { can } = useViewer();
  const [open, setOpen] = useState<{ what: 'change' | 'history'; id: string }>();
  const counted = product.variants.filter((variant) => variant.tracksStock);
  const chosen = product.variants.find((variant) => variant.id === open?.id);
  const title = (variant: Variant) => [product.name, variant.name].filter(Boolean).join(', ');
  const name = (variant: Variant) => variant.name || t('variant.only');
  const close = () => setOpen(undefined);
  if (counted.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {t('product.uncounted')}
      </Text>
    );
  }
  return (
    <>
      <ul className={css.list} aria-label={t('product.places')}>
        {counted.map((variant) => (
          <li key={variant.id} className={css.variant}>
            <Stack gap={2} style={{ flex: '1 1 12rem', minWidth: 0 }}>
              {product.variants.length > 1 && (
                <Text size="sm" fw={600}>
                  {name(variant)}
                </Text>
              )}
              {variant.stock.map((level) => (
                <Text key={level.location.id} size="sm" c={level.onHand === 0 ? 'dimmed' : undefined}>
                  {t('stock.at', {
                    place: level.location.name,
                    onHand: number(level.onHand),
                    available: number(level.available),
                  })}
                </Text>
              ))}
              {variant.stock.length === 0 && (
                <Text size="sm" c="dimmed">
                  {t('stock.now', { onHand: '0' })}
                </Text>
              )}
            </Stack>
            <Group gap="xs">
              {can('STOCK_WRITE') && (
                <Button
                  size="sm"
                  variant="default"
                  aria-label={`${t('stock.change')}: ${name(variant)}`}
                  onClick={() => setOpen({ what: 'change', id: variant.id })}
                >
                  {t('stock.change')}
                </Button>
              )}
              <Button
                size="sm"
                variant="subtle"
                aria-label={`${t('stock.movements')}: ${name(variant)}`}
                onClick={() => setOpen({ what: 'history', id: variant.id })}
              >
                {t('stock.movements')}
              </Button>
            </Group>
          </li>
        ))}
      </ul>
      {chosen && open?.what === 'change' && (
        <StockDialog
          title={title(chosen)}
          variant={chosen}
          onClose={close}
          onSaved={() => {
            close();
            void queryClient.invalidateQueries({ queryKey: ['product'] });
            void queryClient.invalidateQueries({ queryKey: ['products'] });
          }}
        />
      )}
      {chosen && open?.what === 'history' && (
        <MovementsDialog title={title(chosen)} variantId={chosen.id} onClose={close} />
      )}
    </>
  );
}
