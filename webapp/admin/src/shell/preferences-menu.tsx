import { LANG_NAMES, LANGS } from '@dokon/i18n';
import { Avatar, Menu, Text, UnstyledButton, useMantineColorScheme } from '@mantine/core';
import { useRouter } from '@tanstack/react-router';
import { SessionEndDocument } from '../generated/gql/graphql';
import { useI18n } from '../i18n/i18n';
import { act, queryClient, session } from '../session/api';
import { Icon } from '../ui/icons';
import { useViewer } from './viewer';

const schemes = [
  { value: 'light', icon: 'sun', label: 'shell.light' },
  { value: 'dark', icon: 'moon', label: 'shell.dark' },
  { value: 'auto', icon: 'monitor', label: 'shell.auto' },
] as const;

/** Who is signed in; their language and colours, and the way out. */
export function PreferencesMenu() {
  const { t, lang, setLang } = useI18n();
  const { viewer } = useViewer();
  const router = useRouter();
  const { colorScheme, setColorScheme } = useMantineColorScheme();

  const leave = async () => {
    // The tokens are forgotten here even when the server cannot be told.
    await act(SessionEndDocument, { input: {} }).catch(() => undefined);
    session.leave();
    queryClient.clear();
    await router.navigate({ to: '/sign-in', search: {} });
  };

  return (
    <Menu position="bottom-end" width={240}>
      <Menu.Target>
        <UnstyledButton aria-label={t('shell.account', { name: viewer.name })}>
          <Avatar color="brand" radius="xl" size={36}>
            <Icon name="user" />
          </Avatar>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown mah="85dvh" style={{ overflowY: 'auto' }}>
        <div style={{ padding: '0.4rem 0.75rem' }}>
          <Text fw={600}>{viewer.name}</Text>
          <Text size="sm" c="dimmed">
            {t(`role.${viewer.role}`)}
          </Text>
        </div>
        <Menu.Divider />
        <Menu.Label>{t('shell.language')}</Menu.Label>
        <Menu.RadioGroup value={lang} onChange={(next) => void setLang(LANGS.find((each) => each === next) ?? lang)}>
          {LANGS.map((each) => (
            <Menu.RadioItem key={each} value={each} lang={each}>
              {LANG_NAMES[each]}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
        <Menu.Divider />
        <Menu.Label>{t('shell.colours')}</Menu.Label>
        <Menu.RadioGroup
          value={colorScheme}
          onChange={(next) => setColorScheme(schemes.find(({ value }) => value === next)?.value ?? 'auto')}
        >
          {schemes.map(({ value, icon, label }) => (
            <Menu.RadioItem key={value} value={value} rightSection={<Icon name={icon} size={18} />}>
              {t(label)}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
        <Menu.Divider />
        <Menu.Item leftSection={<Icon name="logout" size={18} />} onClick={() => void leave()}>
          {t('shell.signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
