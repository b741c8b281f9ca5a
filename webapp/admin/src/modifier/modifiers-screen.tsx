import { Button, Paper, Skeleton, Stack, Text, UnstyledButton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { type ModifierGroupFormFragment, ModifierGroupsDocument } from '../generated/gql/graphql';
import { useI18n } from '../i18n/i18n';
import { query, queryClient } from '../session/api';
import { Allowed } from '../shell/allowed';
import { useViewer } from '../shell/viewer';
import { Icon } from '../ui/icons';
import { Page } from '../ui/page';
import { ErrorState, Nothing } from '../ui/states';
import { ModifierDialog } from './modifier-dialog';

/** Additions to dishes, shared by products: sauces, sizes of a pizza's crust. */
export function ModifiersScreen() {
  const { t } = useI18n();
  return (
    <Allowed to={['CATALOG_READ']} title={t('nav.modifiers')}>
      <Modifiers />
    </Allowed>
  );
}

function Modifiers() {
  const { t, money } = useI18n();
  const { can } = useViewer();
  const { data, error, refetch } = useQuery(query('modifierGroups', ModifierGroupsDocument, {}));
  const [edited, setEdited] = useState<ModifierGroupFormFragment | 'new'>();
  const mayWrite = can('CATALOG_WRITE');
  const groups = data?.modifierGroups;
  const add = mayWrite && (
    <Button leftSection={<Icon name="plus" size={18} />} onClick={() => setEdited('new')}>
      {t('modifier.add')}
    </Button>
  );
  const close = () => setEdited(undefined);
  return (
    <Page title={t('nav.modifiers')} actions={add} narrow>
      {error && !data && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Skeleton height={200} />}
      {groups?.length === 0 && (
        <Nothing icon="tag" title={t('modifier.none')} text={t('modifier.noneHint')}>
          {add}
        </Nothing>
      )}
      <Stack gap="sm">
        {groups?.map((group) => (
          <Paper key={group.id} withBorder>
            <UnstyledButton p="md" w="100%" disabled={!mayWrite} onClick={() => setEdited(group)}>
              <Text fw={600}>{group.name}</Text>
              <Text size="sm" c="dimmed">
                {group.minimum === 0
                  ? t('modifier.upTo', { maximum: group.maximum })
                  : t('modifier.range', { minimum: group.minimum, maximum: group.maximum })}
              </Text>
              <Text size="sm" mt={4}>
                {group.options
                  .map((option) =>
                    option.price.minor > 0 ? `${option.name} +${money(option.price.minor)}` : option.name,
                  )
                  .join(' · ')}
              </Text>
            </UnstyledButton>
          </Paper>
        ))}
      </Stack>
      {edited && (
        <ModifierDialog
          key={edited === 'new' ? 'new' : edited.id}
          group={edited === 'new' ? undefined : edited}
          onClose={close}
          onSaved={() => {
            close();
            void queryClient.invalidateQueries({ queryKey: ['modifierGroups'] });
          }}
        />
      )}
    </Page>
  );
}
