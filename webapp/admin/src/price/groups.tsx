import { Select, Stack, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import {
  CustomerGroupDeleteDocument,
  CustomerGroupSetDocument,
  CustomerGroupsDocument,
  CustomerGroupUpsertDocument,
  CustomersDocument,
  type GroupFormFragment,
} from '../generated/gql/graphql';
import { useT } from '../i18n/i18n';
import { act, query, queryClient } from '../session/api';
import { useViewer } from '../shell/viewer';
import { AddButton } from '../ui/add-button';
import { FormDialog } from '../ui/form-dialog';
import { RowList } from '../ui/row-list';
import { Nothing } from '../ui/states';
import { langEnums, noTexts, textsInput, textsOf } from '../ui/texts';
import { TextsFields } from '../ui/texts-fields';
import { useDeed } from '../ui/use-deed';
import { useEditor } from '../ui/use-editor';
import { useOpened } from '../ui/use-opened';

/** Shoppers who are treated alike. */
export function Groups() {
  const t = useT();
  const { can } = useViewer();
  const { data, error, refetch } = useQuery(query('customerGroups', CustomerGroupsDocument, {}));
  const opened = useOpened(data?.customerGroups);
  const mayWrite = can('CUSTOMERS_WRITE');
  return (
    <Stack gap="md">
      {mayWrite && <AddButton quiet label={t('group.add')} onClick={() => opened.open('new')} />}
      <RowList
        label={t('group.title')}
        rows={data?.customerGroups}
        error={error}
        onRetry={() => void refetch()}
        onOpen={mayWrite ? opened.open : undefined}
        empty={<Nothing icon="users" title={t('group.none')} text={t('group.noneHint')} />}
      />
      {mayWrite && (data?.customerGroups.length ?? 0) > 0 && <Belonging groups={data?.customerGroups ?? []} />}
      {opened.isOpen && <GroupDialog key={opened.key} group={opened.thing} onClose={opened.close} />}
    </Stack>
  );
}

function GroupDialog({ group, onClose }: { group: GroupFormFragment | undefined; onClose: () => void }) {
  const t = useT();
  const deed = useDeed();
  const { store } = useViewer();
  const editor = useEditor({ name: group ? textsOf(group.nameTranslations) : noTexts }, group?.version ?? 0, [
    'customerGroups',
    'priceLists',
  ]);
  return (
    <FormDialog
      title={group?.name ?? t('group.new')}
      editor={editor}
      shown={['name']}
      onSave={() =>
        void editor.save(
          {
            ...(group && { id: group.id, expectedVersion: editor.version }),
            name: textsInput(editor.draft.name),
          },
          async (input, key) => (await act(CustomerGroupUpsertDocument, { input }, key)).customerGroupUpsert,
          onClose,
        )
      }
      onClose={onClose}
      remove={
        group && {
          title: t('group.deleteTitle', { name: group.name }),
          text: t('group.deleteText'),
          onConfirm: async () => {
            const input = { id: group.id, expectedVersion: editor.version };
            const send = async () => (await act(CustomerGroupDeleteDocument, { input })).customerGroupDelete;
            const gone = await deed(group.name, send);
            await queryClient.invalidateQueries({ queryKey: ['customerGroups'] });
            if (gone) onClose();
          },
        }
      }
    >
      <TextsFields
        label={t('category.name')}
        required
        langs={store.languages.map((each) => langEnums[each])}
        maxLength={100}
        value={editor.draft.name}
        onChange={(name) => editor.patch({ name })}
        errors={editor.fields}
        path="name"
      />
    </FormDialog>
  );
}

/** Finds a shopper and says in which group they are. */
function Belonging({ groups }: { groups: readonly GroupFormFragment[] }) {
  const t = useT();
  const deed = useDeed();
  const [typed, setTyped] = useState('');
  const [chosen, setChosen] = useState<string | null>(null);
  const [search] = useDebouncedValue(typed.trim(), 250);
  const { data } = useQuery({
    ...query('customers', CustomersDocument, search ? { search } : {}),
    placeholderData: keepPreviousData,
  });
  const customers = data?.customers.nodes ?? [];
  const customer = customers.find((each) => each.id === chosen);
  return (
    <Stack gap="sm">
      <Text fw={600} size="sm">
        {t('group.belonging')}
      </Text>
      <Select
        aria-label={t('group.shopper')}
        placeholder={t('group.shopper')}
        searchable
        clearable
        autoComplete="off"
        data={customers.map(({ id, name, phone, username }) => ({
          value: id,
          label: [name, phone ?? (username && `@${username}`)].filter(Boolean).join(' · '),
        }))}
        filter={({ options }) => options}
        value={chosen}
        searchValue={typed}
        onSearchChange={setTyped}
        onChange={setChosen}
        nothingFoundMessage={t('table.noMatch')}
      />
      {customer && (
        <Select
          aria-label={t('group.of')}
          allowDeselect={false}
          data={[
            { value: '', label: t('group.inNone') },
            ...groups.map((group) => ({ value: group.id, label: group.name })),
          ]}
          value={customer.group?.id ?? ''}
          onChange={(next) => {
            const input = { customerId: customer.id, groupId: next || null };
            const send = async () => (await act(CustomerGroupSetDocument, { input })).customerGroupSet;
            void deed(customer.name, send, t('save.saved')).then(() =>
              queryClient.invalidateQueries({ queryKey: ['customers'] }),
            );
          }}
        />
      )}
    </Stack>
  );
}
