import { LANGS, type Lang, parseLang } from '@dokon/i18n';

/** What the server writes into the page: enough for the first paint. */
export interface Boot {
  store: {
    slug: string;
    name: string;
    /** The first is the shop's default. */
    languages: Lang[];
    /** #rrggbb; empty when the shop chose none. */
    brandColor: string;
    logo: { url: string; color: string } | null;
    /** Bot username without @; empty when the shop has no bot. */
    botUsername: string;
    /** Link that opens the shop in Telegram; empty without a bot. */
    botLink: string;
  };
  /** A shop with made-up goods: a browser outside Telegram may sign in as a demo shopper. */
  demo: boolean;
  /** Changes with each deployment. */
  build: string;
  /** Answer to the operation Home in one language, so that the first screen needs no request; null when not given. */
  home: { lang: Lang; data: object } | null;
}

type RawStore = Partial<Record<keyof Boot['store'], unknown>>;

/** Reads the boot data leniently: a page of the dev server has none. */
export function readBoot(text: string | null | undefined, path: string): Boot {
  let raw: { store?: RawStore; demo?: unknown; build?: unknown; home?: { lang?: unknown; data?: unknown } } = {};
  try {
    const value: unknown = JSON.parse(text ?? '');
    if (typeof value === 'object' && value !== null) raw = value;
  } catch {
    raw = {};
  }
  const store = raw.store ?? {};
  const word = (value: unknown) => (typeof value === 'string' ? value : '');
  const languages = (Array.isArray(store.languages) ? store.languages : [])
    .map((tag) => parseLang(String(tag).replace('_', '-')))
    .filter((lang): lang is Lang => lang !== undefined);
  const homeLang = parseLang(word(raw.home?.lang));
  const data = raw.home?.data;
  const logo = store.logo as { url?: unknown; color?: unknown } | null | undefined;
  return {
    store: {
      slug: word(store.slug) || (path.split('/')[2] ?? ''),
      name: word(store.name),
      languages: languages.length > 0 ? languages : [...LANGS],
      brandColor: word(store.brandColor),
      logo: logo && word(logo.url) ? { url: word(logo.url), color: word(logo.color) } : null,
      botUsername: word(store.botUsername),
      botLink: word(store.botLink) || (word(store.botUsername) && `https://t.me/${word(store.botUsername)}?startapp`),
    },
    demo: raw.demo === true,
    build: word(raw.build),
    home: homeLang && typeof data === 'object' && data !== null ? { lang: homeLang, data } : null,
  };
}
