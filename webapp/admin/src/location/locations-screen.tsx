import { Badge, Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { LocationsDocument } from '../generated/gql/graphql';
import { useT } from '../i18n/i18n';
import { query } from '../session/api';
import { Allowed } from '../shell/allowed';
import { useViewer } from '../shell/viewer';
import { AddButton } from '../ui/add-button';
import { Icon } from '../ui/icons';
import { Page } from '../ui/page';
import { Panel } from '../ui/panel';
import { RowList } from '../ui/row-list';
import { Nothing } from '../ui/states';
import { useOpened } from '../ui/use-opened';
import { History } from './history';
import { LocationDialog } from './location-dialog';
import { TransferDialog } from './transfer-dialog';

/** Places where goods lie, what is brought from one to another, and what happened. */
export function LocationsScreen() {
  const t = useT();
  return (
    <Allowed to={['CATALOG_READ']} title={t('nav.locations')}>
      <Locations />
    </Allowed>
  );
}

function Locations() {
  const t = useT();
  const { can } = useViewer();
  const { data, error, refetch } = useQuery(query('locations', LocationsDocument, {}));
  const opened = useOpened(data?.locations);
  const [isMoving, setMoving] = useState(false);
  const mayWrite = can('CATALOG_WRITE');
  const used = data?.locations.filter((place) => !place.isArchived) ?? [];
  return (
    <Page
      title={t('nav.locations')}
      narrow
      actions={
        can('STOCK_WRITE') &&
        used.length > 1 && (
          <Button leftSection={<Icon name="truck" size={18} />} onClick={() => setMoving(true)}>
            {t('transfer.make')}
          </Button>
        )
      }
    >
      <Panel
        title={t('location.title')}
        actions={mayWrite && <AddButton quiet label={t('location.add')} onClick={() => opened.open('new')} />}
        mb="lg"
      >
        <RowList
          label={t('location.title')}
          rows={data?.locations.map((place) => ({
            id: place.id,
            name: place.name,
            badge: place.isArchived ? (
              <Badge color="gray">{t('location.archived')}</Badge>
            ) : (
              place.isDefault && <Badge color="green">{t('location.default')}</Badge>
            ),
          }))}
          error={error}
          onRetry={() => void refetch()}
          onOpen={mayWrite ? opened.open : undefined}
          empty={<Nothing icon="mapPin" title={t('location.none')} />}
        />
      </Panel>
      <Panel title={t('history.title')}>
        <History places={data?.locations ?? []} />
      </Panel>
      {opened.isOpen && (
        <LocationDialog
          key={opened.key}
          place={opened.thing}
          position={data?.locations.length ?? 0}
          onClose={opened.close}
        />
      )}
      {isMoving && <TransferDialog places={used} onClose={() => setMoving(false)} />}
    </Page>
  );
}
