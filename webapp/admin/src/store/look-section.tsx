import { Button, ColorInput, FileButton, Group, Image, isLightColor, Progress, Stack, Text } from '@mantine/core';
import type { PictureFragment } from '../generated/gql/graphql';
import { useT } from '../i18n/i18n';
import { pictureTypes } from '../product/upload';
import { useUploads } from '../product/use-uploads';
import { Icon } from '../ui/icons';
import { Panel } from '../ui/panel';
import type { SectionProps } from './settings-screen';

const colours = ['#0e6e4c', '#1864ab', '#5f3dc4', '#a61e4d', '#c92a2a', '#d9480f', '#8a5a00', '#2b2b2b'];

/** Brand colour, logo and cover, as the Mini App shows them. */
export function LookSection({ draft, patch, fields }: SectionProps) {
  const t = useT();
  const ink = isLightColor(draft.brandColor) ? '#000000' : '#ffffff';
  return (
    <Panel title={t('settings.look')}>
      <Stack gap="lg">
        <Group align="flex-end" gap="md">
          <ColorInput
            label={t('settings.brandColor')}
            description={t('settings.brandColorHint')}
            format="hex"
            swatches={colours}
            value={draft.brandColor}
            error={fields['look.brandColor']}
            onChange={(brandColor) => patch({ brandColor: brandColor.toLowerCase() })}
            eyeDropperButtonProps={{ 'aria-label': t('option.pick') }}
          />
          <Text
            span
            px="lg"
            py="xs"
            fw={600}
            style={{ background: draft.brandColor, color: ink, borderRadius: 'var(--mantine-radius-md)' }}
          >
            {t('settings.preview')}
          </Text>
        </Group>
        <Picture
          label={t('settings.logo')}
          hint={t('settings.logoHint')}
          picture={draft.logo}
          error={fields['look.logoId']}
          onChange={(logo) => patch({ logo })}
        />
        <Picture
          label={t('settings.cover')}
          hint={t('settings.coverHint')}
          picture={draft.cover}
          error={fields['look.coverId']}
          onChange={(cover) => patch({ cover })}
        />
      </Stack>
    </Panel>
  );
}

type PictureProps = {
  label: string;
  hint: string;
  picture: PictureFragment | null;
  error: string | undefined;
  onChange: (picture: PictureFragment | null) => void;
};

function Picture({ label, hint, picture, error, onChange }: PictureProps) {
  const t = useT();
  const { uploads, add, remove } = useUploads(onChange);
  const current = uploads.at(-1);
  return (
    <Stack gap="xs" role="group" aria-label={label}>
      <Text size="sm" fw={600}>
        {label}
      </Text>
      <Text size="xs" c="dimmed">
        {hint}
      </Text>
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
