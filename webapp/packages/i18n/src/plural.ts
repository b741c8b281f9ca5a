import type { Lang } from './lang';

export type PluralForm = 'one' | 'few' | 'many' | 'other';

/** Plural category of CLDR; own rules, so that every browser agrees with the server. */
export function pluralForm(lang: Lang, count: number): PluralForm {
  if (lang !== 'ru') return count === 1 ? 'one' : 'other';
  if (!Number.isInteger(count)) return 'other';
  const [ten, hundred] = [Math.abs(count) % 10, Math.abs(count) % 100];
  if (ten === 1 && hundred !== 11) return 'one';
  if (ten >= 2 && ten <= 4 && (hundred < 12 || hundred > 14)) return 'few';
  return 'many';
}
