import { Button, FileButton, Group, Image, Progress, Stack, Text } from '@mantine/core';
import type { PictureFragment } from '../generated/gql/graphql';
import { useT } from '../i18n/i18n';
import { Icon } from '../ui/icons';
import { pictureTypes } from './upload';
import { useUploads } from './use-uploads';

type PictureFieldProps = {
  label: string;
  hint?: string;
  picture: PictureFragment | null;
  error: string | undefined;
  onChange: (picture: PictureFragment | null) => void;
};

/** One picture that something has: chosen, shown, taken away. */
export function PictureField({ label, hint, picture, error, onChange }: PictureFieldProps) {
  const t = useT();
  const { uploads, add, remove } = useUploads(onChange);
  const current = uploads.at(-1);
  return (
    <Stack gap="xs" role="group" aria-label={label}>
      <Text size="sm" fw={600}>
        {label}
      </Text>
      {hint && (
        <Text size="xs" c="dimmed">
          {hint}
        </Text>
      )}
      {picture && (
        <Image
          src={picture.url}
          alt={picture.alt || label}
          h={96}
          w="auto"
          fit="contain"
          radius="md"
          bg={picture.color}
          style={{ alignSelf: 'flex-start' }}
        />
      )}
      {current && !current.refusal && (
        <Progress value={current.done * 100} aria-label={t('picture.sending', { name: current.name })} />
      )}
      {(current?.refusal ?? error) && (
        <Text size="sm" c="red" role="alert">
          {current?.refusal ?? error}
        </Text>
      )}
      <Group gap="xs">
        <FileButton
          accept={pictureTypes.join(',')}
          inputProps={{ 'aria-label': label }}
          onChange={(file) => {
            for (const old of uploads) remove(old.key);
            if (file) add([file]);
          }}
        >
          {(props) => (
            <Button {...props} variant="default" leftSection={<Icon name="upload" size={18} />}>
              {t('settings.choose')}
            </Button>
          )}
        </FileButton>
        {picture && (
          <Button variant="default" onClick={() => onChange(null)} leftSection={<Icon name="trash" size={18} />}>
            {t('picture.remove')}
          </Button>
        )}
      </Group>
    </Stack>
  );
}
