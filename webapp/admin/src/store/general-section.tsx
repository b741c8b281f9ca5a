import { LANG_NAMES } from '@dokon/i18n';
import { Checkbox, NativeSelect, Stack, TextInput } from '@mantine/core';
import { parsePoints } from '../delivery/polygon';
import type { StoreStatus } from '../generated/gql/graphql';
import { useT } from '../i18n/i18n';
import { Panel } from '../ui/panel';
import { langEnums, langTags } from '../ui/texts';
import { TextsFields } from '../ui/texts-fields';
import type { SectionProps } from './settings-screen';

const statuses = ['ACTIVE', 'PAUSED', 'CLOSED'] as const satisfies StoreStatus[];
const languages = Object.keys(langEnums) as (keyof typeof langEnums)[];

export function GeneralSection({ draft, patch, fields }: SectionProps) {
  const t = useT();
  const isPoint = draft.point.trim() === '' || parsePoints(draft.point)?.length === 1;
  return (
    <Stack gap="md">
      <Panel title={t('settings.shop')}>
        <Stack gap="md">
          <TextsFields
            label={t('settings.name')}
            required
            value={draft.name}
            onChange={(name) => patch({ name })}
            errors={fields}
            path="name"
          />
          <TextsFields
            label={t('settings.description')}
            multiline
            maxLength={1000}
            value={draft.description}
            onChange={(description) => patch({ description })}
            errors={fields}
            path="description"
          />
          <NativeSelect
            label={t('settings.status')}
            description={t(`storeStatusHint.${draft.status}`)}
            value={draft.status}
            error={fields.status}
            onChange={(event) =>
              patch({ status: statuses.find((each) => each === event.currentTarget.value) ?? draft.status })
            }
            data={statuses.map((value) => ({ value, label: t(`storeStatus.${value}`) }))}
          />
          <Checkbox.Group
            label={t('settings.languages')}
            description={t('settings.languagesHint')}
            error={fields.languages}
            value={draft.languages}
            onChange={(chosen) =>
              patch({
                // The order stays the shop's order of fallback; a language added comes last.
                languages: [
                  ...draft.languages.filter((each) => chosen.includes(each)),
                  ...languages.filter((each) => chosen.includes(each) && !draft.languages.includes(each)),
                ],
              })
            }
          >
            <Stack gap="xs" mt="xs">
              {languages.map((each) => (
                <Checkbox key={each} value={each} label={LANG_NAMES[langTags[langEnums[each]]]} />
              ))}
            </Stack>
          </Checkbox.Group>
          {draft.languages.length > 1 && (
            <NativeSelect
              label={t('settings.firstLanguage')}
              value={draft.languages[0]}
              onChange={(event) => {
                const first = languages.find((each) => each === event.currentTarget.value);
                if (first) patch({ languages: [first, ...draft.languages.filter((each) => each !== first)] });
              }}
              data={draft.languages.map((value) => ({ value, label: LANG_NAMES[langTags[langEnums[value]]] }))}
            />
          )}
        </Stack>
      </Panel>
      <Panel title={t('settings.contacts')}>
        <Stack gap="md">
          <TextInput
            label={t('settings.phone')}
            type="tel"
            placeholder="+998 90 123 45 67"
            value={draft.phone}
            error={fields['contacts.phone']}
            onChange={(event) => patch({ phone: event.currentTarget.value })}
          />
          <TextInput
            label={t('settings.telegram')}
            description={t('settings.telegramHint')}
            leftSection="@"
            value={draft.telegram}
            error={fields['contacts.telegram']}
            onChange={(event) => patch({ telegram: event.currentTarget.value })}
          />
          <TextInput
            label={t('settings.address')}
            value={draft.address}
            error={fields['contacts.address']}
            onChange={(event) => patch({ address: event.currentTarget.value })}
          />
          <TextInput
            label={t('settings.point')}
            description={t('settings.pointHint')}
            placeholder="41.3111, 69.2797"
            value={draft.point}
            error={isPoint ? (fields['contacts.point'] ?? fields['contacts.point.latitude']) : t('settings.notPoint')}
            onChange={(event) => patch({ point: event.currentTarget.value })}
          />
        </Stack>
      </Panel>
    </Stack>
  );
}
