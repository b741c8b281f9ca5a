import type { ReactNode } from 'react';
import type { Permission } from '../generated/gql/graphql';
import { useT } from '../i18n/i18n';
import { Page } from '../ui/page';
import { Nothing } from '../ui/states';
import { useViewer } from './viewer';

/** A screen for those who may see it; others who came by its address read why it stays closed. */
export function Allowed({ to, title, children }: { to: Permission[]; title: string; children: ReactNode }) {
  const t = useT();
  const { can } = useViewer();
  if (can(...to)) return children;
  return (
    <Page title={title}>
      <Nothing icon="shield" title={t('fault.forbidden')} text={t('fault.forbiddenHint')} />
    </Page>
  );
}
