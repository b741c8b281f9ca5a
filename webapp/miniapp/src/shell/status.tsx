import { useEffect, useState } from 'preact/hooks';
import { Button } from '../ui/button';
import { EmptyState } from '../ui/states';
import { outdated, sessionEnded } from './api';
import { boot } from './boot';
import { host } from './host';
import { t } from './lang';

/** One line above the page when something is off: no network, or a newer build of the shop. */
export function StatusStrip() {
  const [online, setOnline] = useState(navigator.onLine);
  useEffect(() => {
    const changed = () => setOnline(navigator.onLine);
    addEventListener('online', changed);
    addEventListener('offline', changed);
    return () => {
      removeEventListener('online', changed);
      removeEventListener('offline', changed);
    };
  }, []);
  if (!online) {
    return (
      <div class="strip" role="status">
        {t('status.offline')}
      </div>
    );
  }
  if (outdated.value) {
    return (
      <div class="strip" role="status">
        <span>{t('status.newVersion')}</span>
        <button type="button" onClick={() => location.reload()}>
          {t('status.reload')}
        </button>
      </div>
    );
  }
  return null;
}

/** For what needs to know the shopper: says how to get there, or undefined when the shopper is known. */
export function signInWall(known: boolean) {
  if (known && !sessionEnded.value) return undefined;
  const link = boot.store.botLink;
  return (
    <EmptyState
      icon="person"
      title={t(known ? 'session.endedTitle' : 'session.telegramTitle')}
      text={t(known ? 'session.endedText' : 'session.telegramText')}
      action={link && <Button onClick={() => host.openTelegramLink(link)}>{t('session.open')}</Button>}
    />
  );
}
