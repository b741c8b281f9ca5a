import { NumberInput, Stack, Switch } from '@mantine/core';
import { useT } from '../i18n/i18n';
import { MoneyInput } from '../ui/money-input';
import { Panel } from '../ui/panel';
import type { SectionProps } from './settings-screen';

export function OrdersSection({ draft, patch, fields }: SectionProps) {
  const t = useT();
  return (
    <Stack gap="md">
      <Panel title={t('settings.rules')}>
        <Stack gap="md">
          <NumberInput
            label={t('settings.acceptWithin')}
            description={t('settings.acceptWithinHint')}
            min={5}
            max={10080}
            allowDecimal={false}
            value={draft.acceptWithinMinutes}
            error={fields['orderRules.acceptWithinMinutes']}
            onChange={(value) => patch({ acceptWithinMinutes: Number(value) })}
          />
          <NumberInput
            label={t('settings.quote')}
            description={t('settings.quoteHint')}
            min={5}
            max={120}
            allowDecimal={false}
            value={draft.quoteMinutes}
            error={fields['orderRules.quoteMinutes']}
            onChange={(value) => patch({ quoteMinutes: Number(value) })}
          />
          <Switch
            label={t('settings.auto')}
            description={t('settings.autoHint')}
            checked={draft.isAutoConfirmed}
            onChange={(event) => patch({ isAutoConfirmed: event.currentTarget.checked })}
          />
          <Switch
            label={t('settings.whenClosed')}
            description={t('settings.whenClosedHint')}
            checked={draft.takesOrdersWhenClosed}
            onChange={(event) => patch({ takesOrdersWhenClosed: event.currentTarget.checked })}
          />
        </Stack>
      </Panel>
      <Panel title={t('settings.delivery')}>
        <Stack gap="md">
          <Switch
            label={t('delivery.COURIER')}
            checked={draft.hasCourier}
            onChange={(event) => patch({ hasCourier: event.currentTarget.checked })}
          />
          <Switch
            label={t('delivery.PICKUP')}
            checked={draft.hasPickup}
            error={fields['delivery.hasPickup'] ?? fields.delivery}
            onChange={(event) => patch({ hasPickup: event.currentTarget.checked })}
          />
          <MoneyInput
            label={t('settings.minimum')}
            description={t('settings.minimumHint')}
            value={draft.minimum}
            error={fields['delivery.minimum']}
            onChange={(minimum) => patch({ minimum })}
          />
        </Stack>
      </Panel>
    </Stack>
  );
}
