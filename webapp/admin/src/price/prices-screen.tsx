import { Badge, Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { type PriceListRowFragment, PriceListsDocument } from '../generated/gql/graphql';
import { useI18n } from '../i18n/i18n';
import { query } from '../session/api';
import { Allowed } from '../shell/allowed';
import { useViewer } from '../shell/viewer';
import { Icon } from '../ui/icons';
import { Page } from '../ui/page';
import { Panel } from '../ui/panel';
import { RowList } from '../ui/row-list';
import { Nothing } from '../ui/states';
import { useNow } from '../ui/use-now';
import { Groups } from './groups';

/** Lower prices for a time, for a group, or both; and the groups. */
export function PricesScreen() {
  const { t } = useI18n();
  return (
    <Allowed to={['CATALOG_READ']} title={t('nav.prices')}>
      <Prices />
    </Allowed>
  );
}

function Prices() {
  const { t, dateTime } = useI18n();
  const { can } = useViewer();
  const navigate = useNavigate();
  const { data, error, refetch } = useQuery(query('priceLists', PriceListsDocument, {}));
  const add = can('CATALOG_WRITE') && (
    <Button
      leftSection={<Icon name="plus" size={18} />}
      renderRoot={(props) => <Link to="/prices/$priceListId" params={{ priceListId: 'new' }} {...props} />}
    >
      {t('priceList.add')}
    </Button>
  );
  const time = ({ startsAt, endsAt }: PriceListRowFragment) => {
    if (startsAt && endsAt) return t('priceList.between', { from: dateTime(startsAt), to: dateTime(endsAt) });
    if (startsAt) return t('priceList.since', { from: dateTime(startsAt) });
    return endsAt ? t('priceList.until', { to: dateTime(endsAt) }) : t('priceList.always');
  };
  return (
    <Page title={t('nav.prices')} actions={add} narrow>
      <RowList
        label={t('nav.prices')}
        rows={data?.priceLists.map((list) => ({
          id: list.id,
          name: list.name,
          note: `${list.customerGroup?.name ?? t('priceList.everybody')} · ${time(list)}`,
          badge: <Running list={list} />,
        }))}
        error={error}
        onRetry={() => void refetch()}
        onOpen={({ id }) => void navigate({ to: '/prices/$priceListId', params: { priceListId: id } })}
        empty={
          <Nothing icon="cash" title={t('priceList.none')} text={t('priceList.noneHint')}>
            {add}
          </Nothing>
        }
      />
      {can('CUSTOMERS_READ') && (
        <Panel title={t('group.title')} mt="lg">
          <Groups />
        </Panel>
      )}
    </Page>
  );
}

/** Whether a list holds now, is off, is to come, or is over. */
export function Running({ list }: { list: PriceListRowFragment }) {
  const { t } = useI18n();
  const now = useNow();
  if (!list.isActive) return <Badge color="gray">{t('common.off')}</Badge>;
  if (list.endsAt && Date.parse(list.endsAt) <= now) return <Badge color="gray">{t('productStatus.ENDED')}</Badge>;
  if (list.startsAt && Date.parse(list.startsAt) > now)
    return <Badge color="blue">{t('productStatus.SCHEDULED')}</Badge>;
  return <Badge color="green">{t('priceList.running')}</Badge>;
}
