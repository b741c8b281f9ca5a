import { expect, test } from 'vitest';
import { timeOf, weekdayIndex, weekOf } from './hours';

test.each([
  ['9', '09:00'],
  ['930', '09:30'],
  ['9.30', '09:30'],
  ['18:05', '18:05'],
  ['24:00', '24:00'],
])('%s is read as %s', (text, time) => expect(timeOf(text)).toBe(time));

test.each(['25', '24:01', '12:60', 'noon', ''])('%j is no time', (text) => expect(timeOf(text)).toBeUndefined());

test('a week has seven days, missing ones closed', () => {
  const week = weekOf([{ weekday: 'SUNDAY', spans: [{ from: '10:00', to: '16:00' }] }]);
  expect(week.map((day) => day.spans.length)).toEqual([0, 0, 0, 0, 0, 0, 1]);
  expect(week.map((day) => weekdayIndex(day.weekday))).toEqual([1, 2, 3, 4, 5, 6, 0]);
});
