/** Groups of an Uzbek number after +998. */
const GROUPS = [2, 3, 2, 2];

/**
 * What the field shows for typed or pasted text: Uzbek numbers as "+998 90 123 45 67" while they grow, with or without
 * the country code; other countries' numbers keep their digits.
 */
export function formatTyped(text: string): string {
  const plus = text.trim().startsWith('+');
  let digits = text.replace(/\D/g, '');
  if (digits === '') return plus ? '+' : '';
  if (plus && !'998'.startsWith(digits.slice(0, 3)) && !digits.startsWith('998')) return `+${digits.slice(0, 15)}`;
  if (plus && digits.length < 3) return `+${digits}`;
  if (digits.startsWith('998') && (plus || digits.length > 9)) digits = digits.slice(3);
  const parts = ['+998'];
  let from = 0;
  for (const length of GROUPS) {
    if (from >= digits.length) break;
    parts.push(digits.slice(from, from + length));
    from += length;
  }
  return parts.join(' ');
}

/** E.164, or undefined while the number is not whole. */
export function wholePhone(shown: string): string | undefined {
  const digits = shown.replace(/\D/g, '');
  if (digits.startsWith('998')) return digits.length === 12 ? `+${digits}` : undefined;
  return shown.startsWith('+') && digits.length >= 8 ? `+${digits}` : undefined;
}
