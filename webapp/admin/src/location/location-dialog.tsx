import { Button, Switch, Text } from '@mantine/core';
import { LocationArchiveSetDocument, LocationUpsertDocument, type PlaceFragment } from '../generated/gql/graphql';
import { useT } from '../i18n/i18n';
import { act, queryClient } from '../session/api';
import { useViewer } from '../shell/viewer';
import { FormDialog } from '../ui/form-dialog';
import { langEnums, noTexts, textsInput, textsOf } from '../ui/texts';
import { TextsFields } from '../ui/texts-fields';
import { useDeed } from '../ui/use-deed';
import { useEditor } from '../ui/use-editor';

type LocationDialogProps = { place: PlaceFragment | undefined; position: number; onClose: () => void };

/** A place: its name, whether stock is taken from it when no other is named, and whether it is used at all. */
export function LocationDialog({ place, position, onClose }: LocationDialogProps) {
  const t = useT();
  const deed = useDeed();
  const { store } = useViewer();
  const editor = useEditor(
    { name: place ? textsOf(place.nameTranslations) : noTexts, isDefault: place?.isDefault ?? false },
    place?.version ?? 0,
    ['locations', 'stockHistory', 'products', 'product'],
  );
  const { draft, fields, patch } = editor;
  const submit = () =>
    void editor.save(
      {
        ...(place ? { id: place.id, expectedVersion: editor.version } : { position }),
        name: textsInput(draft.name),
        ...(draft.isDefault && !place?.isDefault && { isDefault: true }),
      },
      async (input, key) => (await act(LocationUpsertDocument, { input }, key)).locationUpsert,
      onClose,
    );
  const archive = async () => {
    if (!place) return;
    const input = { id: place.id, expectedVersion: editor.version, isArchived: !place.isArchived };
    const send = async () => (await act(LocationArchiveSetDocument, { input })).locationArchiveSet;
    const done = await deed(place.name, send, t('save.saved'));
    await queryClient.invalidateQueries({ queryKey: ['locations'] });
    if (done) onClose();
  };
  return (
    <FormDialog
      title={place?.name ?? t('location.new')}
      editor={editor}
      shown={['name', 'isDefault']}
      onSave={submit}
      onClose={onClose}
    >
      <TextsFields
        label={t('category.name')}
        required
        langs={store.languages.map((each) => langEnums[each])}
        maxLength={100}
        value={draft.name}
        onChange={(name) => patch({ name })}
        errors={fields}
        path="name"
      />
      {!place?.isArchived && (
        <Switch
          label={t('location.isDefault')}
          description={t('location.isDefaultHint')}
          checked={draft.isDefault}
          disabled={place?.isDefault === true}
          onChange={(event) => patch({ isDefault: event.currentTarget.checked })}
        />
      )}
      {fields.isDefault && (
        <Text size="sm" c="red" role="alert">
          {fields.isDefault}
        </Text>
      )}
      {place && !place.isDefault && (
        <Button variant="default" w="fit-content" onClick={() => void archive()} disabled={editor.isDirty}>
          {t(place.isArchived ? 'location.restore' : 'location.archive')}
        </Button>
      )}
    </FormDialog>
  );
}
