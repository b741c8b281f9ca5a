import { expect, test } from 'vitest';
import { cyrillic } from './cyrillic.mjs';
import { compile, unused } from './i18n.mjs';

test.each([
  ['Oʻzbekiston', 'Ўзбекистон'],
  ['gʻoya', 'ғоя'],
  ['Eshik elementi', 'Эшик элементи'],
  ['yetkazib berish', 'етказиб бериш'],
  ['Yoʻl yoʻq', 'Йўл йўқ'],
  ['SHAHAR Chilonzor', 'ШАҲАР Чилонзор'],
  ['maʼlumot', 'маълумот'],
  ['Telegramda ochish', 'Telegramда очиш'],
  ['operatsiya', 'операция'],
  ['ketsa', 'кетса'],
])('%s → %s', (latin, cyrl) => {
  expect(cyrillic(latin)).toBe(cyrl);
});

const files = (changes = {}) => ({
  'uz-Latn': { 'a.b': 'Salom {name}', 'a.c': '{count} ta' },
  'uz-Cyrl': {},
  ru: { 'a.b': 'Привет {name}', 'a.c': '{count, plural, one {# штука} few {# штуки} other {# штук}}' },
  en: { 'a.b': 'Hi {name}', 'a.c': '{count, plural, one {# item} other {# items}}' },
  ...changes,
});

test('compiles, counts by the narrowest type and derives Cyrillic without touching arguments', () => {
  const { faults, modules } = compile(files());
  expect(faults).toEqual([]);
  expect(modules.keys).toContain('"a.c": { count: number };');
  expect(modules['uz-Cyrl']).toContain(`Салом \${a.name}`);
  expect(modules.ru).toContain("speak('ru')");
});

test('what the first screens do not show is a module of its own', () => {
  const { modules } = compile(
    files({
      'uz-Latn': { 'a.b': 'Salom {name}', 'z.c': '{count} ta' },
      ru: { 'a.b': '{name}', 'z.c': '{count}' },
      en: { 'a.b': '{name}', 'z.c': '{count}' },
    }),
    ['z'],
  );
  expect([modules.en.includes('"a.b"'), modules.en.includes('"z.c"')]).toEqual([true, false]);
  expect([modules['en.later'].includes('"a.b"'), modules['en.later'].includes('"z.c"')]).toEqual([false, true]);
});

test.each([
  ['a missing key', { en: { 'a.b': 'Hi {name}' } }, 'en a.c: missing'],
  ['a key too much', { ru: { ...files().ru, 'a.d': 'x' } }, 'ru a.d: not in uz-Latn'],
  ['other arguments', { en: { ...files().en, 'a.b': 'Hi' } }, 'en a.b: arguments differ from uz-Latn'],
  [
    'a wrong apostrophe',
    { 'uz-Latn': { ...files()['uz-Latn'], 'a.b': "Do'kon {name}" } },
    'uz-Latn a.b: write oʻ gʻ with U+02BB',
  ],
  ['an exception to nothing', { 'uz-Cyrl': { x: 'x' } }, 'uz-Cyrl x: an exception to a key that uz-Latn does not have'],
  ['a date format', { en: { ...files().en, 'a.b': '{name, date}' } }, 'en a.b: only arguments, plural and select'],
])('refuses %s', (_, changes, fault) => {
  expect(compile(files(changes)).faults).toContain(fault);
});

test('a key is used by name or by its stem', () => {
  expect(unused(['a.b', 'a.c', 'd.e'], "t('a.b'); t(`d.$" + '{x}`)')).toEqual(['a.c']);
});
