import { Badge, Button, Group, Skeleton, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { SessionEndDocument, StaffSessionsDocument } from '../generated/gql/graphql';
import { useI18n } from '../i18n/i18n';
import { act, query, queryClient } from '../session/api';
import { faultText } from '../session/fault';
import { say, warn } from '../ui/notice';
import { ErrorState, Nothing } from '../ui/states';
import { Time } from '../ui/time';

/** Devices signed in, each with its end. */
export function MemberSessions({ memberId }: { memberId: string }) {
  const { t } = useI18n();
  const { data, error, refetch } = useQuery(query('staffSessions', StaffSessionsDocument, { memberId }));
  const [ending, setEnding] = useState<string>();

  const end = async (id: string) => {
    setEnding(id);
    try {
      const { sessionEnd: answer } = await act(SessionEndDocument, { input: { id } });
      if (answer.userErrors[0]) warn(t('session.end'), answer.userErrors[0].message);
      else say(t('session.ended'));
    } catch (fault) {
      const { title, hint } = faultText(fault);
      warn(t(title), t(hint));
    }
    setEnding(undefined);
    await queryClient.invalidateQueries({ queryKey: ['staffSessions'] });
  };

  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton height={80} />;
  if (data.staffSessions.length === 0) return <Nothing icon="monitor" title={t('session.none')} />;
  return (
    <Stack gap="sm">
      {data.staffSessions.map((session) => (
        <Group key={session.id} justify="space-between" gap="xs">
          <div style={{ minWidth: 0, flex: '1 1 12rem' }}>
            <Group gap="xs">
              <Text>{session.device || t('session.unknown')}</Text>
              {session.isCurrent && <Badge color="green">{t('session.current')}</Badge>}
            </Group>
            <Text size="sm" c="dimmed">
              {t('session.used')} <Time at={session.lastUsedAt} /> · {t('session.since')}{' '}
              <Time at={session.createdAt} exact />
            </Text>
          </div>
          {!session.isCurrent && (
            <Button
              size="sm"
              variant="light"
              color="red"
              loading={ending === session.id}
              onClick={() => void end(session.id)}
            >
              {t('session.end')}
            </Button>
          )}
        </Group>
      ))}
    </Stack>
  );
}
