import { ActionIcon, Button, Group, NumberInput, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { ProductPicker } from '../catalog/product-picker';
import { useI18n } from '../i18n/i18n';
import { Icon } from '../ui/icons';
import { MoneyInput } from '../ui/money-input';
import { Nothing } from '../ui/states';
import { Thumb } from '../ui/thumb';
import { changes, type Line, off } from './changes';
import css from './price-lines.module.css';

type PriceLinesProps = {
  lines: readonly Line[];
  /** As they were read: refusals count what differs from them. */
  before: readonly Line[];
  errors: Record<string, string>;
  onChange: (lines: Line[]) => void;
};

/** The variants on a list with their own price and that of the list; a percent sets them all. */
export function PriceLines({ lines, before, errors, onChange }: PriceLinesProps) {
  const { t, money } = useI18n();
  const [percent, setPercent] = useState<number | ''>('');
  const sent = changes(before, lines).map((each) => each.variantId);
  const errorOf = (id: string) => {
    const at = sent.indexOf(id);
    return at < 0 ? undefined : (errors[`prices.${at}.price`] ?? errors[`prices.${at}.variantId`]);
  };
  return (
    <Stack gap="md">
      <ProductPicker
        label={t('priceList.pick')}
        taken={[]}
        onPick={({ name, cover, variants }) =>
          onChange([
            ...variants
              .filter((variant) => variant.isActive && !lines.some((line) => line.id === variant.id))
              .map((variant) => ({
                id: variant.id,
                product: name,
                name: variant.name || variant.sku,
                picture: cover,
                own: variant.price?.minor ?? null,
                price: variant.price && percent ? off(variant.price.minor, percent) : null,
              })),
            ...lines,
          ])
        }
      />
      {lines.length === 0 ? (
        <Nothing icon="cash" title={t('priceList.empty')} text={t('priceList.emptyHint')} />
      ) : (
        <>
          <Group gap="xs" align="flex-end">
            <NumberInput
              label={t('priceList.percent')}
              min={1}
              max={99}
              allowDecimal={false}
              allowNegative={false}
              suffix="%"
              w={140}
              value={percent}
              onChange={(value) => setPercent(value === '' ? '' : Number(value))}
            />
            <Button
              variant="default"
              disabled={percent === ''}
              onClick={() =>
                onChange(
                  lines.map((line) => ({
                    ...line,
                    price: line.own === null ? line.price : off(line.own, Number(percent)),
                  })),
                )
              }
            >
              {t('priceList.setAll')}
            </Button>
          </Group>
          <ul className={css.list} aria-label={t('priceList.prices')}>
            {lines.map((line) => (
              <li key={line.id} className={css.line}>
                <Thumb picture={line.picture} />
                <div className={css.words}>
                  <Text size="sm" fw={600}>
                    {line.product}
                  </Text>
                  <Text size="xs" c="dimmed">
                    {[line.name, line.own === null ? '' : t('priceList.own', { sum: money(line.own) })]
                      .filter(Boolean)
                      .join(' · ')}
                  </Text>
                </div>
                <Group gap={4} wrap="nowrap" align="flex-start" className={css.price}>
                  <MoneyInput
                    aria-label={t('priceList.priceOf', { name: `${line.product} ${line.name}` })}
                    value={line.price}
                    error={errorOf(line.id)}
                    onChange={(price) =>
                      onChange(lines.map((each) => (each.id === line.id ? { ...each, price } : each)))
                    }
                  />
                  <ActionIcon
                    variant="subtle"
                    color="gray"
                    size={44}
                    aria-label={t('list.remove', { name: `${line.product} ${line.name}` })}
                    onClick={() => onChange(lines.filter((each) => each.id !== line.id))}
                  >
                    <Icon name="close" size={18} />
                  </ActionIcon>
                </Group>
              </li>
            ))}
          </ul>
        </>
      )}
    </Stack>
  );
}
