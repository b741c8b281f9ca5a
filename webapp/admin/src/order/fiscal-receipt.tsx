import { Anchor, Group, Text } from '@mantine/core';
import type { OrderPageFragment } from '../generated/gql/graphql';
import { useT } from '../i18n/i18n';
import { Icon } from '../ui/icons';
import { Time } from '../ui/time';

type Receipt = OrderPageFragment['payments'][number]['fiscalReceipts'][number];

/** A receipt of the tax office: its page, its numbers, and when it was registered. */
export function FiscalReceipt({ receipt }: { receipt: Receipt }) {
  const t = useT();
  const name = t(`fiscalReceipt.${receipt.kind}`);
  return (
    <Group gap={6} wrap="nowrap" align="flex-start">
      <Icon name="orders" size={18} />
      <div>
        {receipt.qrCodeUrl ? (
          <Anchor href={receipt.qrCodeUrl} target="_blank" rel="noreferrer" size="sm">
            {name}
          </Anchor>
        ) : (
          <Text size="sm">{name}</Text>
        )}
        <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
          {[receipt.receiptId && `№${receipt.receiptId}`, receipt.fiscalSign].filter(Boolean).join(' · ')}{' '}
          {receipt.registeredAt && <Time at={receipt.registeredAt} exact />}
        </Text>
      </div>
    </Group>
  );
}
