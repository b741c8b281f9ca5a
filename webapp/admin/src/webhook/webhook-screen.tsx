import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { WebhooksDocument } from '../generated/gql/graphql';
import { useT } from '../i18n/i18n';
import { query } from '../session/api';
import { Allowed } from '../shell/allowed';
import { Page } from '../ui/page';
import { ErrorState, Nothing } from '../ui/states';
import { WebhookEditor } from './webhook-editor';

const route = getRouteApi('/app/webhooks/$webhookId');

export function WebhookScreen() {
  const t = useT();
  const { webhookId } = route.useParams();
  return (
    <Allowed to={['WEBHOOKS_WRITE']} title={t('nav.webhooks')}>
      {webhookId === 'new' ? <WebhookEditor /> : <Known id={webhookId} />}
    </Allowed>
  );
}

function Known({ id }: { id: string }) {
  const t = useT();
  const { data, error, refetch } = useQuery(query('webhooks', WebhooksDocument, {}));
  const hook = data?.webhooks.find((each) => each.id === id);
  if (hook) return <WebhookEditor key={hook.id} hook={hook} />;
  return (
    <Page title={t('webhook.one')} back={{ to: '/webhooks' }} narrow>
      {error ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : data ? (
        <Nothing icon="send" title={t('fault.notFound')} text={t('webhook.missing')} />
      ) : (
        <Skeleton height={400} />
      )}
    </Page>
  );
}
