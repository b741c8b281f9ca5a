import { NativeSelect, SegmentedControl, Stack, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { ProductPicker } from '../catalog/product-picker';
import {
  AttributesDocument,
  CollectionDeleteDocument,
  CollectionDocument,
  type CollectionFormFragment,
  type CollectionSort,
  CollectionUpsertDocument,
  type ProductLineFragment,
} from '../generated/gql/graphql';
import { useT } from '../i18n/i18n';
import { PictureField } from '../product/picture-field';
import { act, query, queryClient } from '../session/api';
import { useViewer } from '../shell/viewer';
import { DateTimeInput } from '../ui/date-time-input';
import { DeleteButton } from '../ui/delete-button';
import { EditPage, useWhenClean } from '../ui/edit-page';
import { OrderedList } from '../ui/ordered-list';
import { Columns } from '../ui/page';
import { Panel } from '../ui/panel';
import { Nothing } from '../ui/states';
import { langEnums, noTexts, shown, textsInput, textsOf } from '../ui/texts';
import { TextsFields } from '../ui/texts-fields';
import { useEditor } from '../ui/use-editor';
import { blank, type RuleDraft, ruleAsItIs, ruleInput, ruleOf } from './rule';
import { RuleEditor } from './rule-editor';

const sorts = ['ARRANGED', 'POPULARITY', 'PRICE_ASC', 'PRICE_DESC', 'NEWEST'] as const satisfies CollectionSort[];
const shownFields = [
  'name',
  'description',
  'slug',
  'mediaId',
  'sort',
  'rule',
  'productIds',
  'publishFrom',
  'publishUntil',
];

function draftOf(collection: CollectionFormFragment | undefined, products: readonly ProductLineFragment[]) {
  const rule: RuleDraft = collection?.rule
    ? ruleOf(collection.rule)
    : { match: 'ALL', conditions: [blank('CATEGORY', 'first')] };
  return {
    kind: collection?.kind ?? ('BY_HAND' as const),
    name: collection ? textsOf(collection.translations.name) : noTexts,
    description: collection ? textsOf(collection.translations.description) : noTexts,
    slug: collection?.slug ?? '',
    media: collection?.media ?? null,
    sort: collection?.sort ?? ('ARRANGED' as const),
    publishFrom: collection?.publishFrom ?? null,
    publishUntil: collection?.publishUntil ?? null,
    products: products.map(({ id, name, status, cover }) => ({ id, name, status, cover })),
    rule,
  };
}

type CollectionEditorProps = { collection?: CollectionFormFragment; products?: readonly ProductLineFragment[] };

/** A collection: its texts and time, and what is in it – picked and put in order, or told by a rule. */
export function CollectionEditor({ collection, products = [] }: CollectionEditorProps) {
  const t = useT();
  const { can, store } = useViewer();
  const navigate = useNavigate();
  const langs = store.languages.map((each) => langEnums[each]);
  const [fresh] = useState(() => draftOf(undefined, []));
  const editor = useEditor(collection ? draftOf(collection, products) : fresh, collection?.version ?? 0, [
    'collections',
    'collection',
  ]);
  const { draft, fields, patch } = editor;
  const goTo = useWhenClean(editor.isDirty, (collectionId: string) =>
    navigate({ to: '/collections/$collectionId', params: { collectionId }, replace: true }),
  );
  const definitions = useQuery({ ...query('attributes', AttributesDocument, {}), staleTime: 60_000 });
  const attributes = definitions.data?.attributes ?? [];
  const typeOf = (code: string) => attributes.find((each) => each.code === code)?.type;
  const rule = ruleInput(draft.rule, typeOf);
  const isByRule = draft.kind === 'BY_RULE';

  const onSave = () =>
    void editor.save(
      {
        ...(collection && { id: collection.id, expectedVersion: editor.version }),
        name: textsInput(draft.name),
        description: textsInput(draft.description),
        ...(draft.slug && { slug: draft.slug }),
        mediaId: draft.media?.id ?? null,
        sort: draft.sort,
        publishFrom: draft.publishFrom,
        publishUntil: draft.publishUntil,
        ...(isByRule
          ? { rule: ruleAsItIs(draft.rule, typeOf) }
          : { rule: null, productIds: draft.products.map((product) => product.id) }),
      },
      async (input, key) => (await act(CollectionUpsertDocument, { input }, key)).collectionUpsert,
      ({ collection: next }) => {
        if (!next) return;
        queryClient.setQueryData(query('collection', CollectionDocument, { id: next.id }).queryKey, {
          collection: next,
        });
        queryClient.setQueryData(['collectionProducts', next.id, next.version], draft.products);
        editor.saved(draftOf(next, draft.products), next.version);
        if (!collection) goTo(next.id);
      },
    );

  return (
    <EditPage
      title={shown(draft.name, langs[0] ?? 'uzLatn') || t(collection ? 'collection.one' : 'collection.new')}
      back={{ to: '/collections' }}
      editor={editor}
      shown={shownFields}
      isNew={!collection}
      mayWrite={can('CATALOG_WRITE')}
      onSave={onSave}
    >
      <Columns
        main={
          <>
            <Panel title={t('product.texts')}>
              <Stack gap="md">
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
                <TextsFields
                  label={t('category.description')}
                  multiline
                  langs={langs}
                  maxLength={2000}
                  value={draft.description}
                  onChange={(description) => patch({ description })}
                  errors={fields}
                  path="description"
                />
              </Stack>
            </Panel>
            <Panel
              title={t('collection.products')}
              actions={
                <SegmentedControl
                  aria-label={t('collection.kind')}
                  value={draft.kind}
                  onChange={(next) => patch({ kind: next === 'BY_RULE' ? 'BY_RULE' : 'BY_HAND' })}
                  data={(['BY_HAND', 'BY_RULE'] as const).map((value) => ({
                    value,
                    label: t(`collectionKind.${value}`),
                  }))}
                />
              }
            >
              {isByRule ? (
                <RuleEditor
                  rule={draft.rule}
                  input={rule}
                  attributes={attributes}
                  errors={fields}
                  onChange={(next) => patch({ rule: next })}
                />
              ) : (
                <Stack gap="md">
                  <ProductPicker
                    label={t('collection.pick')}
                    taken={draft.products.map((product) => product.id)}
                    error={fields.productIds}
                    onPick={({ id, name, status, cover }) =>
                      patch((now) => ({ products: [...now.products, { id, name, status, cover }] }))
                    }
                  />
                  {draft.products.length === 0 ? (
                    <Nothing icon="box" title={t('collection.empty')} text={t('collection.emptyHint')} />
                  ) : (
                    <OrderedList
                      label={t('collection.products')}
                      items={draft.products.map((product) => ({ ...product, picture: product.cover }))}
                      onChange={(items) =>
                        patch({ products: items.map(({ id, name, status, cover }) => ({ id, name, status, cover })) })
                      }
                    />
                  )}
                </Stack>
              )}
            </Panel>
          </>
        }
        aside={
          <>
            <Panel title={t('collection.showing')}>
              <Stack gap="sm">
                <NativeSelect
                  label={t('collection.sort')}
                  value={draft.sort}
                  error={fields.sort}
                  onChange={(event) =>
                    patch({ sort: sorts.find((each) => each === event.currentTarget.value) ?? 'ARRANGED' })
                  }
                  data={sorts.map((value) => ({ value, label: t(`collectionSort.${value}`) }))}
                />
                <DateTimeInput
                  label={t('collection.from')}
                  description={t('collection.fromHint')}
                  value={draft.publishFrom}
                  error={fields.publishFrom}
                  onChange={(publishFrom) => patch({ publishFrom })}
                />
                <DateTimeInput
                  label={t('product.publishUntil')}
                  description={t('product.publishUntilHint')}
                  value={draft.publishUntil}
                  error={fields.publishUntil}
                  onChange={(publishUntil) => patch({ publishUntil })}
                />
              </Stack>
            </Panel>
            <Panel title={t('product.place')}>
              <Stack gap="sm">
                <PictureField
                  label={t('collection.picture')}
                  picture={draft.media}
                  error={fields.mediaId}
                  onChange={(media) => patch({ media })}
                />
                <TextInput
                  label={t('product.slug')}
                  description={t('product.slugHint')}
                  maxLength={80}
                  value={draft.slug}
                  error={fields.slug}
                  onChange={(event) =>
                    patch({ slug: event.currentTarget.value.toLowerCase().replace(/[^a-z0-9-]/g, '-') })
                  }
                />
              </Stack>
            </Panel>
            {collection && can('CATALOG_WRITE') && (
              <DeleteButton
                name={collection.name}
                title={t('collection.deleteTitle', { name: collection.name })}
                text={t('collection.deleteText')}
                send={async () =>
                  (await act(CollectionDeleteDocument, { input: { id: collection.id } })).collectionDelete
                }
                onDone={() => {
                  editor.discard();
                  void queryClient.invalidateQueries({ queryKey: ['collections'] });
                  void navigate({ to: '/collections' });
                }}
              />
            )}
          </>
        }
      />
    </EditPage>
  );
}
