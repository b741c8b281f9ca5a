import { NativeSelect, SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useI18n } from '../i18n/i18n';
import { MeasureInput } from './measure-input';
import { amountIn, amountOf, isMeasured, type SaleDraft, singly, units, withStep, written } from './sale';

type SalePanelProps = {
  sale: SaleDraft;
  errors: Record<string, string>;
  onChange: (sale: SaleDraft) => void;
};

/** In which unit it is sold, and how much at once: said in words below the fields. */
export function SalePanel({ sale, errors, onChange }: SalePanelProps) {
  const { t, lang } = useI18n();
  const [portion, setPortion] = useState<string>();
  const unit = t(`unit.${sale.unit}`);
  const shared = { portion: sale.portion, unit };
  const amount = (portions: number) => `${written(amountIn(portions, sale.portion), lang)} ${unit}`;
  return (
    <Stack gap="sm">
      <NativeSelect
        label={t('sale.unit')}
        value={sale.unit}
        error={errors['sale.unit']}
        onChange={(event) => {
          const next = units.find((each) => each === event.currentTarget.value) ?? 'PIECE';
          setPortion(undefined);
          onChange(isMeasured(next) ? { ...sale, unit: next } : { ...sale, unit: next, portion: singly.portion });
        }}
        data={units.map((value) => ({ value, label: t(`unitName.${value}`) }))}
      />
      {isMeasured(sale.unit) && (
        <TextInput
          label={t('sale.portion')}
          description={t('sale.portionHint')}
          inputMode="decimal"
          rightSection={unit}
          rightSectionWidth={64}
          value={portion ?? written(sale.portion, lang)}
          error={
            portion !== undefined && amountOf(portion) === undefined ? t('sale.notAmount') : errors['sale.portion']
          }
          onChange={(event) => {
            const typed = event.currentTarget.value;
            setPortion(typed);
            const next = amountOf(typed);
            if (next) onChange({ ...sale, portion: next });
          }}
          onBlur={() => setPortion((now) => (now !== undefined && amountOf(now) === undefined ? now : undefined))}
        />
      )}
      <SimpleGrid cols={2} spacing="xs">
        <MeasureInput
          {...shared}
          required
          label={t('sale.minimum')}
          value={sale.minimum}
          error={errors['sale.minimum']}
          onChange={(minimum) => onChange({ ...sale, minimum: minimum ?? sale.step })}
        />
        <MeasureInput
          {...shared}
          required
          label={t('sale.step')}
          value={sale.step}
          error={errors['sale.step']}
          onChange={(step) => onChange(withStep(sale, step ?? 1))}
        />
      </SimpleGrid>
      <MeasureInput
        {...shared}
        label={t('sale.maximum')}
        placeholder={t('sale.noMaximum')}
        value={sale.maximum}
        error={errors['sale.maximum']}
        onChange={(maximum) => onChange({ ...sale, maximum })}
      />
      <Text size="sm" c="dimmed" role="status">
        {t('sale.words', { minimum: amount(sale.minimum), step: amount(sale.step) })}
        {sale.maximum !== null && ` ${t('sale.wordsMaximum', { maximum: amount(sale.maximum) })}`}
      </Text>
    </Stack>
  );
}
