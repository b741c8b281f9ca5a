import { expect, test, vi } from 'vitest';
import { browserHost, invoiceSlug, isOpenable } from './fallback';

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

test('invoices are of t.me, or of the Telegram that is played on the machine that serves the app without https', () => {
  const local = 'http://127.0.0.1:8090/$inv_1';
  expect(invoiceSlug('https://t.me/$inv_1')).toBe('inv_1');
  expect(invoiceSlug('https://t.me/invoice/inv-2')).toBe('inv-2');
  for (const other of ['https://t.me/shop', 'https://evil.test/$inv_1', local, 'javascript:alert(1)'])
    expect(invoiceSlug(other), other).toBeUndefined();

  vi.stubGlobal('location', new URL('http://localhost:8080/app/zarbof/'));
  expect(invoiceSlug(local)).toBe('inv_1');
  expect(isOpenable(local)).toBe(true);
  expect(isOpenable('http://192.168.0.7/x')).toBe(false);
  vi.stubGlobal('location', new URL('http://shop.test/app/zarbof/'));
  expect(isOpenable(local)).toBe(false);
  expect(isOpenable('http://shop.test/pay')).toBe(true);
  vi.unstubAllGlobals();
});
