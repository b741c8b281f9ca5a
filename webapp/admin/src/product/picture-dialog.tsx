import { LANG_NAMES } from '@dokon/i18n';
import { Button, Group, Image, Modal, NativeSelect, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { MediaUpdateDocument } from '../generated/gql/graphql';
import { useT } from '../i18n/i18n';
import { act } from '../session/api';
import { Icon } from '../ui/icons';
import { Refusals } from '../ui/refusals';
import { langTags, shown, textLangs, textsInput, textsOf } from '../ui/texts';
import { useSave } from '../ui/use-save';
import type { OptionForm, PictureDraft } from './draft';

type PictureDialogProps = {
  picture: PictureDraft;
  options: readonly OptionForm[];
  onChange: (picture: PictureDraft) => void;
  onRemove: () => void;
  onClose: () => void;
};

/** What is to be seen on a picture, and which value (a colour) it shows. Words are saved at once: they are the picture's own. */
export function PictureDialog({ picture, options, onChange, onRemove, onClose }: PictureDialogProps) {
  const t = useT();
  const [alt, setAlt] = useState(textsOf(picture.altTranslations));
  const { isSaving, errors, save } = useSave();
  const places = options.flatMap((option) =>
    option.values.map((value) => ({
      value: `${option.code}=${value.code}`,
      label: `${shown(option.name, 'uzLatn')}: ${shown(value.name, 'uzLatn')}`,
      place: { optionCode: option.code, valueCode: value.code },
    })),
  );

  const submit = () =>
    void save(
      { id: picture.id, alt: textsInput(alt) },
      async (input, key) => (await act(MediaUpdateDocument, { input }, key)).mediaUpdate,
      ({ media }) => {
        if (media) onChange({ ...picture, ...media });
        onClose();
      },
    );

  return (
    <Modal
      opened
      onClose={onClose}
      title={t('picture.title')}
      centered
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Stack gap="sm">
          <Image src={picture.url} alt={picture.alt} radius="md" h={160} fit="contain" bg={picture.color} />
          <Refusals errors={errors} />
          {places.length > 0 && (
            <NativeSelect
              label={t('picture.shows')}
              value={picture.shows ? `${picture.shows.optionCode}=${picture.shows.valueCode}` : ''}
              onChange={(event) =>
                onChange({
                  ...picture,
                  shows: places.find((each) => each.value === event.currentTarget.value)?.place ?? null,
                })
              }
              data={[
                { value: '', label: t('picture.showsAll') },
                ...places.map(({ value, label }) => ({ value, label })),
              ]}
            />
          )}
          {textLangs.map((lang) => (
            <TextInput
              key={lang}
              label={`${t('picture.alt')} · ${LANG_NAMES[langTags[lang]]}`}
              lang={langTags[lang]}
              maxLength={200}
              value={alt[lang]}
              onChange={(event) => setAlt({ ...alt, [lang]: event.currentTarget.value })}
            />
          ))}
          <Group justify="space-between">
            <Button color="red" variant="light" leftSection={<Icon name="trash" size={18} />} onClick={onRemove}>
              {t('picture.remove')}
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
