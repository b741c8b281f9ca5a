import { Tooltip } from '@mantine/core';
import { useI18n } from '../i18n/i18n';
import { useNow } from './use-now';

/** A moment as people say it («5 daqiqa oldin»), the exact one on hover and focus. */
export function Time({ at, exact }: { at: string; exact?: boolean }) {
  const { dateTime, relative } = useI18n();
  const now = useNow();
  const full = dateTime(at);
  return (
    <Tooltip label={exact ? relative(at, now) : full} events={{ hover: true, focus: true, touch: true }}>
      <time dateTime={at} style={{ whiteSpace: 'nowrap' }}>
        {exact ? full : relative(at, now)}
      </time>
    </Tooltip>
  );
}
