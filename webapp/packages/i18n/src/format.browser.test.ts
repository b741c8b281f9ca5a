import { expect, test } from 'vitest';
import { DATES, MOMENT, SUMS, WEEK_LATER } from './cases';
import { money } from './format';
import { LANGS } from './lang';
import { dateTime } from './time';

// The same cases as in node, in the browser that shoppers have: its own Intl would print "2026 M11 22" for Uzbek.
test('sums', () => {
  for (const [minor, ...texts] of SUMS) {
    expect(LANGS.map((lang) => money(minor, lang))).toEqual(texts.map((text) => text.replaceAll(' ', '\u00a0')));
  }
});

test('dates', () => {
  for (const lang of LANGS) expect(dateTime(MOMENT, lang, WEEK_LATER)).toBe(DATES[lang]);
});
