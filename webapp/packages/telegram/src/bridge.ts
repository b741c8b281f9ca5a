/** Events between the page and the Telegram client; source: the protocol of telegram-web-app.js. */
export interface Bridge {
  post(event: string, data?: unknown): void;
  /** Returns the function that stops listening. */
  on(event: string, listener: (data: unknown) => void): () => void;
  /**
   * Posts and waits for the first answer that `accept` takes. Some clients never answer, so every request ends:
   * undefined after `timeout` milliseconds.
   */
  request<T>(
    event: string,
    data: unknown,
    answer: string,
    timeout: number,
    accept?: (data: unknown) => boolean,
  ): Promise<T | undefined>;
}

interface TelegramWindow extends Window {
  TelegramWebviewProxy?: { postEvent(name: string, json: string): void };
  Telegram?: { WebView?: { receiveEvent?: (name: string, data: unknown) => void } };
  TelegramGameProxy?: { receiveEvent?: (name: string, data: unknown) => void };
  TelegramGameProxy_receiveEvent?: (name: string, data: unknown) => void;
}

const WEB_ORIGIN = 'https://web.telegram.org';

/** The bridge of this window, or undefined when no Telegram client is there to talk to. */
export function connect(win: Window = window): Bridge | undefined {
  const w = win as TelegramWindow;
  const proxy = w.TelegramWebviewProxy;
  const framed = w.parent !== w;
  if (!proxy && !framed) return undefined;

  const listeners = new Map<string, Set<(data: unknown) => void>>();
  const receive = (name: string, data: unknown) => {
    for (const listener of [...(listeners.get(name) ?? [])]) listener(data);
  };
  w.Telegram = { ...w.Telegram, WebView: { ...w.Telegram?.WebView, receiveEvent: receive } };
  w.TelegramGameProxy = { ...w.TelegramGameProxy, receiveEvent: receive };
  w.TelegramGameProxy_receiveEvent = receive;
  if (framed) {
    w.addEventListener('message', (message) => {
      if (message.source !== w.parent || message.origin !== WEB_ORIGIN) return;
      try {
        const { eventType, eventData } = JSON.parse(String(message.data)) as { eventType: string; eventData: unknown };
        receive(eventType, eventData);
      } catch {
        // Not an event of the protocol.
      }
    });
  }

  const bridge: Bridge = {
    post(event, data = {}) {
      if (proxy) proxy.postEvent(event, JSON.stringify(data));
      else w.parent.postMessage(JSON.stringify({ eventType: event, eventData: data }), WEB_ORIGIN);
    },
    on(event, listener) {
      const set = listeners.get(event) ?? new Set();
      listeners.set(event, set.add(listener));
      return () => set.delete(listener);
    },
    request<T>(event: string, data: unknown, answer: string, timeout: number, accept = (_: unknown) => true) {
      return new Promise<T | undefined>((resolve) => {
        const finish = (value: T | undefined) => {
          stop();
          clearTimeout(timer);
          resolve(value);
        };
        const stop = bridge.on(answer, (got) => {
          if (accept(got)) finish(got as T);
        });
        const timer = setTimeout(() => finish(undefined), timeout);
        bridge.post(event, data);
      });
    },
  };
  if (!proxy) bridge.post('iframe_ready', { reload_supported: false });
  return bridge;
}
