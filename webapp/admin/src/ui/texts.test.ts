import { expect, test } from 'vitest';
import { noTexts, shown, textsInput, textsOf, withCyrillic } from './texts';

test('missing translations are empty fields and go back as null', () => {
  const texts = textsOf({ uzLatn: 'Choy', uzCyrl: null, ru: 'Чай', en: null });
  expect(texts).toEqual({ uzLatn: 'Choy', uzCyrl: '', ru: 'Чай', en: '' });
  expect(textsInput({ ...texts, en: '  ' })).toEqual({ uzLatn: 'Choy', uzCyrl: null, ru: 'Чай', en: null });
});

test('a missing language falls back to the first that is there', () => {
  expect(shown({ ...noTexts, ru: 'Чай' }, 'en')).toBe('Чай');
  expect(shown(noTexts, 'en')).toBe('');
});

test('Cyrillic is filled from Latin, and only where it is missing', () => {
  expect(withCyrillic({ ...noTexts, uzLatn: 'Koʻk choy' }).uzCyrl).toBe('Кўк чой');
  expect(withCyrillic({ ...noTexts, uzLatn: 'Choy', uzCyrl: 'чай' }).uzCyrl).toBe('чай');
});
