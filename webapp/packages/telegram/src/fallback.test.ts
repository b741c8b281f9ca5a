import { expect, test } from 'vitest';
import { browserHost } from './fallback';

test('launch data counts without a client too', () => {
  const initData = 'user=%7B%22first_name%22%3A%22Malika%22%2C%22language_code%22%3A%22ru%22%7D&hash=ab';
  const host = browserHost({ initData, startParam: 'p_shoes' });
  expect(host).toMatchObject({ kind: 'browser', initData, startParam: 'p_shoes', user: { languageCode: 'ru' } });
});

test('an ordinary browser is nobody', () => {
  const host = browserHost({ initData: '', startParam: '' });
  expect(host.initData).toBe('');
  expect(host.user).toBeUndefined();
});
