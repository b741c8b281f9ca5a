import { ColorInput, Group, isLightColor, Stack, Text } from '@mantine/core';
import { useT } from '../i18n/i18n';
import { PictureField } from '../product/picture-field';
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
        <PictureField
          label={t('settings.logo')}
          hint={t('settings.logoHint')}
          picture={draft.logo}
          error={fields['look.logoId']}
          onChange={(logo) => patch({ logo })}
        />
        <PictureField
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
