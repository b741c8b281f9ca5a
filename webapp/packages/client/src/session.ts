import type { TokenFactsFragment } from './graphql.gen.ts';

/** Where tokens outlive the page: localStorage, sessionStorage, or anything with the same three. */
export interface TokenStorage {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

interface Kept {
  tokens?: TokenFactsFragment;
  /** Secret of the anonymous cart. */
  cartToken?: string;
}

/** An access token is renewed so long before its end, milliseconds. */
const EARLY = 30_000;

/** Who the client is: a shopper with tokens, the holder of an anonymous cart, or nobody yet. */
export class Session {
  private kept: Kept = {};
  private renewing: Promise<boolean> | undefined;

  constructor(
    private readonly fixed: string | undefined,
    private readonly storage: TokenStorage | undefined,
    private readonly name: string,
    private readonly renew: (refreshToken: string) => Promise<TokenFactsFragment | null>,
    private readonly changed: (isSignedIn: boolean) => void,
  ) {
    this.load();
  }

  /** What storage says now: another page of the same shop may have renewed the tokens, and the old ones are worth nothing then. */
  private load(): void {
    if (!this.storage) return;
    try {
      const kept = JSON.parse(this.storage.getItem(this.name) ?? '{}') as Kept;
      if (JSON.stringify(kept) !== JSON.stringify(this.kept)) this.kept = kept;
    } catch {
      // Storage that is blocked, or that somebody else wrote into.
    }
  }

  private get isEnding(): boolean {
    const ends = this.kept.tokens && Date.parse(this.kept.tokens.accessExpiresAt);
    return ends !== undefined && ends - Date.now() < EARLY;
  }

  get isSignedIn(): boolean {
    return this.kept.tokens !== undefined;
  }

  get cartToken(): string | undefined {
    return this.kept.cartToken;
  }

  /** The header of the next request; renews what is about to end. */
  async authorization(): Promise<string | undefined> {
    if (this.fixed) return `Bearer ${this.fixed}`;
    if (this.isEnding) await this.refresh();
    const token = this.kept.tokens?.accessToken ?? this.kept.cartToken;
    return token && `Bearer ${token}`;
  }

  /** New tokens for the old ones, once for all who ask at the same time. False when the session has ended. */
  refresh(): Promise<boolean> {
    if (this.renewing) return this.renewing;
    const mine = this.kept.tokens;
    this.load();
    const old = this.kept.tokens;
    if (!old) return Promise.resolve(false);
    if (mine && mine.refreshToken !== old.refreshToken && !this.isEnding) return Promise.resolve(true);
    this.renewing = this.renew(old.refreshToken)
      .then((tokens) => {
        if (this.kept.tokens !== old) return this.isSignedIn; // signed out or in anew meanwhile
        this.keep(tokens ? { tokens } : {});
        return tokens !== null;
      })
      .finally(() => {
        this.renewing = undefined;
      });
    return this.renewing;
  }

  keep(kept: Kept): void {
    const was = this.isSignedIn;
    this.kept = kept;
    try {
      if (Object.keys(kept).length > 0) this.storage?.setItem(this.name, JSON.stringify(kept));
      else this.storage?.removeItem(this.name);
    } catch {
      // Full or blocked: the session lives as long as the page.
    }
    if (was !== this.isSignedIn) this.changed(this.isSignedIn);
  }
}
