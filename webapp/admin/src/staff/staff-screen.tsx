import { Badge, Button, Group, Modal, Text, UnstyledButton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { type MemberFragment, StaffDocument, StaffLinkCreateDocument } from '../generated/gql/graphql';
import { useT } from '../i18n/i18n';
import { act, query, queryClient } from '../session/api';
import { faultText } from '../session/fault';
import { Allowed } from '../shell/allowed';
import { useViewer } from '../shell/viewer';
import { Above, type Column, DataTable } from '../ui/data-table';
import { Icon } from '../ui/icons';
import { warn } from '../ui/notice';
import { Page } from '../ui/page';
import { Secret } from '../ui/secret';
import { Nothing } from '../ui/states';
import { Time } from '../ui/time';
import { MemberDialog } from './member-dialog';

type Link = { name: string; url: string };

/** Who works here, with what rights, and their one-time links into the admin. */
export function StaffScreen() {
  const t = useT();
  return (
    <Allowed to={['STAFF_READ']} title={t('nav.staff')}>
      <Staff />
    </Allowed>
  );
}

function Staff() {
  const t = useT();
  const { can, viewer } = useViewer();
  const { data, error, refetch } = useQuery(query('staff', StaffDocument, {}));
  const [edited, setEdited] = useState<MemberFragment | 'new'>();
  const [link, setLink] = useState<Link>();
  const mayWrite = can('STAFF_WRITE');

  const makeLink = async (member: MemberFragment) => {
    try {
      const { staffLinkCreate: answer } = await act(StaffLinkCreateDocument, { input: { memberId: member.id } });
      if (answer.link) setLink({ name: member.name, url: answer.link.url });
      else warn(member.name, answer.userErrors[0]?.message);
    } catch (fault) {
      const { title, hint } = faultText(fault);
      warn(t(title), t(hint));
    }
  };

  const name = (member: MemberFragment) => (
    <UnstyledButton disabled={!mayWrite} onClick={() => setEdited(member)}>
      <Text span fw={600}>
        {member.name}
      </Text>
      {member.id === viewer.id && (
        <Text span c="dimmed">
          {' '}
          ({t('staff.you')})
        </Text>
      )}
    </UnstyledButton>
  );
  const role = (member: MemberFragment) => (
    <Group gap={6}>
      <Badge color={member.role === 'OWNER' ? 'brand' : 'gray'}>{t(`role.${member.role}`)}</Badge>
      {!member.isActive && <Badge color="red">{t('staff.blocked')}</Badge>}
    </Group>
  );
  const linkButton = (member: MemberFragment) =>
    member.isActive &&
    (mayWrite || member.id === viewer.id) && (
      <Above>
        <Button
          size="sm"
          variant="default"
          onClick={() => void makeLink(member)}
          leftSection={<Icon name="key" size={16} />}
        >
          {t('staff.link')}
        </Button>
      </Above>
    );
  const columns: Column<MemberFragment>[] = [
    { id: 'name', header: t('staff.name'), fixed: true, cell: name },
    { id: 'role', header: t('staff.role'), fixed: true, cell: role },
    {
      id: 'telegram',
      header: 'Telegram',
      cell: (member) => (member.telegramId ? t(member.canMessage ? 'staff.telegramOn' : 'staff.telegramSilent') : '—'),
    },
    {
      id: 'seen',
      header: t('staff.seen'),
      cell: (member) => (member.lastSeenAt ? <Time at={member.lastSeenAt} /> : t('staff.never')),
    },
    { id: 'link', header: t('table.actions'), fixed: true, isMenu: true, cell: linkButton },
  ];
  const add = mayWrite && (
    <Button leftSection={<Icon name="plus" size={18} />} onClick={() => setEdited('new')}>
      {t('staff.add')}
    </Button>
  );

  return (
    <Page title={t('nav.staff')} actions={add}>
      <DataTable
        id="staff"
        label={t('nav.staff')}
        columns={columns}
        rows={data?.staff}
        rowKey={(member) => member.id}
        card={(member) => (
          <Group justify="space-between" gap="xs">
            <div>
              {name(member)}
              {role(member)}
              <Text size="sm" c="dimmed">
                {member.lastSeenAt ? <Time at={member.lastSeenAt} /> : t('staff.never')}
              </Text>
            </div>
            {linkButton(member)}
          </Group>
        )}
        error={error}
        onRetry={() => void refetch()}
        empty={<Nothing icon="users" title={t('staff.none')} />}
      />
      {edited && (
        <MemberDialog
          key={edited === 'new' ? 'new' : edited.id}
          member={edited === 'new' ? undefined : edited}
          onClose={() => setEdited(undefined)}
          onSaved={(made) => {
            setEdited(undefined);
            if (made) setLink(made);
            void queryClient.invalidateQueries({ queryKey: ['staff'] });
          }}
        />
      )}
      <Modal
        opened={link !== undefined}
        onClose={() => setLink(undefined)}
        title={t('staff.linkTitle', { name: link?.name ?? '' })}
        centered
        closeButtonProps={{ 'aria-label': t('common.close') }}
      >
        {link && <Secret text={link.url} hint={t('staff.linkHint')} />}
      </Modal>
    </Page>
  );
}
