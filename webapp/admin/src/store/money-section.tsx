import { NumberInput, SimpleGrid, Stack, Switch, Text } from '@mantine/core';
import { useI18n } from '../i18n/i18n';
import { MoneyInput } from '../ui/money-input';
import { Panel } from '../ui/panel';
import type { SectionProps } from './settings-screen';

/** Rules for orders that have their field here. */
export const moneyRules = [
  'depositPercent',
  'depositAmount',
  'keepsDeposit',
  'cashbackPercent',
  'cashbackSharePercent',
] as const;

/** A sum that shows what the percents come to: 500 000 soʻm. */
const EXAMPLE = 50_000_000;

/** What is asked for in advance, and what buyers get back. */
export function MoneySection({ draft, patch, fields }: SectionProps) {
  const { t, money } = useI18n();
  const percent = (
    key: 'depositPercent' | 'cashbackPercent' | 'cashbackSharePercent',
    label: string,
    description: string,
    max: number,
  ) => (
    <NumberInput
      label={label}
      description={description}
      min={0}
      max={max}
      suffix=" %"
      allowDecimal={false}
      allowNegative={false}
      value={draft[key]}
      error={fields[`orderRules.${key}`]}
      onChange={(value) => patch({ [key]: Number(value) })}
    />
  );
  const deposit = Math.max((EXAMPLE * draft.depositPercent) / 100, draft.depositAmount ?? 0);
  return (
    <Stack gap="md">
      <Panel title={t('settings.deposit')}>
        <Stack gap="md">
          <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
            {percent('depositPercent', t('settings.depositPercent'), t('settings.depositPercentHint'), 100)}
            <MoneyInput
              label={t('settings.depositAmount')}
              description={t('settings.depositAmountHint')}
              value={draft.depositAmount}
              error={fields['orderRules.depositAmount']}
              onChange={(depositAmount) => patch({ depositAmount })}
            />
          </SimpleGrid>
          <Switch
            label={t('settings.keepsDeposit')}
            description={t('settings.keepsDepositHint')}
            checked={draft.keepsDeposit}
            onChange={(event) => patch({ keepsDeposit: event.currentTarget.checked })}
          />
          <Text size="sm" c="dimmed" role="status">
            {deposit > 0
              ? t('settings.depositWords', { of: money(EXAMPLE), sum: money(Math.min(deposit, EXAMPLE)) })
              : t('settings.depositNone')}
          </Text>
        </Stack>
      </Panel>
      <Panel title={t('settings.cashback')}>
        <Stack gap="md">
          <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
            {percent('cashbackPercent', t('settings.cashbackPercent'), t('settings.cashbackPercentHint'), 50)}
            {percent('cashbackSharePercent', t('settings.cashbackShare'), t('settings.cashbackShareHint'), 100)}
          </SimpleGrid>
          <Text size="sm" c="dimmed" role="status">
            {t('settings.cashbackWords', {
              of: money(EXAMPLE),
              sum: money((EXAMPLE * draft.cashbackPercent) / 100),
              share: money((EXAMPLE * draft.cashbackSharePercent) / 100),
            })}
          </Text>
        </Stack>
      </Panel>
    </Stack>
  );
}
