/** Languages of the shop, in the order of the switch. */
export const LANGS = ['uz-Latn', 'uz-Cyrl', 'ru', 'en'] as const;
export type Lang = (typeof LANGS)[number];

/** Each language in its own words. */
export const LANG_NAMES: Record<Lang, string> = {
  'uz-Latn': 'Oʻzbekcha',
  'uz-Cyrl': 'Ўзбекча',
  ru: 'Русский',
  en: 'English',
};

/** The language that a BCP 47 tag such as "uz-Cyrl-UZ", "ru_RU" or "en" asks for. */
export function parseLang(tag: string | null | undefined): Lang | undefined {
  const parts = (tag ?? '').toLowerCase().split(/[-_]/);
  if (parts[0] === 'uz') return parts.includes('cyrl') ? 'uz-Cyrl' : 'uz-Latn';
  return LANGS.find((lang) => lang === parts[0]);
}

/** The first language that is both wished for and offered; wishes in falling order. */
export function chooseLang(wishes: readonly (string | null | undefined)[], offered: readonly Lang[] = LANGS): Lang {
  for (const wish of wishes) {
    const lang = parseLang(wish);
    if (lang && offered.includes(lang)) return lang;
  }
  return offered[0] ?? 'uz-Latn';
}
