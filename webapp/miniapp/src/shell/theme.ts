import { type Tokens, tokens } from '@dokon/telegram';
import { signal } from '@preact/signals';
import { boot } from './boot';
import { host } from './host';

const compute = (): Tokens =>
  tokens(
    host.theme(),
    boot.store.brandColor || undefined,
    matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light',
  );

/** The colours in use, for what is drawn outside the page: Telegram's header and main button. */
export const theme = signal(compute());

/** Applies the colours now and whenever Telegram or the system changes them; keeps the safe areas. */
export function followTheme(): void {
  const root = document.documentElement;
  const apply = () => {
    const now = compute();
    theme.value = now;
    for (const [name, value] of Object.entries(now)) if (name !== 'scheme') root.style.setProperty(`--${name}`, value);
    root.style.colorScheme = now.scheme;
    root.dataset.scheme = now.scheme;
    host.setColors(now.bg, now.bg, now.card);
  };
  apply();
  host.onTheme(apply);
  host.onInsets((insets) => {
    root.style.setProperty('--safe-top', `max(env(safe-area-inset-top, 0px), ${insets.top}px)`);
    root.style.setProperty('--safe-bottom', `max(env(safe-area-inset-bottom, 0px), ${insets.bottom}px)`);
  });
  root.classList.toggle('still', host.slowDevice);
}
