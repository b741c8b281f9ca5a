import { phone } from '@dokon/i18n';
import { Anchor, Button, Group, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { OrderPageFragment } from '../generated/gql/graphql';
import { useI18n } from '../i18n/i18n';
import { Icon, type IconName } from '../ui/icons';
import { Panel } from '../ui/panel';
import { Time } from '../ui/time';

/** Who gets it. The number on the order is called; the profile says who pressed the button. */
export function CustomerPanel({ order }: { order: OrderPageFragment }) {
  const { t } = useI18n();
  const { contact, customer } = order;
  return (
    <Panel title={t('order.customer')}>
      <Stack gap="xs">
        <Text fw={600}>{contact.name}</Text>
        <Button
          component="a"
          href={`tel:${contact.phone}`}
          variant="default"
          size="md"
          justify="flex-start"
          leftSection={<Icon name="phone" size={18} />}
        >
          {phone(contact.phone)}
        </Button>
        {customer?.username && (
          <Button
            component="a"
            href={`https://t.me/${customer.username}`}
            target="_blank"
            rel="noreferrer"
            variant="default"
            size="md"
            justify="flex-start"
            leftSection={<Icon name="send" size={18} />}
          >
            @{customer.username}
          </Button>
        )}
        {customer && customer.name !== contact.name && <Fact label={t('order.buyer')}>{customer.name}</Fact>}
        {customer?.phone && customer.phone !== contact.phone && (
          <Fact label={t('order.buyerPhone')}>
            <Anchor href={`tel:${customer.phone}`}>{phone(customer.phone)}</Anchor>
          </Fact>
        )}
        {order.comment && <Fact label={t('order.comment')}>{order.comment}</Fact>}
      </Stack>
    </Panel>
  );
}

export function DeliveryPanel({ order }: { order: OrderPageFragment }) {
  const { t } = useI18n();
  const { delivery, fulfilments } = order;
  const courier = fulfilments.find((each) => each.courier)?.courier;
  const failed = fulfilments.find((each) => each.failReason)?.failReason;
  return (
    <Panel title={t(`delivery.${delivery.method}`)}>
      <Stack gap="xs">
        {delivery.name && <Text fw={600}>{delivery.name}</Text>}
        {delivery.address && (
          <>
            <Line icon="mapPin">{delivery.address.formatted}</Line>
            {delivery.address.landmark && <Fact label={t('order.landmark')}>{delivery.address.landmark}</Fact>}
            {delivery.address.note && <Fact label={t('order.courierNote')}>{delivery.address.note}</Fact>}
          </>
        )}
        {delivery.pickupPoint && <Line icon="mapPin">{delivery.pickupPoint.address}</Line>}
        {delivery.mapUrl && (
          <Button
            component="a"
            href={delivery.mapUrl}
            target="_blank"
            rel="noreferrer"
            variant="default"
            size="md"
            justify="flex-start"
            leftSection={<Icon name="external" size={18} />}
          >
            {t('order.map')}
          </Button>
        )}
        {order.promisedAt && (
          <Fact label={t('order.promised')}>
            <Time at={order.promisedAt} exact />
          </Fact>
        )}
        {courier && <Fact label={t('order.courier')}>{courier.name}</Fact>}
        {failed && <Fact label={t('order.failReason')}>{failed}</Fact>}
      </Stack>
    </Panel>
  );
}

function Line({ icon, children }: { icon: IconName; children: ReactNode }) {
  return (
    <Group gap="xs" wrap="nowrap" align="flex-start">
      <Icon name={icon} size={18} />
      <Text>{children}</Text>
    </Group>
  );
}

/** A word with its small name above. */
export function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div>
      <Text size="xs" c="dimmed">
        {label}
      </Text>
      <Text component="div">{children}</Text>
    </div>
  );
}
