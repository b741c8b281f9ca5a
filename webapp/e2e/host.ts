import type { Page } from '@playwright/test';
import type { Profile } from './profiles';

/** What the host answers where a person would. */
export interface Answers {
  /** Signed text of the shared contact; `declined`: the person said no. */
  contact?: string;
  location?: { latitude: number; longitude: number } | 'denied';
  writeAccess?: boolean;
  /** Button of a popup, "yes" or "no". */
  popup?: 'yes' | 'no';
  theme?: Record<string, string>;
}

export interface Posted {
  event: string;
  data: Record<string, unknown>;
}

/** The host that plays a Telegram client inside the page. */
export interface Host {
  /** All that the page posted, in order. */
  log(event?: string): Promise<Posted[]>;
  /** Sends an event to the page. */
  send(event: string, data?: unknown): Promise<void>;
  /** Presses the client's main button, as the page last set it up; fails when a person could not. */
  pressMain(): Promise<void>;
  pressBack(): Promise<void>;
  /** The main button as it stands. */
  main(): Promise<{ text: string; isVisible: boolean; isActive: boolean }>;
}

interface HostWindow {
  dokonHost: { log: Posted[]; send(event: string, data?: unknown): void };
  TelegramWebviewProxy: { postEvent(event: string, json: string): void };
  Telegram?: { WebView?: { receiveEvent(event: string, data: unknown): void } };
}

export const LIGHT = {
  bg_color: '#ffffff',
  text_color: '#000000',
  hint_color: '#999999',
  secondary_bg_color: '#f0f0f0',
};
export const DARK = {
  bg_color: '#17212b',
  text_color: '#f5f5f5',
  hint_color: '#708499',
  secondary_bg_color: '#232e3c',
};

/** Fragment by which a Telegram client opens the page. */
export function launchHash(profile: Profile, initData: string, theme: Record<string, string> = LIGHT): string {
  if (!profile.platform) return '';
  return `#${new URLSearchParams({
    tgWebAppData: initData,
    tgWebAppVersion: profile.version,
    tgWebAppPlatform: profile.platform,
    tgWebAppThemeParams: JSON.stringify(theme),
  })}`;
}

/** Puts the client into the page before any of its scripts runs. */
export async function installHost(page: Page, profile: Profile, answers: Answers = {}): Promise<Host> {
  await page.addInitScript(
    ({ profile, answers }) => {
      if (profile.storage === 'blocked') {
        for (const name of ['localStorage', 'sessionStorage']) {
          Object.defineProperty(window, name, {
            get() {
              throw new DOMException('blocked', 'SecurityError');
            },
          });
        }
      }
      if (!profile.platform) return;
      const w = window as unknown as HostWindow;
      const log: Posted[] = [];
      const send = (event: string, data: unknown = null) => w.Telegram?.WebView?.receiveEvent(event, data);
      w.dokonHost = { log, send };
      const some = profile.answers === 'some';
      const insets = { top: 0, bottom: 0, left: 0, right: 0 };
      const reply = (event: string, data: Record<string, unknown>): [string, unknown] | undefined => {
        switch (event) {
          case 'web_app_request_theme':
            return some || !answers.theme ? undefined : ['theme_changed', { theme_params: answers.theme }];
          case 'web_app_request_viewport':
            return [
              'viewport_changed',
              some ? null : { height: 740, width: 360, is_expanded: true, is_state_stable: true },
            ];
          case 'web_app_request_safe_area':
            return some ? undefined : ['safe_area_changed', insets];
          case 'web_app_request_content_safe_area':
            return some ? undefined : ['content_safe_area_changed', insets];
          case 'web_app_request_phone':
            return ['phone_requested', { status: answers.contact ? 'sent' : 'cancelled' }];
          case 'web_app_invoke_custom_method':
            return ['custom_method_invoked', { req_id: data.req_id, result: answers.contact ?? '' }];
          case 'web_app_request_write_access':
            return ['write_access_requested', { status: answers.writeAccess ? 'allowed' : 'cancelled' }];
          case 'web_app_open_popup':
            return ['popup_closed', { button_id: answers.popup ?? 'no' }];
          case 'web_app_check_location':
            return ['location_checked', { available: true, access_requested: false, access_granted: false }];
          case 'web_app_request_location':
            return typeof answers.location === 'object'
              ? ['location_requested', { available: true, ...answers.location }]
              : ['location_requested', { available: false }];
          default:
            return undefined;
        }
      };
      w.TelegramWebviewProxy = {
        postEvent(event, json) {
          const data = JSON.parse(json) as Record<string, unknown>;
          log.push({ event, data });
          const answer = profile.answers === 'none' ? undefined : reply(event, data);
          if (answer) setTimeout(() => send(...answer), 0);
        },
      };
    },
    { profile, answers },
  );
  const log = (event?: string) =>
    page.evaluate((name) => {
      const all = (window as unknown as HostWindow).dokonHost.log;
      return name ? all.filter((posted) => posted.event === name) : all;
    }, event);
  const send = (event: string, data: unknown = null) =>
    page.evaluate(
      ([name, value]) => (window as unknown as HostWindow).dokonHost.send(name as string, value),
      [event, data],
    );
  const main = async () => {
    const data = (await log('web_app_setup_main_button')).at(-1)?.data ?? {};
    return { text: String(data.text ?? ''), isVisible: data.is_visible === true, isActive: data.is_active === true };
  };
  return {
    log,
    send,
    main,
    async pressMain() {
      const { isVisible, isActive } = await main();
      if (!isVisible || !isActive) throw new Error('the main button cannot be pressed now');
      await send('main_button_pressed');
    },
    pressBack: () => send('back_button_pressed'),
  };
}
