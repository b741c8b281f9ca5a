import { GqlError, isSessionFault } from './errors';

export interface Tokens {
  accessToken: string;
  /** RFC 3339 */
  accessExpiresAt: string;
  refreshToken: string;
}

export interface SessionOptions {
  /** Tokens of an earlier page of the same sign-in. */
  load(): Tokens | undefined;
  save(tokens: Tokens | undefined): void;
  /** A new session by what the client holds (initData); undefined when it holds nothing that is accepted. */
  signIn(): Promise<Tokens | undefined>;
  /** New tokens for a refresh token; undefined when the session has ended. */
  refresh(refreshToken: string): Promise<Tokens | undefined>;
  /** The session is over and cannot be renewed silently. */
  onEnd(): void;
  now?: () => number;
}

/** Gives a valid access token to each request; sign-in and refresh run at most once at a time. */
export interface Session {
  token(): Promise<string | undefined>;
  /** The server refused this access token: the next call of token() brings another one. */
  refuse(token: string): void;
  end(): void;
}

/** A token this close to its end, in milliseconds, is renewed before use. */
const MARGIN = 30_000;

export function createSession(options: SessionOptions): Session {
  const now = options.now ?? Date.now;
  let tokens = options.load();
  let refused = '';
  let ended = false;
  let renewal: Promise<string | undefined> | undefined;

  const keep = (next: Tokens | undefined) => {
    tokens = next;
    options.save(next);
    return next?.accessToken;
  };
  const renew = async (): Promise<string | undefined> => {
    if (tokens) {
      const next = await unlessRefused(options.refresh(tokens.refreshToken));
      if (next) return keep(next);
    }
    const next = await unlessRefused(options.signIn());
    if (!next && !ended) {
      ended = true;
      options.onEnd();
    }
    return keep(next);
  };
  return {
    async token() {
      if (ended) return undefined;
      if (tokens && tokens.accessToken !== refused && Date.parse(tokens.accessExpiresAt) - now() > MARGIN) {
        return tokens.accessToken;
      }
      renewal ??= renew().finally(() => {
        renewal = undefined;
      });
      return renewal;
    },
    refuse(token) {
      refused = token;
    },
    end() {
      ended = true;
      keep(undefined);
    },
  };
}

/** undefined when the server says no; a fault of the network stays a fault. */
async function unlessRefused(asked: Promise<Tokens | undefined>): Promise<Tokens | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (
      error instanceof GqlError &&
      (isSessionFault(error.code) || ['FORBIDDEN', 'BAD_REQUEST'].includes(error.code))
    ) {
      return undefined;
    }
    throw error;
  }
}
