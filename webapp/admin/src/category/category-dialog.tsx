import { Button, Group, Modal, NativeSelect, Stack, Switch, TextInput } from '@mantine/core';
import { useState } from 'react';
import { type CategoryNodeFragment, CategoryUpsertDocument } from '../generated/gql/graphql';
import { useT } from '../i18n/i18n';
import { act } from '../session/api';
import { useViewer } from '../shell/viewer';
import { elsewhere } from '../ui/field-errors';
import { Refusals } from '../ui/refusals';
import { langEnums, noTexts, textsInput, textsOf } from '../ui/texts';
import { TextsFields } from '../ui/texts-fields';
import { useSave } from '../ui/use-save';
import { type Branch, family, flat } from './category-tree';

type CategoryDialogProps = {
  /** Undefined: a new one. */
  category: CategoryNodeFragment | undefined;
  parentId: string | null;
  tree: readonly Branch[];
  onClose: () => void;
  onSaved: () => void;
};

const deepest = 5;

export function CategoryDialog({ category, parentId, tree, onClose, onSaved }: CategoryDialogProps) {
  const t = useT();
  const { store } = useViewer();
  const langs = store.languages.map((each) => langEnums[each]);
  const [draft, setDraft] = useState({
    name: category ? textsOf(category.translations.name) : noTexts,
    description: category ? textsOf(category.translations.description) : noTexts,
    slug: category?.slug ?? '',
    parentId,
    isVisible: category?.isVisible ?? true,
  });
  const { isSaving, errors, fields, save } = useSave();
  const patch = (part: Partial<typeof draft>) => setDraft((now) => ({ ...now, ...part }));
  const own = category ? family(tree, category.id) : new Set<string>();
  const places = flat(tree).filter((twig) => !own.has(twig.category.id) && twig.depth < deepest - 1);

  const submit = () =>
    void save(
      {
        ...(category && { id: category.id, expectedVersion: category.version }),
        name: textsInput(draft.name),
        description: textsInput(draft.description),
        ...(draft.slug && { slug: draft.slug }),
        parentId: draft.parentId,
        // A new one comes last among its neighbours.
        ...(!category && { position: flat(tree).filter((twig) => twig.parentId === draft.parentId).length }),
        isVisible: draft.isVisible,
      },
      async (input, key) => (await act(CategoryUpsertDocument, { input }, key)).categoryUpsert,
      onSaved,
    );

  return (
    <Modal
      opened
      onClose={onClose}
      title={t(category ? 'category.edit' : 'category.new')}
      centered
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Stack gap="md">
          <Refusals errors={elsewhere(errors, ['name', 'description', 'slug', 'parentId'])} />
          <TextsFields
            label={t('category.name')}
            required
            langs={langs}
            value={draft.name}
            onChange={(name) => patch({ name })}
            errors={fields}
            path="name"
          />
          <NativeSelect
            label={t('category.parent')}
            value={draft.parentId ?? ''}
            error={fields.parentId}
            onChange={(event) => patch({ parentId: event.currentTarget.value || null })}
            data={[
              { value: '', label: t('category.root') },
              ...places.map((twig) => ({
                value: twig.category.id,
                label: `${'\u2003'.repeat(twig.depth)}${twig.category.name}`,
              })),
            ]}
          />
          <TextInput
            label={t('product.slug')}
            description={t('product.slugHint')}
            value={draft.slug}
            error={fields.slug}
            onChange={(event) => patch({ slug: event.currentTarget.value.toLowerCase().replace(/[^a-z0-9-]/g, '-') })}
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
          <Switch
            label={t('category.visible')}
            description={t('category.visibleHint')}
            checked={draft.isVisible}
            onChange={(event) => patch({ isVisible: event.currentTarget.checked })}
          />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {t('common.cancel')}
            </Button>
            <Button type="submit" loading={isSaving}>
              {t('save.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
