import { NativeSelect, Stack, Switch } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import {
  CustomerGroupsDocument,
  PriceListDeleteDocument,
  PriceListDocument,
  PriceListPricesSetDocument,
  type PriceListRowFragment,
  PriceListUpsertDocument,
  ProductDocument,
  type ProductFormFragment,
} from '../generated/gql/graphql';
import { useT } from '../i18n/i18n';
import { act, query, queryClient } from '../session/api';
import { useViewer } from '../shell/viewer';
import { DateTimeInput } from '../ui/date-time-input';
import { DeleteButton } from '../ui/delete-button';
import { EditPage, useWhenClean } from '../ui/edit-page';
import { Columns } from '../ui/page';
import { Panel } from '../ui/panel';
import { langEnums, noTexts, shown, textsInput, textsOf } from '../ui/texts';
import { TextsFields } from '../ui/texts-fields';
import { useEditor } from '../ui/use-editor';
import { changes, type Line } from './changes';
import { PriceLines } from './price-lines';
import { Running } from './prices-screen';

const shownFields = ['name', 'customerGroupId', 'startsAt', 'endsAt', 'prices'];

function draftOf(list: PriceListRowFragment | undefined, lines: readonly Line[]) {
  return {
    name: list ? textsOf(list.nameTranslations) : noTexts,
    groupId: list?.customerGroup?.id ?? null,
    startsAt: list?.startsAt ?? null,
    endsAt: list?.endsAt ?? null,
    isActive: list?.isActive ?? true,
    lines: [...lines],
  };
}

function linesOf({ name, media, variants }: ProductFormFragment): Line[] {
  return variants
    .filter((variant) => variant.isActive)
    .map((variant) => ({
      id: variant.id,
      product: name,
      name: variant.name || variant.sku,
      picture: media[0]?.media ?? null,
      own: variant.price?.minor ?? null,
      price: null,
    }));
}

const nothing: readonly Line[] = [];

type PriceEditorProps = {
  list?: PriceListRowFragment;
  lines?: readonly Line[];
  /** The product that a new list begins with. */
  start?: string | undefined;
};

/** A price list: for whom, when, and the prices. */
export function PriceEditor({ list, lines = nothing, start }: PriceEditorProps) {
  const t = useT();
  const { can, store } = useViewer();
  const navigate = useNavigate();
  const langs = store.languages.map((each) => langEnums[each]);
  const groups = useQuery({
    ...query('customerGroups', CustomerGroupsDocument, {}),
    enabled: can('CUSTOMERS_READ'),
  });
  const editor = useEditor(draftOf(list, lines), list?.version ?? 0, [
    'priceLists',
    'priceList',
    'listPrices',
    'products',
    'product',
  ]);
  const { draft, fields, patch } = editor;
  const goTo = useWhenClean(editor.isDirty, (priceListId: string) =>
    navigate({ to: '/prices/$priceListId', params: { priceListId }, replace: true }),
  );

  const begun = useQuery({ ...query('product', ProductDocument, { id: start ?? '' }), enabled: start !== undefined });
  const product = begun.data?.product;
  useEffect(() => {
    if (product) patch({ lines: linesOf(product) });
  }, [product, patch]);

  /** First the list, then its prices; a refusal of these leaves a list that the next save goes on with. */
  const onSave = () => {
    const prices = changes(editor.base.lines, draft.lines);
    void editor.save(
      {
        ...(list && { id: list.id, expectedVersion: editor.version }),
        name: textsInput(draft.name),
        customerGroupId: draft.groupId,
        startsAt: draft.startsAt,
        endsAt: draft.endsAt,
        isActive: draft.isActive,
      },
      async (input, key) => {
        const { priceListUpsert: made } = await act(PriceListUpsertDocument, { input }, key);
        if (!made.priceList || prices.length === 0) return made;
        const next = { priceListId: made.priceList.id, expectedVersion: made.priceList.version, prices };
        return (await act(PriceListPricesSetDocument, { input: next }, `${key}-prices`)).priceListPricesSet;
      },
      ({ priceList: next }) => {
        if (!next) return;
        const kept = draft.lines.filter((line) => line.price !== null);
        queryClient.setQueryData(query('priceList', PriceListDocument, { id: next.id }).queryKey, { priceList: next });
        queryClient.setQueryData(['listPrices', next.id, next.version], kept);
        editor.saved(draftOf(next, kept), next.version);
        if (!list) goTo(next.id);
      },
    );
  };

  return (
    <EditPage
      title={shown(draft.name, langs[0] ?? 'uzLatn') || t(list ? 'priceList.one' : 'priceList.new')}
      back={{ to: '/prices' }}
      badges={list && <Running list={list} />}
      editor={editor}
      shown={shownFields}
      isNew={!list}
      mayWrite={can('CATALOG_WRITE')}
      onSave={onSave}
    >
      <Columns
        main={
          <Panel title={t('product.texts')}>
            <TextsFields
              label={t('category.name')}
              required
              langs={langs}
              maxLength={100}
              value={draft.name}
              onChange={(name) => patch({ name })}
              errors={fields}
              path="name"
            />
          </Panel>
        }
        aside={
          <>
            <Panel title={t('priceList.whom')}>
              <Stack gap="md">
                <NativeSelect
                  label={t('group.one')}
                  description={t('priceList.lowest')}
                  value={draft.groupId ?? ''}
                  error={fields.customerGroupId}
                  onChange={(event) => patch({ groupId: event.currentTarget.value || null })}
                  data={[
                    { value: '', label: t('priceList.everybody') },
                    ...(groups.data?.customerGroups ?? (list?.customerGroup ? [list.customerGroup] : [])).map(
                      ({ id, name }) => ({ value: id, label: name }),
                    ),
                  ]}
                />
                <DateTimeInput
                  label={t('priceList.startsAt')}
                  description={t('collection.fromHint')}
                  value={draft.startsAt}
                  error={fields.startsAt}
                  onChange={(startsAt) => patch({ startsAt })}
                />
                <DateTimeInput
                  label={t('product.publishUntil')}
                  description={t('product.publishUntilHint')}
                  value={draft.endsAt}
                  error={fields.endsAt}
                  onChange={(endsAt) => patch({ endsAt })}
                />
                <Switch
                  label={t('priceList.isActive')}
                  checked={draft.isActive}
                  onChange={(event) => patch({ isActive: event.currentTarget.checked })}
                />
              </Stack>
            </Panel>
            {list && can('CATALOG_WRITE') && (
              <DeleteButton
                name={list.name}
                title={t('priceList.deleteTitle', { name: list.name })}
                text={t('priceList.deleteText')}
                send={async () => (await act(PriceListDeleteDocument, { input: { id: list.id } })).priceListDelete}
                onDone={() => {
                  editor.discard();
                  void queryClient.invalidateQueries({ queryKey: ['priceLists'] });
                  void navigate({ to: '/prices' });
                }}
              />
            )}
          </>
        }
        after={
          <Panel title={t('priceList.prices')}>
            <PriceLines
              lines={draft.lines}
              before={editor.base.lines}
              errors={fields}
              onChange={(next) => patch({ lines: next })}
            />
          </Panel>
        }
      />
    </EditPage>
  );
}
