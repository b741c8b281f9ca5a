import type { Session } from '@dokon/gql';

/** Pair of tokens as the server gives them; times are RFC 3339. */
export type Tokens = { accessToken: string; accessExpiresAt: string; refreshToken: string; refreshExpiresAt: string };

/**
 * `out`: nobody signed in here. `in`: signed in. `expired`: was signed in and the session has ended, while a page with
 * its unsaved work is still on screen.
 */
export type SessionState = 'out' | 'in' | 'expired';

/** Gives a new pair for a refresh token; undefined when the session has ended. Throws when it could not ask. */
export type Refresh = (refreshToken: string) => Promise<Tokens | undefined>;

type Storage = Pick<globalThis.Storage, 'getItem' | 'setItem' | 'removeItem'>;
type Lock = <T>(name: string, act: () => Promise<T>) => Promise<T>;

const storageKey = 'dokon.admin.session';
/** Tokens with less left are renewed before use: a request must not expire on its way. */
const marginMs = 20_000;

/** A lock across tabs; across the calls of one tab where the browser has none (plain http on a home network). */
function tabsLock(): Lock {
  if (navigator.locks) return (name, act) => navigator.locks.request(name, act);
  let last: Promise<unknown> = Promise.resolve();
  return (_name, act) => {
    const mine = last.then(act);
    last = mine.catch(() => undefined);
    return mine;
  };
}

/**
 * The one session of this browser, shared by its tabs. A refresh token works once, so only one tab at a time
 * renews it (a lock of the origin), and the others find the new pair in storage.
 */
export class StaffSession implements Session {
  private known: boolean;
  private refused = '';
  private listeners = new Set<() => void>();

  constructor(
    private readonly refresh: Refresh,
    private readonly storage: Storage = localStorage,
    private readonly lock: Lock = tabsLock(),
    private readonly now: () => number = Date.now,
  ) {
    this.known = this.read() !== null;
  }

  state(): SessionState {
    if (this.read()) return 'in';
    return this.known ? 'expired' : 'out';
  }

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** To be called when another tab wrote to the storage. */
  changed() {
    if (this.read()) this.known = true;
    for (const listener of this.listeners) listener();
  }

  keep(tokens: Tokens) {
    this.storage.setItem(storageKey, JSON.stringify(tokens));
    this.changed();
  }

  /** Leaving by one's own will: no «your session has ended» afterwards. */
  leave() {
    this.storage.removeItem(storageKey);
    this.known = false;
    this.changed();
  }

  /** A token good for the next request, renewed when its end is near; undefined when there is no session. */
  async token(): Promise<string | undefined> {
    const tokens = this.read();
    if (!tokens || this.isGood(tokens)) return tokens?.accessToken;
    return this.lock(storageKey, async () => {
      const latest = this.read();
      if (!latest || this.isGood(latest)) return latest?.accessToken;
      const fresh = await this.refresh(latest.refreshToken);
      if (fresh) this.keep(fresh);
      else this.end();
      return fresh?.accessToken;
    });
  }

  /** The server turned this access token down though its time is not over: it is renewed before the next request. */
  refuse(token: string) {
    this.refused = token;
  }

  /** The session has ended against the person's will. */
  end() {
    this.storage.removeItem(storageKey);
    this.changed();
  }

  private isGood(tokens: Tokens) {
    return tokens.accessToken !== this.refused && Date.parse(tokens.accessExpiresAt) - this.now() > marginMs;
  }

  private read(): Tokens | null {
    try {
      return JSON.parse(this.storage.getItem(storageKey) ?? 'null') as Tokens | null;
    } catch {
      return null;
    }
  }
}
