import { Stack, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import {
  BrandDeleteDocument,
  type BrandFormFragment,
  BrandsDocument,
  BrandUpsertDocument,
} from '../generated/gql/graphql';
import { useT } from '../i18n/i18n';
import { PictureField } from '../product/picture-field';
import { act, query, queryClient } from '../session/api';
import { useViewer } from '../shell/viewer';
import { AddButton } from '../ui/add-button';
import { FormDialog } from '../ui/form-dialog';
import { RowList } from '../ui/row-list';
import { Nothing } from '../ui/states';
import { langEnums, noTexts, textsInput, textsOf } from '../ui/texts';
import { TextsFields } from '../ui/texts-fields';
import { Thumb } from '../ui/thumb';
import { useDeed } from '../ui/use-deed';
import { useEditor } from '../ui/use-editor';
import { useOpened } from '../ui/use-opened';

/** Whose names products bear. */
export function Brands() {
  const t = useT();
  const { can } = useViewer();
  const { data, error, refetch } = useQuery(query('brands', BrandsDocument, {}));
  const opened = useOpened(data?.brands);
  const mayWrite = can('CATALOG_WRITE');
  const add = mayWrite && <AddButton label={t('brand.add')} onClick={() => opened.open('new')} />;
  return (
    <Stack gap="md">
      {add}
      <RowList
        label={t('properties.brands')}
        rows={data?.brands.map((brand) => ({
          id: brand.id,
          name: brand.name,
          note: `/${brand.slug}`,
          before: <Thumb picture={brand.media} />,
        }))}
        error={error}
        onRetry={() => void refetch()}
        onOpen={mayWrite ? opened.open : undefined}
        empty={<Nothing icon="tag" title={t('brand.none')} text={t('brand.noneHint')} />}
      />
      {opened.isOpen && (
        <BrandDialog key={opened.key} brand={opened.thing} position={data?.brands.length ?? 0} onClose={opened.close} />
      )}
    </Stack>
  );
}

type BrandDialogProps = { brand: BrandFormFragment | undefined; position: number; onClose: () => void };

function BrandDialog({ brand, position, onClose }: BrandDialogProps) {
  const t = useT();
  const deed = useDeed();
  const { store } = useViewer();
  const langs = store.languages.map((each) => langEnums[each]);
  const editor = useEditor(
    {
      name: brand ? textsOf(brand.translations.name) : noTexts,
      description: brand ? textsOf(brand.translations.description) : noTexts,
      slug: brand?.slug ?? '',
      media: brand?.media ?? null,
    },
    brand?.version ?? 0,
    ['brands', 'products', 'product'],
  );
  const { draft, fields, patch } = editor;
  const submit = () =>
    void editor.save(
      {
        ...(brand ? { id: brand.id, expectedVersion: editor.version } : { position }),
        name: textsInput(draft.name),
        description: textsInput(draft.description),
        ...(draft.slug && { slug: draft.slug }),
        mediaId: draft.media?.id ?? null,
      },
      async (input, key) => (await act(BrandUpsertDocument, { input }, key)).brandUpsert,
      onClose,
    );
  return (
    <FormDialog
      title={brand?.name ?? t('brand.new')}
      editor={editor}
      shown={['name', 'description', 'slug', 'mediaId']}
      onSave={submit}
      onClose={onClose}
      remove={
        brand && {
          title: t('brand.deleteTitle', { name: brand.name }),
          text: t('brand.deleteText'),
          onConfirm: async () => {
            const input = { id: brand.id, expectedVersion: editor.version };
            const gone = await deed(brand.name, async () => (await act(BrandDeleteDocument, { input })).brandDelete);
            await queryClient.invalidateQueries({ queryKey: ['brands'] });
            if (gone) onClose();
          },
        }
      }
    >
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
      <PictureField
        label={t('brand.sign')}
        picture={draft.media}
        error={fields.mediaId}
        onChange={(media) => patch({ media })}
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
      <TextInput
        label={t('product.slug')}
        description={t('product.slugHint')}
        maxLength={80}
        value={draft.slug}
        error={fields.slug}
        onChange={(event) => patch({ slug: event.currentTarget.value.toLowerCase().replace(/[^a-z0-9-]/g, '-') })}
      />
    </FormDialog>
  );
}
