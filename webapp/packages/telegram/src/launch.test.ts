import { expect, test } from 'vitest';
import { readLaunch, unsafeUser } from './launch';
import type { SafeStorage } from './storage';

const INIT = `user=${encodeURIComponent('{"id":7,"first_name":"Malika","language_code":"ru","allows_write_to_pm":true}')}&auth_date=1&hash=ab&start_param=p_shoes`;

function world(hash: string, search = '') {
  const saved = new Map<string, string>();
  const store: SafeStorage = {
    durable: true,
    get: (key) => saved.get(key) ?? null,
    set: (key, value) => void saved.set(key, value),
    remove: (key) => void saved.delete(key),
  };
  const urls: string[] = [];
  const past = { state: { depth: 3 }, replaceState: (_: unknown, __: string, url: string) => urls.push(url) };
  const open = (fragment: string) =>
    readLaunch({ hash: fragment, search, pathname: '/app/atlas/' } as Location, past as unknown as History, store);
  return { launch: open(hash), reload: () => open(''), urls };
}

test('reads the fragment byte for byte and takes it out of the address', () => {
  const theme = encodeURIComponent('{"bg_color":"#17212b"}');
  const { launch, urls } = world(
    `#tgWebAppData=${encodeURIComponent(INIT)}&tgWebAppVersion=9.1&tgWebAppPlatform=android&tgWebAppThemeParams=${theme}`,
    '?x=1',
  );
  expect(launch).toEqual({
    initData: INIT,
    version: '9.1',
    platform: 'android',
    theme: { bg_color: '#17212b' },
    startParam: 'p_shoes',
  });
  expect(urls).toEqual(['/app/atlas/?x=1']);
});

test('a reload of the tab finds the same launch', () => {
  const { launch, reload } = world(
    `#tgWebAppData=${encodeURIComponent(INIT)}&tgWebAppVersion=8.0&tgWebAppPlatform=ios`,
  );
  expect(reload()).toEqual(launch);
});

test('an ordinary browser has an empty launch and keeps its address', () => {
  const { launch, urls } = world('#section', '?tgWebAppStartParam=c_coats');
  expect(launch).toEqual({ initData: '', version: '6.0', platform: '', theme: {}, startParam: 'c_coats' });
  expect(urls).toEqual([]);
});

test('a broken theme is no theme', () => {
  expect(world('#tgWebAppVersion=7.0&tgWebAppThemeParams=%7Bbroken').launch.theme).toEqual({});
  expect(world('#tgWebAppVersion=7.0&tgWebAppThemeParams=null').launch.theme).toEqual({});
});

test('unsafeUser reads the person, or nobody', () => {
  expect(unsafeUser(INIT)).toEqual({ firstName: 'Malika', lastName: '', languageCode: 'ru', allowsWriteToPm: true });
  expect(unsafeUser('')).toBeUndefined();
  expect(unsafeUser('user=%7Bbroken')).toBeUndefined();
});
