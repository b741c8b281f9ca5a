/** initData of Telegram, when the page was opened inside it; empty elsewhere. A credential: never in a log or an address. */
let launched = '';

const storeKey = 'dokon.admin.store';

/**
 * Takes out of the address what the way in put there, before the router reads it: Telegram's fragment, and the store
 * that the bot's button names (?store=atlas).
 */
export function takeLaunch(at: Location = location, past: History = history, kept: Storage = sessionStorage) {
  const store = new URLSearchParams(at.search).get('store');
  if (store) kept.setItem(storeKey, store);
  if (!at.hash.includes('tgWebAppData=')) return;
  launched = new URLSearchParams(at.hash.slice(1)).get('tgWebAppData') ?? '';
  past.replaceState(past.state, '', at.pathname + at.search);
}

export function initData(): string {
  return launched;
}

/**
 * The store to sign in at by initData where one house holds many shops; afterwards the token says whose it is.
 */
export function launchStore(kept: Storage = sessionStorage): string | null {
  return kept.getItem(storeKey);
}

/** Code of a one-time link: what is pasted may be the link or the code alone. */
export function linkCode(text: string): string | undefined {
  return /\bdkl_[\w-]+/.exec(text)?.[0];
}
