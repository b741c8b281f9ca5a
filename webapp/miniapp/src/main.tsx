import './ui/base.css';
import './ui/controls.css';
import './ui/surfaces.css';
import './catalog/catalog.css';
import './cart/cart.css';
import { render } from 'preact';
import { App, preloadScreens } from './app';
import { startCart } from './cart/cart';
import { canSignIn, keepCatalog, startHome } from './shell/api';
import { followBack } from './shell/back';
import { host } from './shell/host';
import { loadWords, t } from './shell/lang';
import { launchPath } from './shell/launch';
import { go, place, startRouter } from './shell/router';
import { followTheme } from './shell/theme';
import { toast } from './ui/toast';

followTheme();
keepCatalog();
startRouter();
if (place.value.path === '/') startHome();

/** Bars at the bottom give way while a field has the keyboard. */
function followKeyboard(): void {
  const typing = (on: boolean) => document.body.classList.toggle('typing', on);
  addEventListener('focusin', ({ target }) => {
    const field = target instanceof HTMLElement && target.matches('input, textarea');
    typing(field && matchMedia('(pointer: coarse)').matches);
  });
  addEventListener('focusout', () => typing(false));
}

async function start(): Promise<void> {
  await loadWords();
  const code = host.startParam;
  const state = history.state as { launched?: boolean } | null;
  const launched = code !== '' && place.value.path === '/' && !state?.launched;
  const target = launched ? launchPath(code) : undefined;
  if (target) {
    // Home lies under the page of the link, so the way back leads there. A reload must not come here again.
    history.replaceState({ depth: 0, launched: true }, '', location.pathname);
    go(target);
  }
  followBack();
  followKeyboard();
  const root = document.getElementById('app');
  if (root) {
    root.textContent = '';
    render(<App />, root);
  }
  host.ready();
  if (launched && !target) toast(t('launch.unknown'));
  if (canSignIn) startCart();
  setTimeout(preloadScreens, 1500);
}

void start();
