import { cyrillic } from '../../../tools/cyrillic.mjs';

/** A text in the four languages of texts; empty where it is missing. */
export type Texts = { uzLatn: string; uzCyrl: string; ru: string; en: string };
export type TextLang = keyof Texts;

export const textLangs: readonly TextLang[] = ['uzLatn', 'uzCyrl', 'ru', 'en'];

/** For the lang attribute and the names of the tabs. */
export const langTags = { uzLatn: 'uz-Latn', uzCyrl: 'uz-Cyrl', ru: 'ru', en: 'en' } as const satisfies Record<
  TextLang,
  string
>;

/** For the languages a store offers. */
export const langEnums = { UZ_LATN: 'uzLatn', UZ_CYRL: 'uzCyrl', RU: 'ru', EN: 'en' } as const;

export const noTexts: Texts = { uzLatn: '', uzCyrl: '', ru: '', en: '' };

type Translations = { [Lang in TextLang]: string | null };

export function textsOf(translations: Translations): Texts {
  const { uzLatn, uzCyrl, ru, en } = translations;
  return { uzLatn: uzLatn ?? '', uzCyrl: uzCyrl ?? '', ru: ru ?? '', en: en ?? '' };
}

/** As inputs take it: what is empty is no translation. */
export function textsInput(texts: Texts): Translations {
  const bare = (text: string) => text.trim() || null;
  return { uzLatn: bare(texts.uzLatn), uzCyrl: bare(texts.uzCyrl), ru: bare(texts.ru), en: bare(texts.en) };
}

export function isEmpty(texts: Texts): boolean {
  return textLangs.every((lang) => texts[lang].trim() === '');
}

/** In the wished language, else in the first that has it. */
export function shown(texts: Texts, lang: TextLang): string {
  return texts[lang].trim() || textLangs.map((each) => texts[each].trim()).find(Boolean) || '';
}

/** Uzbek Cyrillic from Uzbek Latin where it is missing; what somebody wrote stays. */
export function withCyrillic(texts: Texts): Texts {
  return texts.uzCyrl.trim() || !texts.uzLatn.trim() ? texts : { ...texts, uzCyrl: cyrillic(texts.uzLatn) };
}
