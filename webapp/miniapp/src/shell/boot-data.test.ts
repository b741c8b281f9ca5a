import { expect, test } from 'vitest';
import { readBoot } from './boot-data';

test('reads what the server wrote', () => {
  const boot = readBoot(
    JSON.stringify({
      store: {
        slug: 'atlas',
        name: 'Atlas',
        languages: ['ru', 'UZ_LATN', 'xx'],
        brandColor: '#123456',
        logo: { url: '/media/a.webp', color: '#fff' },
        botUsername: 'atlas_bot',
      },
      demo: true,
      build: '7',
    }),
    '/app/atlas/',
  );
  expect(boot).toEqual({
    store: {
      slug: 'atlas',
      name: 'Atlas',
      languages: ['ru', 'uz-Latn'],
      brandColor: '#123456',
      logo: { url: '/media/a.webp', color: '#fff' },
      botUsername: 'atlas_bot',
      botLink: 'https://t.me/atlas_bot?startapp',
    },
    demo: true,
    build: '7',
    home: null,
  });
});

test.each([undefined, '', '"__BOOT__"', 'null', '{"store":{"languages":5,"logo":7}}'])(
  '%s still opens the shop of the address',
  (text) => {
    const boot = readBoot(text, '/app/atlas/p/x');
    expect(boot.store.slug).toBe('atlas');
    expect(boot.store.languages).toHaveLength(4);
    expect([boot.demo, boot.store.logo, boot.store.botLink, boot.home]).toEqual([false, null, '', null]);
  },
);

test('the first screen may come with the page', () => {
  const home = (value: unknown) => readBoot(JSON.stringify({ home: value }), '/app/atlas/').home;
  expect(home({ lang: 'ru', data: { store: {} } })).toEqual({ lang: 'ru', data: { store: {} } });
  expect([home({ lang: 'xx', data: {} }), home({ lang: 'ru', data: 'text' }), home({})]).toEqual([null, null, null]);
});
