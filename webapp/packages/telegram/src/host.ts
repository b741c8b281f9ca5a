import type { UnsafeUser } from './launch';
import type { ThemeParams } from './theme';

export interface Insets {
  top: number;
  right: number;
  bottom: number;
  left: number;
}

export interface MainButton {
  text: string;
  /** Hex colours of the button and its text. */
  color: string;
  textColor: string;
  enabled: boolean;
  /** Shows a turning wheel inside and takes no taps. */
  busy: boolean;
}

export type Haptic = 'select' | 'tap' | 'success' | 'warning' | 'error';

export type ContactAnswer =
  /** `response` is Telegram's signed text for the server; empty when the client was slow to give it. */
  { status: 'sent'; response: string } | { status: 'declined' } | { status: 'unsupported' };

export type PlaceAnswer =
  | { status: 'found'; latitude: number; longitude: number }
  /** The person said no, or said no earlier. */
  | { status: 'denied' }
  | { status: 'unavailable' };

export type InvoiceStatus = 'paid' | 'cancelled' | 'failed' | 'pending';

/**
 * All that the shop asks of the program it runs in. Two of them exist: a Telegram client and a plain browser; each
 * call is safe in both, gated by the client's version and answered in bounded time.
 */
export interface TelegramHost {
  readonly kind: 'telegram' | 'browser';
  readonly platform: string;
  readonly version: string;
  readonly initData: string;
  readonly user: UnsafeUser | undefined;
  readonly startParam: string;
  /** True on Android devices that Telegram calls weak: no transitions then. */
  readonly slowDevice: boolean;

  theme(): ThemeParams;
  /** Each `on…` returns the function that stops listening. */
  onTheme(listener: (theme: ThemeParams) => void): () => void;
  /** Device and Telegram insets added together, in CSS pixels. */
  onInsets(listener: (insets: Insets) => void): () => void;
  onActive(listener: (active: boolean) => void): () => void;

  /** Takes Telegram's placeholder away: call when the first screen is painted. */
  ready(): void;
  close(): void;
  setColors(header: string, ground: string, bottom: string): void;
  /** True when the client draws the main action itself. */
  readonly hasMainButton: boolean;
  /** undefined hides it. Equal states are sent once. */
  setMainButton(state: MainButton | undefined): void;
  onMainButton(listener: () => void): () => void;
  /** True when the client draws the way back itself. */
  readonly hasBackButton: boolean;
  setBackButton(visible: boolean): void;
  onBackButton(listener: () => void): () => void;
  setClosingConfirmation(on: boolean): void;
  /** Whether a swipe down closes the app; false while the page has its own vertical drag. */
  setVerticalSwipes(on: boolean): void;
  haptic(kind: Haptic): void;

  /** A question with two answers; message of 1–256 characters. */
  confirm(message: string, yes: string, no: string): Promise<boolean>;
  requestContact(): Promise<ContactAnswer>;
  requestWriteAccess(): Promise<boolean>;
  locate(): Promise<PlaceAnswer>;
  /** What the client says when its sheet is closed; `pending` where nobody says anything. Only the order knows whether it was paid. */
  openInvoice(url: string): Promise<InvoiceStatus>;
  /** Inside a tap only; https, or the own host of an app that is served without it. */
  openLink(url: string): void;
  /** t.me links alone. */
  openTelegramLink(url: string): void;
}

/** Compares "7.10" and "7.9" by number, not by letter. */
export function versionAtLeast(have: string, want: string): boolean {
  const [a, b] = [have, want].map((v) => v.split('.').map(Number)) as [number[], number[]];
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const step = (a[i] || 0) - (b[i] || 0);
    if (step !== 0) return step > 0;
  }
  return true;
}
