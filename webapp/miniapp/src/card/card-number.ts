/** Digits of a card as one types them, in fours: at most 19. */
export function groupNumber(typed: string): string {
  const digits = typed.replace(/\D/g, '').slice(0, 19);
  return digits.replace(/(\d{4})(?=\d)/g, '$1 ');
}

/** "0326" or "3/26" as one types it → "03/26". */
export function groupExpiry(typed: string): string {
  const parts = /^(\d)\s*[/.-]\s*(\d*)$/.exec(typed.trim());
  const digits = (parts ? `0${parts[1]}${parts[2]}` : typed.replace(/\D/g, '')).slice(0, 4);
  return digits.length > 2 ? `${digits.slice(0, 2)}/${digits.slice(2)}` : digits;
}

/** The digits of a whole number; undefined while it is none. Whether there is such a card, the provider knows. */
export function wholeNumber(shown: string): string | undefined {
  const digits = shown.replace(/\D/g, '');
  return digits.length >= 16 ? digits : undefined;
}

/** MMYY of a whole date; undefined while it is none. */
export function wholeExpiry(shown: string): string | undefined {
  const digits = shown.replace(/\D/g, '');
  return /^(0[1-9]|1[0-2])\d\d$/.test(digits) ? digits : undefined;
}

/** "Uzcard ••6311" of a masked number. */
export function cardName(number: string): string {
  const known = BRANDS.find(([prefix]) => prefix.test(number));
  return `${known ? `${known[1]} ` : ''}••${number.slice(-4)}`;
}

const BRANDS: readonly (readonly [RegExp, string])[] = [
  [/^(8600|5614)/, 'Uzcard'],
  [/^9860/, 'Humo'],
  [/^4/, 'Visa'],
  [/^(5[1-5]|2)/, 'Mastercard'],
];
