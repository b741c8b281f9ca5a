import { Stack, Text, TextInput } from '@mantine/core';
import { useT } from '../i18n/i18n';
import { Panel } from '../ui/panel';
import type { SectionProps } from './settings-screen';

export function LegalSection({ draft, patch, fields }: SectionProps) {
  const t = useT();
  return (
    <Panel title={t('settings.legal')}>
      <Stack gap="md">
        <Text size="sm" c="dimmed">
          {t('settings.legalHint')}
        </Text>
        <TextInput
          label={t('settings.legalName')}
          value={draft.legalName}
          error={fields['legal.name']}
          onChange={(event) => patch({ legalName: event.currentTarget.value })}
        />
        <TextInput
          label={t('settings.taxId')}
          description={t('settings.taxIdHint')}
          inputMode="numeric"
          maxLength={14}
          value={draft.taxId}
          error={fields['legal.taxId']}
          onChange={(event) => patch({ taxId: event.currentTarget.value })}
        />
        <TextInput
          label={t('settings.legalAddress')}
          value={draft.legalAddress}
          error={fields['legal.address']}
          onChange={(event) => patch({ legalAddress: event.currentTarget.value })}
        />
        <TextInput
          label={t('settings.terms')}
          type="url"
          placeholder="https://"
          value={draft.termsUrl}
          error={fields['legal.termsUrl']}
          onChange={(event) => patch({ termsUrl: event.currentTarget.value })}
        />
      </Stack>
    </Panel>
  );
}
