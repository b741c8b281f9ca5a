import { connect } from './bridge';
import { clientHost } from './client';
import { browserHost } from './fallback';
import type { TelegramHost } from './host';
import { readLaunch } from './launch';

export { contrast, parseHex } from './contrast';
export { invoiceSlug } from './fallback';
export type { ContactAnswer, Haptic, Insets, MainButton, PlaceAnswer, TelegramHost } from './host';
export { versionAtLeast } from './host';
export { type SafeStorage, safeStorage } from './storage';
export { type Scheme, type ThemeParams, type Tokens, tokens } from './theme';

/** Finds out where the page runs. Call once, before anything reads the address. */
export function openHost(): TelegramHost {
  const launch = readLaunch();
  const bridge = launch.platform !== '' || launch.initData !== '' ? connect() : undefined;
  return bridge ? clientHost(bridge, launch) : browserHost(launch);
}
