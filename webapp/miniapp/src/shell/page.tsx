import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { Icon } from '../ui/icons';
import { goBack, hasWayBack } from './back';
import { boot } from './boot';
import { host } from './host';
import { t } from './lang';

interface PageProps {
  title: string;
  /** Grey ground with cards on it: forms and orders. */
  grouped?: boolean;
  /** At the end of the heading's row. */
  aside?: ComponentChildren;
  children: ComponentChildren;
}

/** A screen with its heading; outside Telegram it draws the way back itself. */
export function Page({ title, grouped = false, aside, children }: PageProps) {
  useTitle(title);
  useEffect(() => {
    document.body.classList.toggle('grouped', grouped);
    return () => document.body.classList.remove('grouped');
  }, [grouped]);
  return (
    <main class="page">
      <div class="head">
        <BackLink />
        <h1 class="grow">{title}</h1>
        {aside}
      </div>
      {children}
    </main>
  );
}

/** The way back in the page, where the client draws none. */
export function BackLink() {
  if (host.hasBackButton || !hasWayBack()) return null;
  return (
    <button type="button" class="back" aria-label={t('common.back')} onClick={goBack}>
      <Icon name="back" />
    </button>
  );
}

/** Title of the document: the page, then the shop. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = title && title !== boot.store.name ? `${title} · ${boot.store.name}` : boot.store.name;
  }, [title]);
}
