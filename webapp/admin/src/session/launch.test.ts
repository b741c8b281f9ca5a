import { expect, test, vi } from 'vitest';
import { initData, launchStore, linkCode, takeLaunch } from './launch';

test.each([
  ['https://shop.uz/admin/sign-in#code=dkl_1_aB3-x_9', 'dkl_1_aB3-x_9'],
  ['  dkl_2_zz ', 'dkl_2_zz'],
  ['code=dkl_7_q&x=1', 'dkl_7_q'],
])('finds the code in %j', (text, code) => expect(linkCode(text)).toBe(code));

test('finds no code in other words', () => expect(linkCode('https://shop.uz/admin')).toBeUndefined());

test('takes initData and the store out of the address', () => {
  const replaceState = vi.fn();
  const kept = new Map<string, string>();
  const storage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  } as Storage;
  const at = {
    hash: '#tgWebAppData=user%3D1%26hash%3Dab&tgWebAppVersion=9.1',
    pathname: '/admin/orders',
    search: '?tab=new&store=atlas',
  };
  takeLaunch(at as Location, { replaceState, state: null } as unknown as History, storage);
  expect(initData()).toBe('user=1&hash=ab');
  expect(launchStore(storage)).toBe('atlas');
  expect(replaceState).toHaveBeenCalledWith(null, '', '/admin/orders?tab=new&store=atlas');
});
