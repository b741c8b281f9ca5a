import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { connect } from './bridge';
import { clientHost } from './client';
import { versionAtLeast } from './host';

type Receive = (name: string, data: unknown) => void;
type Answers = Record<string, (data: { req_id?: string }) => [event: string, data: unknown] | undefined>;

/** A Telegram client that answers as told, or not at all. */
function client(version: string, answers: Answers = {}) {
  const log: [string, unknown][] = [];
  const win = {
    TelegramWebviewProxy: {
      postEvent(name: string, json: string) {
        const data = JSON.parse(json) as { req_id?: string };
        log.push([name, data]);
        const answer = answers[name]?.(data);
        if (answer) queueMicrotask(() => receive(...answer));
      },
    },
  } as unknown as Window & { Telegram: { WebView: { receiveEvent: Receive } } };
  Object.assign(win, { parent: win });
  const bridge = connect(win);
  if (!bridge) throw new Error('the bridge is there');
  const receive: Receive = (name, data) => win.Telegram.WebView.receiveEvent(name, data);
  const host = clientHost(bridge, { initData: '', version, platform: 'android', theme: {}, startParam: '' });
  return { host, log, receive, posted: (name: string) => log.filter(([own]) => own === name) };
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('navigator', { userAgent: 'x' });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test.each([
  ['7.10', '7.9', true],
  ['7.9', '7.10', false],
  ['8', '8.0', true],
  ['6.0', '6.1', false],
  ['', '6.1', false],
])('version %s is at least %s: %s', (have, want, is) => {
  expect(versionAtLeast(have, want)).toBe(is);
});

test('equal main button states are posted once', () => {
  const { host, posted } = client('9.1');
  const state = { text: 'Pay', color: '#111111', textColor: '#ffffff', enabled: true, busy: false };
  host.setMainButton(undefined);
  host.setMainButton(state);
  host.setMainButton({ ...state });
  host.setMainButton({ ...state, busy: true });
  host.setMainButton(undefined);
  expect(posted('web_app_setup_main_button').map(([, data]) => data)).toEqual([
    expect.objectContaining({ is_visible: true, is_active: true, is_progress_visible: false, text: 'Pay' }),
    expect.objectContaining({ is_active: false, is_progress_visible: true }),
    { is_visible: false },
  ]);
});

test('a 6.0 client is asked for nothing it does not know', async () => {
  const { host, log } = client('6.0');
  host.ready();
  host.haptic('success');
  host.setBackButton(true);
  host.setClosingConfirmation(true);
  host.setVerticalSwipes(false);
  host.setColors('#fff', '#fff', '#fff');
  expect(host.hasBackButton).toBe(false);
  expect(await host.requestContact()).toEqual({ status: 'unsupported' });
  expect(await host.requestWriteAccess()).toBe(false);
  expect(log.map(([name]) => name)).toEqual(['web_app_ready', 'web_app_expand']);
});

test('a granted contact comes back as the signed text', async () => {
  const { host } = client('9.1', {
    web_app_request_phone: () => ['phone_requested', { status: 'sent' }],
    web_app_invoke_custom_method: ({ req_id }) => ['custom_method_invoked', { req_id, result: 'contact=1&hash=2' }],
  });
  const answer = host.requestContact();
  await vi.runAllTimersAsync();
  expect(await answer).toEqual({ status: 'sent', response: 'contact=1&hash=2' });
});

test('a granted contact that never arrives ends empty, a declined one ends declined', async () => {
  const empty = client('9.1', {
    web_app_request_phone: () => ['phone_requested', { status: 'sent' }],
    web_app_invoke_custom_method: ({ req_id }) => ['custom_method_invoked', { req_id, result: '' }],
  }).host.requestContact();
  await vi.runAllTimersAsync();
  expect(await empty).toEqual({ status: 'sent', response: '' });
  const declined = client('9.1', {
    web_app_request_phone: () => ['phone_requested', { status: 'cancelled' }],
  }).host.requestContact();
  await vi.runAllTimersAsync();
  expect(await declined).toEqual({ status: 'declined' });
});

test('a mute client leaves every request answered in the end', async () => {
  const { host } = client('9.1');
  const all = Promise.all([host.requestContact(), host.requestWriteAccess(), host.confirm('?', 'yes', 'no')]);
  await vi.runAllTimersAsync();
  expect(await all).toEqual([{ status: 'unsupported' }, false, false]);
});

test('only the answer to the own invoice counts', async () => {
  const { host, receive } = client('9.1');
  const paid = host.openInvoice('https://t.me/$abc');
  receive('invoice_closed', { slug: 'other', status: 'failed' });
  receive('invoice_closed', { slug: 'abc', status: 'paid' });
  expect(await paid).toBe('paid');
  expect(await host.openInvoice('https://evil.test/$abc')).toBe('failed');
});

test('links of other kinds are not opened', () => {
  const { host, posted } = client('9.1');
  host.openLink('javascript:alert(1)');
  host.openLink('http://example.uz/');
  host.openTelegramLink('https://evil.test/x');
  host.openLink('https://example.uz/');
  host.openTelegramLink('https://t.me/shop?startapp=p_x');
  expect(posted('web_app_open_link')).toEqual([['web_app_open_link', { url: 'https://example.uz/' }]]);
  expect(posted('web_app_open_tg_link')).toEqual([['web_app_open_tg_link', { path_full: '/shop?startapp=p_x' }]]);
});

test('insets of device and Telegram add up', () => {
  const { host, receive } = client('9.1');
  const seen: number[] = [];
  host.onInsets(({ top }) => seen.push(top));
  receive('safe_area_changed', { top: 20, bottom: 10, left: 0, right: 0 });
  receive('content_safe_area_changed', { top: 46 });
  receive('content_safe_area_changed', null);
  expect(seen).toEqual([20, 66, 20]);
});

test('a theme change is told and kept; an empty one changes nothing', () => {
  const { host, receive } = client('9.1');
  let told = 0;
  const stop = host.onTheme(() => told++);
  receive('theme_changed', { theme_params: { bg_color: '#000000' } });
  receive('theme_changed', null);
  expect([host.theme(), told]).toEqual([{ bg_color: '#000000' }, 2]);
  stop();
  receive('theme_changed', { theme_params: {} });
  expect(told).toBe(2);
});

test('no bridge without a client', () => {
  const win = {} as Window;
  Object.assign(win, { parent: win });
  expect(connect(win)).toBeUndefined();
});
