import { asksForText, type Bodies, bodiesOf, type TypedDocument } from './document.ts';
import { DokonError, type Outcome, type UserError } from './errors.ts';
import {
  CartCreateDocument,
  SessionCreateDocument,
  SessionEndDocument,
  SessionRefreshDocument,
} from './graphql.gen.ts';
import { newKey, pause, read, send } from './http.ts';
import { Session, type TokenStorage } from './session.ts';
import { type SignIn, startSignIn } from './sign-in.ts';
import { events } from './sse.ts';

type Args<V> =
  Record<string, never> extends V ? [variables?: V, options?: CallOptions] : [variables: V, options?: CallOptions];

export interface ClientOptions {
  /** Address of the shop's server, with or without /graphql. */
  url: string;
  /** Slug of the store; not needed where the server has one, or knows it by the host. */
  store?: string;
  /** Language of texts and messages: uz-Latn, uz-Cyrl, ru or en; the store's own when left out. */
  language?: string;
  /** An API token, for programs. Shoppers sign in instead. */
  token?: string;
  /** Keeps cart and session over reloads, for example localStorage; memory when left out. */
  storage?: TokenStorage;
  /** Told when a shopper has signed in, has signed out, or when their session has ended. */
  onSession?: (isSignedIn: boolean) => void;
  /** Milliseconds for one attempt; 15 000 when left out. */
  timeout?: number;
  /** How often a request is sent at most; 4 when left out. */
  attempts?: number;
  fetch?: typeof fetch;
}

export interface CallOptions {
  signal?: AbortSignal;
  timeout?: number;
  /** Names one intent of the shopper; made anew for each call when left out. Give it to send the same intent once more. */
  idempotencyKey?: string;
}

export interface Listener<Answer> {
  next(answer: Answer): void;
  /** The line is open again after a gap: read anew what is not sent by itself. */
  reopened?(): void;
  /** The server refuses; it is over. */
  failed?(error: DokonError): void;
}

export interface Client {
  /** Asks a query and gives its data. Errors: DokonError. */
  query<A, V>(document: TypedDocument<A, V>, ...args: Args<V>): Promise<A>;
  /** Carries one mutation out, once, and gives its payload or what has to be put right. Errors: DokonError. */
  mutate<A, V>(document: TypedDocument<A, V>, ...args: Args<V>): Promise<Outcome<A[keyof A]>>;
  /** Listens until the returned function is called; a line that drops is opened again. */
  subscribe<A, V>(document: TypedDocument<A, V>, variables: V, listener: Listener<A>): () => void;
  /** Makes an anonymous cart unless there is one, or somebody is signed in. Its token, for CartDocument and the like. */
  openCart(options?: CallOptions): Promise<string | undefined>;
  /** Begins a sign-in by Telegram: show its url and matchCode, await its done(). */
  signIn(options?: CallOptions): Promise<Outcome<{ signIn: SignIn }>>;
  /** Ends the session on the server and forgets it, and the cart with it. */
  signOut(options?: CallOptions): Promise<void>;
  readonly isSignedIn: boolean;
  readonly cartToken: string | undefined;
}

/** The server sends a comment at least every 20 s, so a longer silence means a dead line. Milliseconds. */
const SILENCE = 45_000;
const LONGEST_PAUSE = 15_000;

