import { chooseLang, type Lang, money, type Table, type Translate } from '@dokon/i18n';
import { safeStorage } from '@dokon/telegram';
import { signal } from '@preact/signals';
import type { Messages } from '../generated/messages/keys';
import { boot } from './boot';
import { host } from './host';

const TABLES: Record<Lang, () => Promise<{ default: Table<Messages> }>> = {
  'uz-Latn': () => import('../generated/messages/uz-Latn'),
  'uz-Cyrl': () => import('../generated/messages/uz-Cyrl'),
  ru: () => import('../generated/messages/ru'),
  en: () => import('../generated/messages/en'),
};

const KEY = 'dokon:lang';
const store = safeStorage('localStorage');
const table = signal<Table<Messages> | undefined>(undefined);

/** Saved choice, then Telegram's language, then the browser's in an ordinary browser, then the shop's first. */
export const lang = signal<Lang>(
  chooseLang(
    [store.get(KEY), host.user?.languageCode, ...(host.kind === 'browser' ? navigator.languages : [])],
    boot.store.languages,
  ),
);

/** Loads the words of the present language; nothing can be shown before. */
export async function loadWords(): Promise<void> {
  await show(lang.value);
}

/** Switches the language of the page and remembers it on this device. */
export async function switchLang(next: Lang): Promise<void> {
  await show(next);
  store.set(KEY, next);
}

async function show(next: Lang): Promise<void> {
  table.value = (await TABLES[next]()).default;
  lang.value = next;
  document.documentElement.lang = next;
}

/** Words in the present language; a component that calls it is drawn again when the language changes. */
export const t: Translate<Messages> = (key, ...args) => {
  const message = table.value?.[key] as string | ((a: unknown) => string) | undefined;
  return typeof message === 'function' ? message(args[0]) : (message ?? '');
};

/** "125 000 soʻm" from tiyin. */
export function sum(minor: number): string {
  return money(minor, lang.value);
}

/** The language as the API names it. */
export function apiLanguage(of: Lang = lang.value): 'UZ_LATN' | 'UZ_CYRL' | 'RU' | 'EN' {
  return ({ 'uz-Latn': 'UZ_LATN', 'uz-Cyrl': 'UZ_CYRL', ru: 'RU', en: 'EN' } as const)[of];
}
