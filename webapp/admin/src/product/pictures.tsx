import { ActionIcon, Badge, Progress, Text } from '@mantine/core';
import { useId, useState } from 'react';
import { useT } from '../i18n/i18n';
import { Icon } from '../ui/icons';
import type { OptionForm, PictureDraft } from './draft';
import { PictureDialog } from './picture-dialog';
import css from './pictures.module.css';
import { pictureTypes } from './upload';
import { useUploads } from './use-uploads';

type PicturesProps = {
  pictures: PictureDraft[];
  options: readonly OptionForm[];
  onChange: (change: (now: PictureDraft[]) => PictureDraft[]) => void;
};

/** Pictures in order, the first is the product's face. Dropped, picked or pasted; moved by drag or by the arrows. */
export function Pictures({ pictures, options, onChange }: PicturesProps) {
  const t = useT();
  const inputId = useId();
  const [dragged, setDragged] = useState<number>();
  const [over, setOver] = useState<number | 'drop'>();
  const [edited, setEdited] = useState<string>();
  const { uploads, add, remove } = useUploads((picture) =>
    onChange((now) => (now.some((each) => each.id === picture.id) ? now : [...now, { ...picture, shows: null }])),
  );
  const move = (from: number, to: number) =>
    onChange((now) => {
      const next = [...now];
      const [picture] = next.splice(from, 1);
      if (picture) next.splice(to, 0, picture);
      return next;
    });
  const drop = (event: React.DragEvent, to: number) => {
    event.preventDefault();
    setOver(undefined);
    if (event.dataTransfer.files.length > 0) add(event.dataTransfer.files);
    else if (dragged !== undefined && dragged !== to) move(dragged, to);
    setDragged(undefined);
  };
  const picture = pictures.find((each) => each.id === edited);

  return (
    <>
      <ul className={css.grid}>
        {pictures.map((each, at) => (
          <li
            key={each.id}
            className={css.tile}
            draggable
            data-over={over === at && dragged !== at}
            onDragStart={() => setDragged(at)}
            onDragEnd={() => setDragged(undefined)}
            onDragOver={(event) => {
              event.preventDefault();
              setOver(at);
            }}
            onDragLeave={() => setOver(undefined)}
            onDrop={(event) => drop(event, at)}
          >
            <img
              src={each.url}
              alt={each.alt}
              style={{ background: each.color }}
              width={160}
              height={160}
              draggable={false}
            />
            {at === 0 && (
              <Badge className={css.main} color="gray" variant="filled">
                {t('picture.main')}
              </Badge>
            )}
            <div className={css.bar}>
              <ActionIcon
                variant="subtle"
                color="gray"
                size="lg"
                aria-label={t('picture.earlier', { at: at + 1 })}
                disabled={at === 0}
                onClick={() => move(at, at - 1)}
              >
                <Icon name="chevronLeft" size={18} />
              </ActionIcon>
              <ActionIcon
                variant="subtle"
                color="gray"
                size="lg"
                aria-label={t('picture.edit', { at: at + 1 })}
                onClick={() => setEdited(each.id)}
              >
                <Icon name="edit" size={18} />
              </ActionIcon>
              <ActionIcon
                variant="subtle"
                color="gray"
                size="lg"
                aria-label={t('picture.later', { at: at + 1 })}
                disabled={at === pictures.length - 1}
                onClick={() => move(at, at + 1)}
              >
                <Icon name="chevronRight" size={18} />
              </ActionIcon>
            </div>
          </li>
        ))}
        {uploads.map((each) => (
          <li key={each.key} className={css.tile}>
            <div className={css.waiting}>
              <Text size="xs" lineClamp={2}>
                {each.name}
              </Text>
              {each.refusal ? (
                <Text size="xs" c="red" role="alert">
                  {each.refusal}
                </Text>
              ) : (
                <Progress value={each.done * 100} w="100%" aria-label={t('picture.sending', { name: each.name })} />
              )}
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={t('picture.stop', { name: each.name })}
                onClick={() => remove(each.key)}
              >
                <Icon name="close" size={16} />
              </ActionIcon>
            </div>
          </li>
        ))}
        <li>
          <input
            className={css.file}
            id={inputId}
            type="file"
            accept={pictureTypes.join(',')}
            multiple
            onChange={(event) => {
              add(event.currentTarget.files ?? []);
              event.currentTarget.value = '';
            }}
          />
          <label
            htmlFor={inputId}
            className={css.drop}
            data-over={over === 'drop'}
            onDragOver={(event) => {
              event.preventDefault();
              setOver('drop');
            }}
            onDragLeave={() => setOver(undefined)}
            onDrop={(event) => drop(event, pictures.length - 1)}
          >
            <Icon name="upload" />
            <Text size="sm">{t('picture.add')}</Text>
            <Text size="xs">{t('picture.kinds')}</Text>
          </label>
        </li>
      </ul>
      {picture && (
        <PictureDialog
          key={picture.id}
          picture={picture}
          options={options}
          onClose={() => setEdited(undefined)}
          onChange={(next) => onChange((now) => now.map((each) => (each.id === next.id ? next : each)))}
          onRemove={() => {
            setEdited(undefined);
            onChange((now) => now.filter((each) => each.id !== picture.id));
          }}
        />
      )}
    </>
  );
}
