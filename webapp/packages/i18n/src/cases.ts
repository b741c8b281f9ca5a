import type { Lang } from './lang';

/** Sums in tiyin as each language writes them: [minor, uz-Latn, uz-Cyrl, ru, en]. */
export const SUMS: readonly (readonly [number, string, string, string, string])[] = [
  [0, '0 soʻm', '0 сўм', '0 сум', '0 UZS'],
  [99_900, '999 soʻm', '999 сўм', '999 сум', '999 UZS'],
  [12_500_000, '125 000 soʻm', '125 000 сўм', '125 000 сум', '125 000 UZS'],
  [123_456_789_00, '123 456 789 soʻm', '123 456 789 сўм', '123 456 789 сум', '123 456 789 UZS'],
  [12_500_050, '125 000,50 soʻm', '125 000,50 сўм', '125 000,50 сум', '125 000,50 UZS'],
  [-100_000, '−1 000 soʻm', '−1 000 сўм', '−1 000 сум', '−1 000 UZS'],
];

/** 14:05 on 22 November 2026 in Tashkent, as each language writes it a week later. */
export const MOMENT = new Date('2026-11-22T09:05:00Z');
export const WEEK_LATER = new Date('2026-11-29T09:05:00Z');
export const DATES: Record<Lang, string> = {
  'uz-Latn': '22-noyabr, 14:05',
  'uz-Cyrl': '22-ноябрь, 14:05',
  ru: '22 ноября, 14:05',
  en: '22 November, 14:05',
};