/** A client of one store. It keeps no cache; that is your framework's affair. */
export function createClient(options: ClientOptions): Client {
  const url = options.url.replace(/\/+$/, '').replace(/(\/graphql)?$/, '/graphql');
  const fetcher: typeof fetch = options.fetch ?? ((input, init) => fetch(input, init));
  const isOver = (error: unknown) =>
    error instanceof DokonError && (error.code === 'UNAUTHENTICATED' || error.code === 'SESSION_EXPIRED');

  const headers = (authorization?: string): Record<string, string> => ({
    'Content-Type': 'application/json',
    ...(options.store && { 'X-Store': options.store }),
    ...(options.language && { 'Accept-Language': options.language }),
    ...(authorization && { Authorization: authorization }),
  });

  const request = async (bodies: Bodies, call: CallOptions, authorization?: string, key?: string): Promise<unknown> => {
    const attempt = (body: string) =>
      send(fetcher, url, {
        body,
        headers: { ...headers(authorization), ...(key && { 'Idempotency-Key': key }) },
        timeout: call.timeout ?? options.timeout ?? 15_000,
        attempts: options.attempts ?? 4,
        signal: call.signal,
      });
    const [first, whole] = bodies;
    try {
      return await attempt(first);
    } catch (error) {
      if (!whole || !asksForText(error)) throw error;
      return attempt(whole);
    }
  };

  const session = new Session(
    options.token,
    options.storage,
    `dokon ${url} ${options.store ?? ''}`,
    async (refreshToken) => {
      const bodies = bodiesOf(SessionRefreshDocument, { input: { refreshToken } });
      const data = (await request(bodies, {})) as { sessionRefresh: { tokens: null } };
      return data.sessionRefresh.tokens;
    },
    (isSignedIn) => options.onSession?.(isSignedIn),
  );

  /** As whoever the client is now; with fresh tokens when the server says that the old ones are over. */
  const ask = async (bodies: Bodies, call: CallOptions, key?: string): Promise<unknown> => {
    try {
      return await request(bodies, call, await session.authorization(), key);
    } catch (error) {
      if (!isOver(error) || !(await session.refresh())) throw error;
      return request(bodies, call, await session.authorization(), key);
    }
  };

  const client: Client = {
    async query(document, ...[variables, call = {}]) {
      return (await ask(bodiesOf(document, variables), call)) as never;
    },

    async mutate(document, ...[variables, call = {}]) {
      const data = await ask(bodiesOf(document, variables), call, call.idempotencyKey ?? newKey());
      return outcome(data) as never;
    },

    subscribe(document, variables, listener) {
      const end = new AbortController();
      void listen(bodiesOf(document, variables), listener as Listener<unknown>, end.signal);
      return () => end.abort();
    },

    async openCart(call = {}) {
      if (session.isSignedIn || session.cartToken) return session.cartToken;
      const made = await client.mutate(CartCreateDocument, {}, call);
      if (made.ok) session.keep({ cartToken: made.cartToken });
      return session.cartToken;
    },

    signIn: (call = {}) =>
      startSignIn(client, call, async (signInSecret) => {
        const input = { signInSecret, ...(session.cartToken && { cartToken: session.cartToken }) };
        const data = (await request(bodiesOf(SessionCreateDocument, { input }), call, undefined, newKey())) as {
          sessionCreate: { tokens: null; userErrors: UserError[] };
        };
        const { tokens, userErrors } = data.sessionCreate;
        if (tokens) session.keep({ tokens });
        return tokens ? [] : userErrors; // with tokens, an error is about the cart that was to move along
      }),

    async signOut(call = {}) {
      try {
        if (session.isSignedIn) await client.mutate(SessionEndDocument, {}, call);
      } catch (error) {
        if (!isOver(error)) throw error;
      } finally {
        session.keep({});
      }
    },

    get isSignedIn() {
      return session.isSignedIn;
    },
    get cartToken() {
      return session.cartToken;
    },
  };
  return client;

  async function listen([first, whole]: Bodies, listener: Listener<unknown>, end: AbortSignal): Promise<void> {
    let body = first;
    let wait = 500;
    let isFirst = true;
    while (!end.aborted) {
      try {
        const authorization = await session.authorization();
        const line = await open(body, authorization, end);
        if (!isFirst) listener.reopened?.();
        for await (const { event, data } of line()) {
          wait = 500;
          if (event === 'complete') return;
          if (event === 'next') listener.next(read(new Response(), data, url));
        }
      } catch (error) {
        if (end.aborted) return;
        if (whole && body !== whole && asksForText(error)) {
          body = whole;
          continue;
        }
        const isFinal =
          error instanceof DokonError && !['NETWORK', 'TIMEOUT', 'RATE_LIMITED', 'INTERNAL'].includes(error.code);
        if (isFinal && !(isOver(error) && (await session.refresh().catch(() => true)))) {
          listener.failed?.(error);
          return;
        }
      }
      isFirst = false;
      await pause(wait * (0.5 + Math.random()), end).catch(() => {});
      wait = Math.min(wait * 2, LONGEST_PAUSE);
    }
  }

  /** Opens one line of events, which ends by itself when it has been silent for too long. */
  async function open(body: string, authorization: string | undefined, end: AbortSignal) {
    const cut = new AbortController();
    const stop = () => cut.abort();
    let timer = setTimeout(stop, SILENCE);
    const close = () => {
      clearTimeout(timer);
      end.removeEventListener('abort', stop);
    };
    end.addEventListener('abort', stop);
    try {
      const response = await fetcher(url, {
        method: 'POST',
        headers: { ...headers(authorization), Accept: 'text/event-stream' },
        body,
        signal: cut.signal,
      });
      const isStream = response.headers.get('Content-Type')?.startsWith('text/event-stream');
      if (!isStream || !response.body) read(response, await response.text(), url);
      const stream = response.body;
      if (!stream) throw new DokonError('BAD_ANSWER', 'the server opened no stream');
      return async function* () {
        try {
          for await (const event of events(stream)) {
            clearTimeout(timer);
            timer = setTimeout(stop, SILENCE);
            yield event;
          }
        } finally {
          close();
        }
      };
    } catch (error) {
      close();
      throw error;
    }
  }
}

/** The payload of the one root field. */
function outcome(data: unknown): Outcome<{ userErrors: UserError[] }> {
  const [payload] = Object.values(data as Record<string, { userErrors?: UserError[] }>);
  const { userErrors = [], ...rest } = payload ?? {};
  const [first, ...others] = userErrors;
  return first ? { ok: false, errors: [first, ...others] } : { ok: true, ...rest };
}
