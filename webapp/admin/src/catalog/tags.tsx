import { Stack, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { TagDeleteDocument, type TagFormFragment, TagsDocument, TagUpsertDocument } from '../generated/gql/graphql';
import { useT } from '../i18n/i18n';
import { act, query, queryClient } from '../session/api';
import { useViewer } from '../shell/viewer';
import { AddButton } from '../ui/add-button';
import { codeOf, freeCode } from '../ui/code';
import { FormDialog } from '../ui/form-dialog';
import { RowList } from '../ui/row-list';
import { Nothing } from '../ui/states';
import { langEnums, noTexts, shown, textsInput, textsOf } from '../ui/texts';
import { TextsFields } from '../ui/texts-fields';
import { useDeed } from '../ui/use-deed';
import { useEditor } from '../ui/use-editor';
import { useOpened } from '../ui/use-opened';

/** Words that gather products: gift, vegan, for kids. */
export function Tags() {
  const t = useT();
  const { can } = useViewer();
  const { data, error, refetch } = useQuery(query('tags', TagsDocument, {}));
  const opened = useOpened(data?.tags);
  const mayWrite = can('CATALOG_WRITE');
  return (
    <Stack gap="md">
      {mayWrite && <AddButton label={t('tag.add')} onClick={() => opened.open('new')} />}
      <RowList
        label={t('properties.tags')}
        rows={data?.tags.map((tag) => ({ id: tag.id, name: tag.name, note: tag.code }))}
        error={error}
        onRetry={() => void refetch()}
        onOpen={mayWrite ? opened.open : undefined}
        empty={<Nothing icon="tag" title={t('tag.none')} text={t('tag.noneHint')} />}
      />
      {opened.isOpen && (
        <TagDialog
          key={opened.key}
          tag={opened.thing}
          taken={data?.tags.map((tag) => tag.code) ?? []}
          onClose={opened.close}
        />
      )}
    </Stack>
  );
}

type TagDialogProps = { tag: TagFormFragment | undefined; taken: readonly string[]; onClose: () => void };

function TagDialog({ tag, taken, onClose }: TagDialogProps) {
  const t = useT();
  const deed = useDeed();
  const { store } = useViewer();
  const langs = store.languages.map((each) => langEnums[each]);
  const editor = useEditor(
    { name: tag ? textsOf(tag.nameTranslations) : noTexts, code: tag?.code ?? '' },
    tag?.version ?? 0,
    ['tags', 'products', 'product'],
  );
  const { draft, fields, patch } = editor;
  // A code that is taken would name another tag anew.
  const isTaken = !tag && taken.includes(draft.code);
  const submit = () =>
    void editor.save(
      {
        code: draft.code || freeCode(shown(draft.name, langs[0] ?? 'uzLatn'), 'tag', taken),
        ...(tag && { expectedVersion: editor.version }),
        name: textsInput(draft.name),
      },
      async (input, key) => (await act(TagUpsertDocument, { input }, key)).tagUpsert,
      onClose,
    );
  return (
    <FormDialog
      title={tag?.name ?? t('tag.new')}
      editor={editor}
      shown={['name', 'code']}
      isReady={!isTaken}
      onSave={submit}
      onClose={onClose}
      remove={
        tag && {
          title: t('tag.deleteTitle', { name: tag.name }),
          text: t('tag.deleteText'),
          onConfirm: async () => {
            const input = { id: tag.id, expectedVersion: editor.version };
            const gone = await deed(tag.name, async () => (await act(TagDeleteDocument, { input })).tagDelete);
            await queryClient.invalidateQueries({ queryKey: ['tags'] });
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
      {!tag && (
        <TextInput
          label={t('attribute.code')}
          description={t('attribute.codeHint')}
          maxLength={40}
          placeholder={codeOf(shown(draft.name, langs[0] ?? 'uzLatn'))}
          value={draft.code}
          error={isTaken ? t('attribute.codeTaken') : fields.code}
          onChange={(event) => patch({ code: event.currentTarget.value.toLowerCase().replace(/[^a-z0-9-]/g, '-') })}
        />
      )}
    </FormDialog>
  );
}
