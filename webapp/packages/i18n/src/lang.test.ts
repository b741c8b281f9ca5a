import { expect, test } from 'vitest';
import { chooseLang, parseLang } from './lang';
import { pluralForm } from './plural';
import { translator } from './translate';

test.each([
  ['uz', 'uz-Latn'],
  ['uz-Cyrl-UZ', 'uz-Cyrl'],
  ['UZ_LATN', 'uz-Latn'],
  ['ru_RU', 'ru'],
  ['en', 'en'],
  ['kk', undefined],
  ['', undefined],
  [null, undefined],
])('parseLang(%s)', (tag, lang) => {
  expect(parseLang(tag)).toBe(lang);
});

test('the first wish that is offered wins', () => {
  expect(chooseLang(['kk', 'ru'])).toBe('ru');
  expect(chooseLang(['en', 'ru'], ['uz-Latn', 'ru'])).toBe('ru');
  expect(chooseLang([undefined], ['ru'])).toBe('ru');
});

test('Russian plural forms', () => {
  const forms = [1, 2, 5, 11, 12, 21, 22, 25, 101, 111, 1.5].map((n) => pluralForm('ru', n));
  expect(forms).toEqual(['one', 'few', 'many', 'many', 'many', 'one', 'few', 'many', 'one', 'many', 'other']);
  expect([pluralForm('uz-Latn', 1), pluralForm('en', 2)]).toEqual(['one', 'other']);
});

test('translator calls messages with arguments', () => {
  const t = translator<{ plain: undefined; named: { name: string | number } }>({
    plain: 'Savat',
    named: ({ name }) => `Salom, ${name}`,
  });
  expect([t('plain'), t('named', { name: 'Malika' })]).toEqual(['Savat', 'Salom, Malika']);
});
