import type { PlaceAnswer, TelegramHost } from './host';
import { type Launch, unsafeUser } from './launch';

export function isHttps(url: string): boolean {
  return URL.canParse(url) && new URL(url).protocol === 'https:';
}

/** Pages that may be opened: of https, and of the own machine when the app itself is served there without it, as under development. */
export function isOpenable(url: string): boolean {
  if (isHttps(url)) return true;
  if (!URL.canParse(url) || globalThis.location?.protocol !== 'http:') return false;
  const { host, hostname, protocol } = new URL(url);
  return protocol === 'http:' && (host === location.host || (isLoopback(hostname) && isLoopback(location.hostname)));
}

function isLoopback(name: string): boolean {
  return name === 'localhost' || name.endsWith('.localhost') || name === '127.0.0.1' || name === '[::1]';
}

/** What a link to an invoice names: of t.me, or of the Telegram that is played on the own machine. Undefined for other links. */
export function invoiceSlug(url: string): string | undefined {
  if (!isTelegramLink(url) && (isHttps(url) || !isOpenable(url))) return undefined;
  return /^\/(?:\$|invoice\/)([\w-]+)$/.exec(new URL(url).pathname)?.[1];
}

export function isTelegramLink(url: string): boolean {
  return isHttps(url) && ['t.me', 'telegram.me'].includes(new URL(url).hostname);
}

/** The browser's own geolocation: at most 15 seconds. */
export function browserLocation(): Promise<PlaceAnswer> {
  return new Promise((resolve) => {
    if (!navigator.geolocation) {
      resolve({ status: 'unavailable' });
      return;
    }
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => resolve({ status: 'found', latitude: coords.latitude, longitude: coords.longitude }),
      (error) => resolve({ status: error.code === error.PERMISSION_DENIED ? 'denied' : 'unavailable' }),
      { timeout: 15_000, enableHighAccuracy: true },
    );
  });
}

/** Tells when the page is hidden and shown again. */
export function pageActive(listener: (active: boolean) => void): () => void {
  const changed = () => listener(document.visibilityState === 'visible');
  document.addEventListener('visibilitychange', changed);
  return () => document.removeEventListener('visibilitychange', changed);
}

const nothing = () => {};
const never = () => nothing;

/**
 * The host when no Telegram client is there: the page draws its own buttons and asks the browser. An address that was
 * minted with launch data, as the fake Telegram of a developer's machine does, still says who the person is.
 */
export function browserHost({ initData, startParam }: Pick<Launch, 'initData' | 'startParam'>): TelegramHost {
  return {
    kind: 'browser',
    platform: '',
    version: '0',
    initData,
    user: unsafeUser(initData),
    startParam,
    slowDevice: false,
    theme: () => ({}),
    onTheme(listener) {
      const dark = matchMedia('(prefers-color-scheme: dark)');
      const changed = () => listener({});
      dark.addEventListener('change', changed);
      return () => dark.removeEventListener('change', changed);
    },
    onInsets: never,
    onActive: pageActive,
    ready: nothing,
    close: nothing,
    setColors: nothing,
    hasMainButton: false,
    setMainButton: nothing,
    onMainButton: never,
    hasBackButton: false,
    setBackButton: nothing,
    onBackButton: never,
    setClosingConfirmation: nothing,
    setVerticalSwipes: nothing,
    haptic: nothing,
    confirm: async (message) => globalThis.confirm(message),
    requestContact: async () => ({ status: 'unsupported' }),
    requestWriteAccess: async () => false,
    locate: browserLocation,
    async openInvoice(url) {
      if (invoiceSlug(url)) window.open(url, '_blank', 'noopener');
      return 'pending';
    },
    openLink(url) {
      if (isOpenable(url)) window.open(url, '_blank', 'noopener');
    },
    openTelegramLink(url) {
      if (isTelegramLink(url)) window.open(url, '_blank', 'noopener');
    },
  };
}
