import { Badge, Button, Code, Group, Skeleton, Stack, Text, UnstyledButton } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import {
  type DeliveryFragment,
  WebhookDeliveriesDocument,
  type WebhookDeliveryState,
  type WebhookFormFragment,
  WebhookTestDocument,
} from '../generated/gql/graphql';
import { useI18n } from '../i18n/i18n';
import { act, ask, queryClient } from '../session/api';
import { Icon } from '../ui/icons';
import { Panel } from '../ui/panel';
import { ErrorState, Nothing } from '../ui/states';
import { Time } from '../ui/time';
import { useDeed } from '../ui/use-deed';
import css from './delivery-log.module.css';
import { ReplayDialog } from './replay-dialog';

const colors: Record<WebhookDeliveryState, string> = {
  DELIVERED: 'green',
  FAILING: 'red',
  REFUSED: 'orange',
  GIVEN_UP: 'gray',
};

/** What was sent to a webhook and what it answered; a test of it, and sending a time once more. */
export function DeliveryLog({ hook }: { hook: WebhookFormFragment }) {
  const { t } = useI18n();
  const deed = useDeed();
  const [isTesting, setTesting] = useState(false);
  const [isReplaying, setReplaying] = useState(false);
  const [open, setOpen] = useState<string>();
  const list = useInfiniteQuery({
    queryKey: ['webhookDeliveries', hook.id],
    queryFn: ({ pageParam, signal }) =>
      ask(WebhookDeliveriesDocument, { webhookId: hook.id, ...(pageParam ? { after: pageParam } : {}) }, { signal }),
    initialPageParam: '',
    getNextPageParam: ({ webhookDeliveries: { pageInfo } }) => (pageInfo.hasNextPage ? pageInfo.endCursor : undefined),
  });
  const deliveries = list.data?.pages.flatMap((page) => page.webhookDeliveries.nodes);
  const readAgain = () => queryClient.invalidateQueries({ queryKey: ['webhookDeliveries', hook.id] });
  const test = async () => {
    setTesting(true);
    const input = { id: hook.id };
    const answer = await deed(hook.name, async () => (await act(WebhookTestDocument, { input })).webhookTest);
    setTesting(false);
    setOpen(answer?.delivery?.id);
    await readAgain();
  };
  return (
    <Panel
      title={t('delivery.log')}
      actions={
        <Group gap="xs">
          <Button
            variant="default"
            loading={isTesting}
            leftSection={<Icon name="send" size={18} />}
            onClick={() => void test()}
          >
            {t('webhook.test')}
          </Button>
          <Button variant="default" leftSection={<Icon name="refresh" size={18} />} onClick={() => setReplaying(true)}>
            {t('webhook.replay')}
          </Button>
        </Group>
      }
    >
      {list.error && !deliveries && <ErrorState error={list.error} onRetry={() => void list.refetch()} />}
      {!deliveries && !list.error && <Skeleton height={120} />}
      {deliveries?.length === 0 && <Nothing icon="send" title={t('delivery.none')} text={t('delivery.noneHint')} />}
      <ul className={css.list} aria-label={t('delivery.log')}>
        {deliveries?.map((delivery) => (
          <li key={delivery.id} className={css.delivery}>
            <UnstyledButton
              className={css.head}
              aria-expanded={open === delivery.id}
              onClick={() => setOpen((now) => (now === delivery.id ? undefined : delivery.id))}
            >
              <Badge color={colors[delivery.state]}>{t(`deliveryState.${delivery.state}`)}</Badge>
              <Text span size="sm" fw={600} className={css.type}>
                {delivery.type}
                {delivery.sequence !== null && ` №${delivery.sequence}`}
              </Text>
              <Text span size="sm" c="dimmed">
                {delivery.status ?? '—'} · {t('delivery.ms', { ms: delivery.durationMs })} ·{' '}
                <Time at={delivery.attemptedAt} />
              </Text>
            </UnstyledButton>
            {open === delivery.id && <Details delivery={delivery} />}
          </li>
        ))}
      </ul>
      {list.hasNextPage && (
        <Button mt="sm" variant="default" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {t('history.more')}
        </Button>
      )}
      {isReplaying && <ReplayDialog hook={hook} onClose={() => setReplaying(false)} />}
    </Panel>
  );
}

function Details({ delivery }: { delivery: DeliveryFragment }) {
  const { t } = useI18n();
  const parts = [
    [t('delivery.request'), delivery.requestBody],
    [t('delivery.response'), delivery.responseBody || delivery.error],
  ] as const;
  return (
    <Stack gap="xs" pb="sm">
      <Text size="sm">
        {t('delivery.attempts', { count: delivery.attempts })} · {delivery.id}
      </Text>
      {parts.map(([label, body]) => (
        <div key={label}>
          <Text size="sm" fw={600}>
            {label}
          </Text>
          <Code block className={css.body}>
            {pretty(body) || '—'}
          </Code>
        </div>
      ))}
    </Stack>
  );
}

/** JSON with line breaks; anything else as it came. */
function pretty(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}
