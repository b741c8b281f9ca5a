import { expect, test } from 'vitest';
import { kilometres, metres } from './distance';

const chorsu = { latitude: 41.3264, longitude: 69.2353 };
const amirTemur = { latitude: 41.3112, longitude: 69.2797 };

test('Chorsu to the Amir Temur square is about four kilometres', () => {
  expect(metres(chorsu, amirTemur)).toBeGreaterThan(3900);
  expect(metres(chorsu, amirTemur)).toBeLessThan(4300);
  expect(kilometres(chorsu, amirTemur)).toMatch(/^4,\d$/);
  expect(kilometres(chorsu, chorsu)).toBe('0,1');
});
