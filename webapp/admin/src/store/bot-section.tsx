import { Anchor, Badge, Button, CopyButton, Group, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { StoreBotSetDocument, type StoreFormFragment, StoreSettingsDocument } from '../generated/gql/graphql';
import { useT } from '../i18n/i18n';
import { act, query, queryClient } from '../session/api';
import { elsewhere } from '../ui/field-errors';
import { Panel } from '../ui/panel';
import { Refusals } from '../ui/refusals';
import { useSave } from '../ui/use-save';

const colors = { ACTIVE: 'green', UNAUTHORIZED: 'red', DISABLED: 'gray' } as const;

/** The shop's bot. Its token goes in and never comes out again. */
export function BotSection({ store }: { store: StoreFormFragment }) {
  const t = useT();
  const [token, setToken] = useState('');
  const [appName, setAppName] = useState('');
  const { isSaving, errors, fields, save } = useSave();
  const { bot } = store;
  return (
    <Panel title={t('settings.bot')}>
      <Stack gap="md">
        {bot ? (
          <Stack gap="xs">
            <Group gap="sm">
              <Text fw={600}>@{bot.username}</Text>
              {bot.status && <Badge color={colors[bot.status]}>{t(`botStatus.${bot.status}`)}</Badge>}
            </Group>
            <Group gap="sm">
              <Anchor href={bot.link} target="_blank" rel="noreferrer" style={{ overflowWrap: 'anywhere' }}>
                {bot.link}
              </Anchor>
              <CopyButton value={bot.link}>
                {({ copied, copy }) => (
                  <Button size="compact-sm" variant="default" onClick={copy}>
                    {t(copied ? 'common.copied' : 'common.copy')}
                  </Button>
                )}
              </CopyButton>
            </Group>
          </Stack>
        ) : (
          <Text>{t('settings.noBot')}</Text>
        )}
        <form
          onSubmit={(event) => {
            event.preventDefault();
            void save(
              { token: token.trim(), ...(appName.trim() && { appName: appName.trim() }) },
              async (input, key) => (await act(StoreBotSetDocument, { input }, key)).storeBotSet,
              ({ store: next }) => {
                setToken('');
                if (next) queryClient.setQueryData(query('store', StoreSettingsDocument, {}).queryKey, { store: next });
              },
            );
          }}
        >
          <Stack gap="md">
            <Refusals errors={elsewhere(errors, ['token', 'appName'])} />
            <PasswordInput
              label={t('settings.botToken')}
              description={t('settings.botTokenHint')}
              placeholder="123456:ABC…"
              autoComplete="off"
              value={token}
              error={fields.token}
              onChange={(event) => setToken(event.currentTarget.value)}
              visibilityToggleButtonProps={{ 'aria-label': t('settings.showToken') }}
            />
            <TextInput
              label={t('settings.appName')}
              description={t('settings.appNameHint')}
              value={appName}
              error={fields.appName}
              onChange={(event) => setAppName(event.currentTarget.value)}
            />
            <Button type="submit" loading={isSaving} disabled={token.trim() === ''} style={{ alignSelf: 'flex-start' }}>
              {t(bot ? 'settings.replaceBot' : 'settings.setBot')}
            </Button>
          </Stack>
        </form>
      </Stack>
    </Panel>
  );
}
