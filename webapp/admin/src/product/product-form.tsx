import { Anchor, Checkbox, NativeSelect, NumberInput, Stack, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { branches, treeOptions } from '../category/category-tree';
import {
  AttributesDocument,
  CategoriesDocument,
  ModifierGroupsDocument,
  type ProductFormFragment,
} from '../generated/gql/graphql';
import { useT } from '../i18n/i18n';
import { query } from '../session/api';
import { useViewer } from '../shell/viewer';
import { StockPanel } from '../stock/stock-panel';
import { elsewhere, type UserError } from '../ui/field-errors';
import { LangTabs } from '../ui/lang-tabs';
import { Columns } from '../ui/page';
import { Panel } from '../ui/panel';
import { Refusals } from '../ui/refusals';
import { langEnums, type TextLang, withCyrillic } from '../ui/texts';
import { AttributesEditor } from './attributes-editor';
import type { ProductDraft } from './draft';
import { GatheringPanel } from './gathering-panel';
import { combinations, matrix, mostVariants } from './matrix';
import { OptionsEditor } from './options-editor';
import { Pictures } from './pictures';
import { PublicationPanel } from './publication-panel';
import { RelatedPanel } from './related-panel';
import { SalePanel } from './sale-panel';
import { TextsPanel } from './texts-panel';
import { valueErrors } from './values';
import { ValuesEditor } from './values-editor';
import { VariantGrid } from './variant-grid';

type ProductFormProps = {
  draft: ProductDraft;
  saved: ProductDraft;
  product: ProductFormFragment | undefined;
  fields: Record<string, string>;
  errors: readonly UserError[];
  patch: (part: Partial<ProductDraft> | ((now: ProductDraft) => Partial<ProductDraft>)) => void;
};

/** Parts of the input that have a place on this form. */
const shownFields = [
  'name',
  'summary',
  'description',
  'options',
  'variants',
  'attributes',
  'slug',
  'categoryId',
  'ikpu',
  'packageCode',
  'vatPercent',
  'status',
  'publishFrom',
  'publishUntil',
  'brandId',
  'tags',
  'sale',
];

/** The sections of a product: what it is at the left, where it stands at the right. */
export function ProductForm({ draft, saved, product, fields, errors, patch }: ProductFormProps) {
  const t = useT();
  const { store } = useViewer();
  const langs: TextLang[] = store.languages.map((each) => langEnums[each]);
  const [lang, setLang] = useState<TextLang>(langs[0] ?? 'uzLatn');
  const categories = useQuery({ ...query('categories', CategoriesDocument, {}), staleTime: 60_000 });
  const definitions = useQuery({ ...query('attributes', AttributesDocument, {}), staleTime: 60_000 });
  const groups = useQuery({ ...query('modifierGroups', ModifierGroupsDocument, {}), staleTime: 60_000 });

  const texts = [
    draft.name,
    ...[draft.summary, draft.description].filter((each) => Object.values(each).some(Boolean)),
    ...draft.options.flatMap((option) => [option.name, ...option.values.map((value) => value.name)]),
    ...draft.attributes.flatMap((attribute) => [attribute.name, attribute.value]),
  ];
  const missing = langs.filter((each) => texts.some((text) => !text[each].trim()));
  const canFill = texts.some((text) => withCyrillic(text) !== text);
  const fill = () =>
    patch((now) => ({
      name: withCyrillic(now.name),
      summary: withCyrillic(now.summary),
      description: withCyrillic(now.description),
      options: now.options.map((option) => ({
        ...option,
        name: withCyrillic(option.name),
        values: option.values.map((value) => ({ ...value, name: withCyrillic(value.name) })),
      })),
      attributes: now.attributes.map((each) => ({
        ...each,
        name: withCyrillic(each.name),
        value: withCyrillic(each.value),
      })),
    }));
  const tabs = (
    <LangTabs langs={langs} value={lang} onChange={setLang} missing={missing} onFill={canFill ? fill : undefined} />
  );

  return (
    <Stack gap="md">
      <Refusals errors={elsewhere(errors, shownFields)} />
      <Columns
        main={
          <>
            <Panel title={t('product.texts')} actions={tabs}>
              <TextsPanel
                name={draft.name}
                summary={draft.summary}
                description={draft.description}
                lang={lang}
                errors={fields}
                onChange={patch}
              />
            </Panel>
            <Panel title={t('product.pictures')}>
              <Pictures
                pictures={draft.media}
                options={draft.options}
                onChange={(change) => patch((now) => ({ media: change(now.media) }))}
              />
            </Panel>
            <Panel title={t('product.options')}>
              <OptionsEditor
                options={draft.options}
                lang={lang}
                errors={fields}
                onChange={(options) =>
                  patch((now) => ({
                    options,
                    // A slip that would make thousands of rows leaves the grid as it is; the count says why.
                    ...(combinations(options) <= mostVariants && { variants: matrix(options, now.variants) }),
                    media: now.media.map((picture) => ({ ...picture, shows: stillThere(picture.shows, options) })),
                  }))
                }
              />
            </Panel>
            <Panel title={t('variant.title')}>
              <VariantGrid
                rows={draft.variants}
                saved={saved.variants}
                options={draft.options}
                lang={lang}
                errors={fields}
                onChange={(variants) => patch({ variants })}
              />
              {product && (
                <Text size="sm" mt="sm">
                  {t('product.saleHint')}{' '}
                  <Anchor
                    renderRoot={(props) => (
                      <Link
                        to="/prices/$priceListId"
                        params={{ priceListId: 'new' }}
                        search={{ product: product.id }}
                        {...props}
                      />
                    )}
                  >
                    {t('product.saleMake')}
                  </Anchor>
                </Text>
              )}
            </Panel>
            {product && (
              <Panel title={t('product.places')}>
                <StockPanel product={product} />
              </Panel>
            )}
            <Panel title={t('product.attributes')}>
              <Stack gap="md">
                <ValuesEditor
                  definitions={definitions.data?.attributes ?? []}
                  values={draft.values}
                  lang={lang}
                  errors={valueErrors(fields, draft.values, draft.attributes.length)}
                  onChange={(values) => patch({ values })}
                />
                <AttributesEditor
                  attributes={draft.attributes}
                  lang={lang}
                  errors={fields}
                  onChange={(attributes) => patch({ attributes })}
                />
              </Stack>
            </Panel>
            <Panel title={t('product.related')}>
              <RelatedPanel own={product?.id} related={draft.related} onChange={(related) => patch({ related })} />
            </Panel>
          </>
        }
        aside={
          <>
            <Panel title={t('product.status')}>
              <PublicationPanel draft={draft} product={product} errors={fields} onChange={patch} />
            </Panel>
            <Panel title={t('product.place')}>
              <Stack gap="sm">
                <NativeSelect
                  label={t('product.category')}
                  value={draft.categoryId ?? ''}
                  error={fields.categoryId}
                  onChange={(event) => patch({ categoryId: event.currentTarget.value || null })}
                  data={[{ value: '', label: t('product.noCategory') }, ...treeOptions(branches(categories.data))]}
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
            <Panel title={t('product.gathering')}>
              <GatheringPanel brandId={draft.brandId} tags={draft.tags} lang={lang} errors={fields} onChange={patch} />
            </Panel>
            <Panel title={t('product.sale')}>
              <SalePanel sale={draft.sale} errors={fields} onChange={(sale) => patch({ sale })} />
            </Panel>
            <Panel title={t('product.modifiers')}>
              {groups.data?.modifierGroups.length === 0 ? (
                <Text size="sm" c="dimmed">
                  {t('product.noModifiers')}{' '}
                  <Anchor renderRoot={(props) => <Link to="/modifiers" {...props} />}>{t('nav.modifiers')}</Anchor>
                </Text>
              ) : (
                <Stack gap="xs">
                  {groups.data?.modifierGroups.map((group) => (
                    <Checkbox
                      key={group.id}
                      label={group.name}
                      description={group.options.map((option) => option.name).join(', ')}
                      checked={draft.modifierGroupIds.includes(group.id)}
                      onChange={(event) => {
                        const isOn = event.currentTarget.checked;
                        patch((now) => ({
                          modifierGroupIds: isOn
                            ? [...now.modifierGroupIds, group.id]
                            : now.modifierGroupIds.filter((each) => each !== group.id),
                        }));
                      }}
                    />
                  ))}
                </Stack>
              )}
            </Panel>
            <Panel title={t('product.fiscal')}>
              <Stack gap="sm">
                <TextInput
                  label={t('product.ikpu')}
                  description={t('product.ikpuHint')}
                  inputMode="numeric"
                  maxLength={17}
                  value={draft.ikpu}
                  error={fields.ikpu}
                  onChange={(event) => patch({ ikpu: event.currentTarget.value.replace(/\D/g, '') })}
                />
                <TextInput
                  label={t('product.packageCode')}
                  inputMode="numeric"
                  maxLength={20}
                  value={draft.packageCode}
                  error={fields.packageCode}
                  onChange={(event) => patch({ packageCode: event.currentTarget.value })}
                />
                <NumberInput
                  label={t('product.vat')}
                  min={0}
                  max={100}
                  allowDecimal={false}
                  allowNegative={false}
                  suffix="%"
                  value={draft.vatPercent}
                  error={fields.vatPercent}
                  onChange={(value) => patch({ vatPercent: Number(value) || 0 })}
                />
              </Stack>
            </Panel>
          </>
        }
      />
    </Stack>
  );
}

/** What a picture shows, unless the option or its value went away. */
function stillThere(shows: ProductDraft['media'][number]['shows'], options: ProductDraft['options']) {
  const option = options.find((each) => each.code === shows?.optionCode);
  return option?.values.some((value) => value.code === shows?.valueCode) ? shows : null;
}
