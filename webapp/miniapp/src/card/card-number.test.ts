import { expect, test } from 'vitest';
import { cardName, groupExpiry, groupNumber, wholeExpiry, wholeNumber } from './card-number';

test('numbers group themselves in fours', () => {
  expect(groupNumber('8600495473316478')).toBe('8600 4954 7331 6478');
  expect(groupNumber('86004')).toBe('8600 4');
  expect(groupNumber('8600 4954-7331 64781234567')).toBe('8600 4954 7331 6478 123');
});

test('a date is typed in many ways', () => {
  expect(['0399', '03/99', '3/99', '3.99', '03'].map(groupExpiry)).toEqual(['03/99', '03/99', '03/99', '03/99', '03']);
});

test('only a whole number and a month of the year are sent', () => {
  expect(wholeNumber('8600 4954 7331 6478')).toBe('8600495473316478');
  for (const wrong of ['8600 4954 7331', '']) expect(wholeNumber(wrong), wrong).toBeUndefined();
  expect(wholeExpiry('03/99')).toBe('0399');
  for (const wrong of ['13/26', '00/26', '3/9', '']) expect(wholeExpiry(wrong), wrong).toBeUndefined();
});

test('a card is called by its system and its end', () => {
  expect(cardName('860006******6311')).toBe('Uzcard ••6311');
  expect(cardName('986006******1234')).toBe('Humo ••1234');
  expect(cardName('000000******0001')).toBe('••0001');
});
