import { Badge, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { AttributesDocument } from '../generated/gql/graphql';
import { useT } from '../i18n/i18n';
import { query } from '../session/api';
import { useViewer } from '../shell/viewer';
import { AddButton } from '../ui/add-button';
import { RowList } from '../ui/row-list';
import { Nothing } from '../ui/states';
import { useOpened } from '../ui/use-opened';
import { AttributeDialog } from './attribute-dialog';

/** Properties that products of the store have, defined once with a type. */
export function Attributes() {
  const t = useT();
  const { can } = useViewer();
  const { data, error, refetch } = useQuery(query('attributes', AttributesDocument, {}));
  const opened = useOpened(data?.attributes);
  const mayWrite = can('CATALOG_WRITE');
  return (
    <Stack gap="md">
      {mayWrite && <AddButton label={t('attribute.define')} onClick={() => opened.open('new')} />}
      <RowList
        label={t('properties.attributes')}
        rows={data?.attributes.map(({ id, name, type, unit, choices, isFilterable }) => ({
          id,
          name,
          note: [t(`attributeType.${type}`), unit, choices.map((choice) => choice.name).join(', ')]
            .filter(Boolean)
            .join(' · '),
          badge: isFilterable && <Badge color="blue">{t('attribute.filter')}</Badge>,
        }))}
        error={error}
        onRetry={() => void refetch()}
        onOpen={mayWrite ? opened.open : undefined}
        empty={<Nothing icon="tag" title={t('attribute.none')} text={t('attribute.noneHint')} />}
      />
      {opened.isOpen && (
        <AttributeDialog
          key={opened.key}
          attribute={opened.thing}
          taken={data?.attributes.map((each) => each.code) ?? []}
          onClose={opened.close}
        />
      )}
    </Stack>
  );
}
