import { effect, signal } from '@preact/signals';
import { host } from './host';
import { back, place } from './router';

/** What takes the next step back before the page does: open sheets, the last one first. */
const holders = signal<readonly (() => void)[]>([]);

/** The way back calls `close` instead of leaving the page, until the returned function is called. */
export function holdBack(close: () => void): () => void {
  holders.value = [...holders.value, close];
  return () => {
    holders.value = holders.value.filter((other) => other !== close);
  };
}

export function goBack(): void {
  const close = holders.value.at(-1);
  if (close) close();
  else back();
}

/** Pages of the tab bar: they have no way back but the one the system offers. */
const ROOTS = ['/', '/cart', '/orders', '/profile'];

/** Whether the page needs a way back of its own: every inner page, and a tab that was reached from another page. */
export function hasWayBack(): boolean {
  const { path, depth } = place.value;
  return path !== '/' && (!ROOTS.includes(path) || depth > 0);
}

/** Keeps Telegram's back button true to the page. Call once. */
export function followBack(): void {
  host.onBackButton(goBack);
  effect(() => host.setBackButton(holders.value.length > 0 || hasWayBack()));
}
