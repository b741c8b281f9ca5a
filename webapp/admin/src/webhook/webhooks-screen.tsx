import { Badge, Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { type WebhookFormFragment, WebhooksDocument } from '../generated/gql/graphql';
import { useT } from '../i18n/i18n';
import { query } from '../session/api';
import { Allowed } from '../shell/allowed';
import { Icon } from '../ui/icons';
import { Page } from '../ui/page';
import { RowList } from '../ui/row-list';
import { Nothing } from '../ui/states';

/** Addresses of other programs that are told what happens in the store. */
export function WebhooksScreen() {
  const t = useT();
  return (
    <Allowed to={['WEBHOOKS_WRITE']} title={t('nav.webhooks')}>
      <Webhooks />
    </Allowed>
  );
}

function Webhooks() {
  const t = useT();
  const navigate = useNavigate();
  const { data, error, refetch } = useQuery(query('webhooks', WebhooksDocument, {}));
  const add = (
    <Button
      leftSection={<Icon name="plus" size={18} />}
      renderRoot={(props) => <Link to="/webhooks/$webhookId" params={{ webhookId: 'new' }} {...props} />}
    >
      {t('webhook.add')}
    </Button>
  );
  return (
    <Page title={t('nav.webhooks')} actions={add} narrow>
      <RowList
        label={t('nav.webhooks')}
        rows={data?.webhooks.map((hook) => ({
          id: hook.id,
          name: hook.name,
          note: hook.url,
          badge: <WebhookState hook={hook} />,
        }))}
        error={error}
        onRetry={() => void refetch()}
        onOpen={({ id }) => void navigate({ to: '/webhooks/$webhookId', params: { webhookId: id } })}
        empty={
          <Nothing icon="send" title={t('webhook.none')} text={t('webhook.noneHint')}>
            {add}
          </Nothing>
        }
      />
    </Page>
  );
}

export function WebhookState({ hook }: { hook: WebhookFormFragment }) {
  const t = useT();
  if (!hook.isActive) return <Badge color="gray">{t('common.off')}</Badge>;
  if (hook.failingSince) return <Badge color="red">{t('webhook.failing')}</Badge>;
  return <Badge color="green">{t('webhook.works')}</Badge>;
}
