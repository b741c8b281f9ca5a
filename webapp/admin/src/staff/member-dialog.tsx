import { LANG_NAMES } from '@dokon/i18n';
import { Button, Group, Modal, NativeSelect, Stack, Switch, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import {
  type Language,
  type MemberFragment,
  StaffInviteDocument,
  type StaffRole,
  StaffUpdateDocument,
} from '../generated/gql/graphql';
import { useT } from '../i18n/i18n';
import { act } from '../session/api';
import { useViewer } from '../shell/viewer';
import { elsewhere } from '../ui/field-errors';
import { Refusals } from '../ui/refusals';
import { langEnums, langTags } from '../ui/texts';
import { useSave } from '../ui/use-save';
import { MemberSessions } from './member-sessions';

type MemberDialogProps = {
  member: MemberFragment | undefined;
  onClose: () => void;
  /** With the first sign-in link of a new member. */
  onSaved: (link?: { name: string; url: string }) => void;
};

const roles = ['OWNER', 'MANAGER', 'OPERATOR', 'COURIER'] as const satisfies StaffRole[];
const languages = Object.keys(langEnums) as Language[];

export function MemberDialog({ member, onClose, onSaved }: MemberDialogProps) {
  const t = useT();
  const { viewer } = useViewer();
  const isSelf = member?.id === viewer.id;
  const [draft, setDraft] = useState({
    name: member?.name ?? '',
    role: member?.role ?? ('OPERATOR' as StaffRole),
    telegramId: member?.telegramId ? String(member.telegramId) : '',
    language: member?.language ?? ('UZ_LATN' as Language),
    isActive: member?.isActive ?? true,
  });
  const { isSaving, errors, fields, save } = useSave();
  const patch = (part: Partial<typeof draft>) => setDraft((now) => ({ ...now, ...part }));
  // Nobody gives a role above their own; the server keeps the rule, here it is not offered.
  const offered = roles.slice(roles.indexOf(viewer.role));

  const submit = () => {
    const telegramId = draft.telegramId ? Number(draft.telegramId) : null;
    const { name, role, language } = draft;
    if (!member) {
      void save(
        { name, role, language, ...(telegramId && { telegramId }) },
        async (input, key) => (await act(StaffInviteDocument, { input }, key)).staffInvite,
        ({ link }) => onSaved(link ? { name, url: link.url } : undefined),
      );
      return;
    }
    void save(
      {
        id: member.id,
        expectedVersion: member.version,
        name,
        language,
        telegramId,
        ...(!isSelf && { role, isActive: draft.isActive }),
      },
      async (input, key) => (await act(StaffUpdateDocument, { input }, key)).staffUpdate,
      () => onSaved(),
    );
  };

  return (
    <Modal
      opened
      onClose={onClose}
      title={member?.name ?? t('staff.new')}
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
          <Refusals errors={elsewhere(errors, ['name', 'role', 'telegramId', 'isActive'])} />
          <TextInput
            label={t('staff.name')}
            required
            maxLength={100}
            data-autofocus
            value={draft.name}
            error={fields.name}
            onChange={(event) => patch({ name: event.currentTarget.value })}
          />
          <NativeSelect
            label={t('staff.role')}
            description={isSelf ? t('staff.ownRole') : t(`roleHint.${draft.role}`)}
            disabled={isSelf || !offered.includes(draft.role)}
            value={draft.role}
            error={fields.role}
            onChange={(event) =>
              patch({ role: roles.find((each) => each === event.currentTarget.value) ?? draft.role })
            }
            data={roles.map((value) => ({ value, label: t(`role.${value}`), disabled: !offered.includes(value) }))}
          />
          <TextInput
            label={t('staff.telegramId')}
            description={t('staff.telegramIdHint')}
            inputMode="numeric"
            value={draft.telegramId}
            error={fields.telegramId}
            onChange={(event) => patch({ telegramId: event.currentTarget.value.replace(/\D/g, '') })}
          />
          <NativeSelect
            label={t('staff.language')}
            value={draft.language}
            onChange={(event) =>
              patch({ language: languages.find((each) => each === event.currentTarget.value) ?? draft.language })
            }
            data={languages.map((value) => ({ value, label: LANG_NAMES[langTags[langEnums[value]]] }))}
          />
          {member && !isSelf && (
            <Switch
              label={t('staff.active')}
              description={t('staff.activeHint')}
              checked={draft.isActive}
              error={fields.isActive}
              onChange={(event) => patch({ isActive: event.currentTarget.checked })}
            />
          )}
          {member && (
            <div>
              <Text size="sm" fw={600} mb={6}>
                {t('nav.sessions')}
              </Text>
              <MemberSessions memberId={member.id} />
            </div>
          )}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {t('common.cancel')}
            </Button>
            <Button type="submit" loading={isSaving} disabled={draft.name.trim() === ''}>
              {t(member ? 'save.save' : 'staff.invite')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
