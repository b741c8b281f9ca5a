import { Alert, Button, Code, EmptyState, Group, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useT } from '../i18n/i18n';
import { faultText } from '../session/fault';
import { Icon, type IconName } from './icons';

/** A fault (not a refusal): says what can be done, keeps the request's id for support, offers another try. */
export function ErrorState({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const t = useT();
  const fault = faultText(error);
  return (
    <Alert color="red" variant="light" icon={<Icon name="alert" />} title={t(fault.title)} role="alert">
      <Stack gap="xs" align="flex-start">
        <Text size="sm">{fault.message ?? t(fault.hint)}</Text>
        <Group gap="sm">
          {onRetry && (
            <Button size="xs" variant="default" onClick={onRetry} leftSection={<Icon name="refresh" size={16} />}>
              {t('common.retry')}
            </Button>
          )}
          {fault.requestId && <Code>{fault.requestId}</Code>}
        </Group>
      </Stack>
    </Alert>
  );
}

/** Nothing here yet, with the first thing to do; or nothing that matches, with the way out of the filters. */
export function Nothing({
  icon,
  title,
  text,
  children,
}: {
  icon: IconName;
  title: string;
  text?: string;
  children?: ReactNode;
}) {
  return (
    <EmptyState
      py="xl"
      icon={<Icon name={icon} size={36} />}
      title={<Text fw={600}>{title}</Text>}
      description={text}
      withIndicatorBackground
    >
      {children && <EmptyState.Actions>{children}</EmptyState.Actions>}
    </EmptyState>
  );
}
