import type { Bridge } from './bridge';
import { browserLocation, invoiceSlug, isOpenable, isTelegramLink, pageActive } from './fallback';
import type { Haptic, Insets, InvoiceStatus, MainButton, PlaceAnswer, TelegramHost } from './host';
import { versionAtLeast } from './host';
import { type Launch, unsafeUser } from './launch';
import type { ThemeParams } from './theme';

/** Milliseconds a client may take to answer by itself, and a person to answer a dialog. */
const MACHINE = 1500;
const PERSON = 120_000;

const HAPTICS: Record<Haptic, object> = {
  select: { type: 'selection_change' },
  tap: { type: 'impact', impact_style: 'light' },
  success: { type: 'notification', notification_type: 'success' },
  warning: { type: 'notification', notification_type: 'warning' },
  error: { type: 'notification', notification_type: 'error' },
};

/** The host inside a Telegram client. */
export function clientHost(bridge: Bridge, launch: Launch): TelegramHost {
  const has = (version: string) => versionAtLeast(launch.version, version);
  const when = (version: string, event: string, data?: unknown) => {
    if (has(version)) bridge.post(event, data);
  };
  let theme = launch.theme;
  let lastButton = '';
  let lastColors = '';
  let popups = 0;

  bridge.on('theme_changed', (data) => {
    const next = (data as { theme_params?: ThemeParams } | null)?.theme_params;
    if (next) theme = next;
  });

  /** A custom method of the Mini App API; undefined on error or silence. */
  const invoke = async (method: string, timeout: number): Promise<unknown> => {
    const id = `${method}-${Math.random().toString(36).slice(2)}`;
    const answer = await bridge.request<{ result?: unknown }>(
      'web_app_invoke_custom_method',
      { req_id: id, method, params: {} },
      'custom_method_invoked',
      timeout,
      (data) => (data as { req_id?: string } | null)?.req_id === id,
    );
    return answer?.result;
  };

  return {
    kind: 'telegram',
    platform: launch.platform,
    version: launch.version,
    initData: launch.initData,
    user: unsafeUser(launch.initData),
    startParam: launch.startParam,
    slowDevice: /Telegram-Android.*\bLOW\)/.test(navigator.userAgent),

    theme: () => theme,
    onTheme(listener) {
      const stop = bridge.on('theme_changed', () => listener(theme));
      bridge.post('web_app_request_theme');
      return stop;
    },
    onInsets(listener) {
      const none: Insets = { top: 0, right: 0, bottom: 0, left: 0 };
      const parts: Record<string, Insets> = { safe_area_changed: none, content_safe_area_changed: none };
      const stops = Object.keys(parts).map((event) =>
        bridge.on(event, (data) => {
          parts[event] = { ...none, ...(data as Partial<Insets> | null) };
          const [a, b] = Object.values(parts) as [Insets, Insets];
          listener({
            top: a.top + b.top,
            right: a.right + b.right,
            bottom: a.bottom + b.bottom,
            left: a.left + b.left,
          });
        }),
      );
      when('8.0', 'web_app_request_safe_area');
      when('8.0', 'web_app_request_content_safe_area');
      return () => {
        for (const stop of stops) stop();
      };
    },
    onActive(listener) {
      const stop = bridge.on('visibility_changed', (data) =>
        listener((data as { is_visible?: boolean } | null)?.is_visible !== false),
      );
      const stopPage = pageActive(listener);
      return () => {
        stop();
        stopPage();
      };
    },

    ready() {
      bridge.post('web_app_ready');
      bridge.post('web_app_expand');
    },
    close: () => bridge.post('web_app_close'),
    setColors(header, ground, bottom) {
      const key = header + ground + bottom;
      if (key === lastColors) return;
      lastColors = key;
      if (has('6.9')) bridge.post('web_app_set_header_color', { color: header });
      else when('6.1', 'web_app_set_header_color', { color_key: 'bg_color' });
      when('6.1', 'web_app_set_background_color', { color: ground });
      when('7.10', 'web_app_set_bottom_bar_color', { color: bottom });
    },
    hasMainButton: true,
    setMainButton(state: MainButton | undefined) {
      const data = state
        ? {
            is_visible: true,
            is_active: state.enabled && !state.busy,
            is_progress_visible: state.busy,
            text: state.text,
            color: state.color,
            text_color: state.textColor,
          }
        : { is_visible: false };
      const key = JSON.stringify(data);
      if (key === lastButton || (!state && lastButton === '')) return;
      lastButton = key;
      bridge.post('web_app_setup_main_button', data);
    },
    onMainButton: (listener) => bridge.on('main_button_pressed', listener),
    hasBackButton: has('6.1'),
    setBackButton: (visible) => when('6.1', 'web_app_setup_back_button', { is_visible: visible }),
    onBackButton: (listener) => bridge.on('back_button_pressed', listener),
    setClosingConfirmation: (on) => when('6.2', 'web_app_setup_closing_behavior', { need_confirmation: on }),
    setVerticalSwipes: (on) => when('7.7', 'web_app_setup_swipe_behavior', { allow_vertical_swipe: on }),
    haptic: (kind) => when('6.1', 'web_app_trigger_haptic_feedback', HAPTICS[kind]),

    async confirm(message, yes, no) {
      if (!has('6.2') || popups > 0) return globalThis.confirm(message);
      popups++;
      try {
        const answer = await bridge.request<{ button_id?: string }>(
          'web_app_open_popup',
          {
            title: '',
            message: message.slice(0, 256),
            buttons: [
              { id: 'yes', type: 'destructive', text: yes.slice(0, 64) },
              { id: 'no', type: 'default', text: no.slice(0, 64) },
            ],
          },
          'popup_closed',
          PERSON,
        );
        return answer?.button_id === 'yes';
      } finally {
        popups--;
      }
    },
    async requestContact() {
      if (!has('6.9')) return { status: 'unsupported' };
      const asked = await bridge.request<{ status?: string }>('web_app_request_phone', {}, 'phone_requested', PERSON);
      if (!asked) return { status: 'unsupported' };
      if (asked.status !== 'sent') return { status: 'declined' };
      for (const pause of [0, 250, 500, 1000]) {
        await new Promise((resolve) => setTimeout(resolve, pause));
        const response = await invoke('getRequestedContact', MACHINE);
        if (typeof response === 'string' && response !== '') return { status: 'sent', response };
      }
      return { status: 'sent', response: '' };
    },
    async requestWriteAccess() {
      if (!has('6.9')) return false;
      const answer = await bridge.request<{ status?: string }>(
        'web_app_request_write_access',
        {},
        'write_access_requested',
        PERSON,
      );
      return answer?.status === 'allowed';
    },
    async locate(): Promise<PlaceAnswer> {
      if (!has('8.0')) return browserLocation();
      const check = await bridge.request<{ available?: boolean; access_requested?: boolean; access_granted?: boolean }>(
        'web_app_check_location',
        {},
        'location_checked',
        MACHINE,
      );
      if (!check?.available) return browserLocation();
      if (check.access_requested && !check.access_granted) return { status: 'denied' };
      const place = await bridge.request<{ available?: boolean; latitude?: number; longitude?: number }>(
        'web_app_request_location',
        {},
        'location_requested',
        PERSON,
      );
      if (place?.latitude === undefined || place.longitude === undefined) {
        return { status: place?.available === false ? 'denied' : 'unavailable' };
      }
      return { status: 'found', latitude: place.latitude, longitude: place.longitude };
    },
    async openInvoice(url): Promise<InvoiceStatus> {
      const slug = invoiceSlug(url);
      if (!slug) return 'failed';
      if (!has('6.1')) {
        location.href = url;
        return 'pending';
      }
      const answer = await bridge.request<{ status?: InvoiceStatus }>(
        'web_app_open_invoice',
        { slug },
        'invoice_closed',
        30 * 60_000,
        (data) => (data as { slug?: string } | null)?.slug === slug,
      );
      return answer?.status ?? 'pending';
    },
    openLink(url) {
      if (!isOpenable(url)) return;
      if (has('6.1')) bridge.post('web_app_open_link', { url });
      else window.open(url, '_blank', 'noopener');
    },
    openTelegramLink(url) {
      if (!isTelegramLink(url)) return;
      const { pathname, search } = new URL(url);
      if (has('6.1')) bridge.post('web_app_open_tg_link', { path_full: pathname + search });
      else location.href = url;
    },
  };
}
