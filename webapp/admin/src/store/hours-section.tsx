import { useT } from '../i18n/i18n';
import { Panel } from '../ui/panel';
import { HoursEditor } from './hours-editor';
import type { SectionProps } from './settings-screen';

export function HoursSection({ draft, patch, fields }: SectionProps) {
  const t = useT();
  return (
    <Panel title={t('settings.hours')}>
      <HoursEditor week={draft.week} errors={fields} path="hours" onChange={(week) => patch({ week })} />
    </Panel>
  );
}
