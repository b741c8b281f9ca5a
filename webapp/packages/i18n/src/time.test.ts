import { expect, test } from 'vitest';
import { DATES, MOMENT, WEEK_LATER } from './cases';
import { LANGS } from './lang';
import { clock, date, dateTime, relative, time, weekday } from './time';

test('the wall clock of Tashkent, over midnight and over the year', () => {
  expect(clock(new Date('2026-12-31T19:30:00Z'))).toEqual({
    year: 2027,
    month: 0,
    day: 1,
    weekday: 5,
    hour: 0,
    minute: 30,
  });
  expect(time(MOMENT)).toBe('14:05');
  expect(time(MOMENT, 'Europe/Berlin')).toBe('10:05');
});

test('dates in each language', () => {
  for (const lang of LANGS) expect(dateTime(MOMENT, lang, WEEK_LATER)).toBe(DATES[lang]);
});

test('today and yesterday by the day in Tashkent, not by hours', () => {
  const late = new Date('2026-11-22T18:30:00Z');
  expect(dateTime(late, 'ru', new Date('2026-11-22T19:30:00Z'))).toBe('вчера, 23:30');
  expect(dateTime(late, 'uz-Latn', new Date('2026-11-22T18:59:00Z'))).toBe('bugun, 23:30');
});

test('another year is named', () => {
  const next = new Date('2027-02-01T00:00:00Z');
  expect(LANGS.map((lang) => date(MOMENT, lang, next))).toEqual([
    '2026-yil 22-noyabr',
    '2026-йил 22-ноябрь',
    '22 ноября 2026',
    '22 November 2026',
  ]);
});

test('relative time', () => {
  const after = (minutes: number) => new Date(MOMENT.getTime() + minutes * 60_000);
  expect(relative(MOMENT, 'en', after(0))).toBe('just now');
  expect(relative(MOMENT, 'en', after(1))).toBe('1 minute ago');
  expect(relative(MOMENT, 'ru', after(21))).toBe('21 минуту назад');
  expect(relative(MOMENT, 'ru', after(3 * 60))).toBe('3 часа назад');
  expect(relative(MOMENT, 'uz-Cyrl', after(5))).toBe('5 дақиқа олдин');
  expect(relative(MOMENT, 'uz-Latn', after(25 * 60))).toBe('kecha, 14:05');
});

test('weekdays', () => {
  expect([weekday(0, 'uz-Latn'), weekday(6, 'ru')]).toEqual(['yakshanba', 'суббота']);
});
