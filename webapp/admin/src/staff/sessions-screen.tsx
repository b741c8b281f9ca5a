import { Button, Text } from '@mantine/core';
import { useState } from 'react';
import { StaffLinkCreateDocument } from '../generated/gql/graphql';
import { useT } from '../i18n/i18n';
import { act } from '../session/api';
import { faultText } from '../session/fault';
import { Allowed } from '../shell/allowed';
import { useViewer } from '../shell/viewer';
import { warn } from '../ui/notice';
import { Page } from '../ui/page';
import { Panel } from '../ui/panel';
import { Secret } from '../ui/secret';
import { MemberSessions } from './member-sessions';

/** One's own devices, and a link for another one. */
export function SessionsScreen() {
  const t = useT();
  const { viewer } = useViewer();
  const [link, setLink] = useState<string>();
  const make = async () => {
    try {
      const { staffLinkCreate: answer } = await act(StaffLinkCreateDocument, { input: {} });
      if (answer.link) setLink(answer.link.url);
      else warn(t('session.another'), answer.userErrors[0]?.message);
    } catch (fault) {
      const { title, hint } = faultText(fault);
      warn(t(title), t(hint));
    }
  };
  return (
    <Allowed to={['STORE_READ']} title={t('nav.sessions')}>
      <Page title={t('nav.sessions')} narrow>
        <Panel title={t('session.mine')} mb="md">
          <MemberSessions memberId={viewer.id} />
        </Panel>
        <Panel title={t('session.another')}>
          {link ? (
            <Secret text={link} hint={t('staff.linkHint')} />
          ) : (
            <>
              <Text size="sm" mb="sm">
                {t('session.anotherHint')}
              </Text>
              <Button variant="default" onClick={() => void make()}>
                {t('staff.link')}
              </Button>
            </>
          )}
        </Panel>
      </Page>
    </Allowed>
  );
}
