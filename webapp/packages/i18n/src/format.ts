import type { Lang } from './lang';

const NBSP = '\u00a0';
/** Minus sign, not a hyphen: it has the width of a digit. */
const MINUS = '\u2212';

const CURRENCY: Record<Lang, string> = { 'uz-Latn': 'soʻm', 'uz-Cyrl': 'сўм', ru: 'сум', en: 'UZS' };

/** "1234567" → "1 234 567", with no-break spaces in every language. */
export function number(value: number): string {
  const [whole = '', part] = String(Math.abs(value)).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, NBSP);
  return (value < 0 ? MINUS : '') + grouped + (part ? `,${part}` : '');
}

/** "125 000 soʻm" from tiyin; tiyin are shown when there are any: "125 000,50 soʻm". */
export function money(minor: number, lang: Lang, currency = 'UZS'): string {
  const whole = Math.trunc(Math.abs(minor) / 100);
  const rest = Math.abs(minor) % 100;
  const digits = number(whole) + (rest > 0 ? `,${String(rest).padStart(2, '0')}` : '');
  return `${minor < 0 ? MINUS : ''}${digits}${NBSP}${currency === 'UZS' ? CURRENCY[lang] : currency}`;
}

/** "+998 90 123 45 67"; text that is no Uzbek number comes back as it was. */
export function phone(e164: string): string {
  const d = /^\+998(\d{2})(\d{3})(\d{2})(\d{2})$/.exec(e164);
  return d ? ['+998', ...d.slice(1)].join(NBSP) : e164;
}
