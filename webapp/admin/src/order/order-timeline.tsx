import { Text, Timeline } from '@mantine/core';
import type { OrderPageFragment } from '../generated/gql/graphql';
import { useT } from '../i18n/i18n';
import { Panel } from '../ui/panel';
import { Time } from '../ui/time';

/** Everything that happened, the latest first: that is what one looks for. */
export function OrderTimeline({ order }: { order: OrderPageFragment }) {
  const t = useT();
  const events = [...order.timeline.nodes].reverse();
  return (
    <Panel title={t('order.timeline')}>
      <Timeline active={events.length} bulletSize={16} lineWidth={2}>
        {events.map((event) => (
          <Timeline.Item key={event.id} title={<Text fw={500}>{event.message}</Text>}>
            <Text size="sm" c="dimmed">
              {event.actor.name || t(`actor.${event.actor.kind}`)} · <Time at={event.at} exact />
            </Text>
          </Timeline.Item>
        ))}
      </Timeline>
    </Panel>
  );
}
