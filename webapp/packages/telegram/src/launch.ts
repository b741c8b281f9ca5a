import { type SafeStorage, safeStorage } from './storage';
import type { ThemeParams } from './theme';

/** What Telegram puts into the URL fragment when it opens the page. */
export interface Launch {
  /** The signed string, byte for byte; empty outside Telegram. A credential: never in a log or a URL. */
  initData: string;
  /** Mini App API version of the client, such as "9.1"; "6.0" when it does not say. */
  version: string;
  /** "android", "ios", "macos", "tdesktop", "weba", "webk"…; empty outside Telegram. */
  platform: string;
  theme: ThemeParams;
  /** Parameter of the link that opened the app; chosen by whoever made the link. */
  startParam: string;
}

/** The person as the client tells it: for a greeting and the first language, never for a decision. */
export interface UnsafeUser {
  firstName: string;
  lastName: string;
  languageCode: string;
  allowsWriteToPm: boolean;
}

const KEY = 'dokon:launch';

/**
 * Reads the fragment once, takes it out of the address (it holds a credential) and keeps a copy for reloads of this
 * tab. A page opened without a fragment gets the copy, or an empty launch.
 */
export function readLaunch(
  at: Location = location,
  past: History = history,
  store: SafeStorage = safeStorage('sessionStorage'),
): Launch {
  const fragment = at.hash.slice(1);
  const saved = store.get(KEY);
  const raw = fragment.includes('tgWebApp') ? fragment : (saved ?? '');
  if (raw === fragment && raw !== '') {
    store.set(KEY, raw);
    past.replaceState(past.state, '', at.pathname + at.search);
  }
  const fields = new URLSearchParams(raw);
  const initData = fields.get('tgWebAppData') ?? '';
  return {
    initData,
    version: fields.get('tgWebAppVersion') || '6.0',
    platform: fields.get('tgWebAppPlatform') ?? '',
    theme: parseTheme(fields.get('tgWebAppThemeParams')),
    startParam:
      new URLSearchParams(initData).get('start_param') ??
      new URLSearchParams(at.search).get('tgWebAppStartParam') ??
      fields.get('tgWebAppStartParam') ??
      '',
  };
}

export function unsafeUser(initData: string): UnsafeUser | undefined {
  try {
    const user = JSON.parse(new URLSearchParams(initData).get('user') ?? '') as Record<string, unknown>;
    return {
      firstName: String(user.first_name ?? ''),
      lastName: String(user.last_name ?? ''),
      languageCode: String(user.language_code ?? ''),
      allowsWriteToPm: user.allows_write_to_pm === true,
    };
  } catch {
    return undefined;
  }
}

function parseTheme(json: string | null): ThemeParams {
  try {
    const value: unknown = JSON.parse(json ?? '{}');
    return typeof value === 'object' && value !== null ? (value as ThemeParams) : {};
  } catch {
    return {};
  }
}
