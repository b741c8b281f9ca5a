import { Badge, Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { CollectionsDocument } from '../generated/gql/graphql';
import { useI18n } from '../i18n/i18n';
import { query } from '../session/api';
import { Allowed } from '../shell/allowed';
import { useViewer } from '../shell/viewer';
import { Icon } from '../ui/icons';
import { Page } from '../ui/page';
import { RowList } from '../ui/row-list';
import { Nothing } from '../ui/states';
import { Thumb } from '../ui/thumb';
import { useNow } from '../ui/use-now';

/** Products gathered across categories: gifts, what is new, what costs less now. */
export function CollectionsScreen() {
  const { t } = useI18n();
  return (
    <Allowed to={['CATALOG_READ']} title={t('nav.collections')}>
      <Collections />
    </Allowed>
  );
}

function Collections() {
  const { t } = useI18n();
  const { can } = useViewer();
  const navigate = useNavigate();
  const now = useNow();
  const { data, error, refetch } = useQuery(query('collections', CollectionsDocument, {}));
  const add = can('CATALOG_WRITE') && (
    <Button
      leftSection={<Icon name="plus" size={18} />}
      renderRoot={(props) => <Link to="/collections/$collectionId" params={{ collectionId: 'new' }} {...props} />}
    >
      {t('collection.add')}
    </Button>
  );
  return (
    <Page title={t('nav.collections')} actions={add} narrow>
      <RowList
        label={t('nav.collections')}
        rows={data?.collections.map(({ id, name, kind, media, products, publishFrom, publishUntil }) => ({
          id,
          name,
          note: `${t(`collectionKind.${kind}`)} · ${t('category.products', { count: products.total.value })}`,
          before: <Thumb picture={media} />,
          badge:
            publishUntil && Date.parse(publishUntil) <= now ? (
              <Badge color="gray">{t('productStatus.ENDED')}</Badge>
            ) : (
              publishFrom && Date.parse(publishFrom) > now && <Badge color="blue">{t('productStatus.SCHEDULED')}</Badge>
            ),
        }))}
        error={error}
        onRetry={() => void refetch()}
        onOpen={({ id }) => void navigate({ to: '/collections/$collectionId', params: { collectionId: id } })}
        empty={
          <Nothing icon="layers" title={t('collection.none')} text={t('collection.noneHint')}>
            {add}
          </Nothing>
        }
      />
    </Page>
  );
}
