/** initData of Telegram, when the page was opened inside it; empty elsewhere. A credential: never in a log or an address. */
let launched = '';

/** Takes Telegram's fragment out of the address before the router reads it. */
export function takeLaunch(at: Location = location, past: History = history) {
  if (!at.hash.includes('tgWebAppData=')) return;
  launched = new URLSearchParams(at.hash.slice(1)).get('tgWebAppData') ?? '';
  past.replaceState(past.state, '', at.pathname + at.search);
}

export function initData(): string {
  return launched;
}

/** Code of a one-time link: what is pasted may be the link or the code alone. */
export function linkCode(text: string): string | undefined {
  return /\bdkl_[\w-]+/.exec(text)?.[0];
}
