import { Anchor, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { RefundTasksDocument } from '../generated/gql/graphql';
import { useI18n } from '../i18n/i18n';
import { Refund } from '../order/refunds';
import { query } from '../session/api';
import { Panel } from '../ui/panel';

/** Refunds that wait for somebody: made by hand, or failed. */
export function RefundTasks() {
  const { t } = useI18n();
  const { data } = useQuery(query('refundTasks', RefundTasksDocument, {}));
  if (!data || data.refundTasks.length === 0) return null;
  return (
    <Panel title={t('payments.tasks')}>
      <Stack gap="md">
        {data.refundTasks.map((refund) => (
          <Stack key={refund.id} gap={4}>
            <Anchor
              fw={600}
              renderRoot={(props) => <Link to="/orders/$orderId" params={{ orderId: refund.order.id }} {...props} />}
            >
              №{String(refund.order.number)}
            </Anchor>
            <Refund refund={refund} />
          </Stack>
        ))}
      </Stack>
    </Panel>
  );
}
