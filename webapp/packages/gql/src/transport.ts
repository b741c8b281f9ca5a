import { body, type Document } from './document';
import { GqlError, isSessionFault, NetworkError } from './errors';
import type { Session } from './session';

export interface ClientOptions {
  /** Address of /graphql. */
  url: string;
  /** Headers of every request: X-Store, Accept-Language. */
  headers(): Record<string, string>;
  /** Absent: requests go out without Authorization. */
  session?: Session;
  /** `same-origin` sends the cookie of a cookie session. */
  credentials?: RequestCredentials;
  /** Called with the X-Build-Id of each answer, from which a page learns that it is out of date. */
  onBuild?(id: string): void;
  fetch?: typeof fetch;
}

export interface ExecOptions {
  signal?: AbortSignal | undefined;
  /** One key for one intent of the person: the server carries it out once however often the request arrives. */
  idempotencyKey?: string | undefined;
  /** Milliseconds until the answer is given up, 10 000 when left out. */
  timeout?: number;
  /** Headers for this request alone; an Authorization here replaces the session's. */
  headers?: Record<string, string>;
}

export interface Client {
  exec<A, V>(document: Document<A, V>, variables: V, options?: ExecOptions): Promise<A>;
  /** Opens the stream of a subscription; the caller reads the body. */
  open<A, V>(document: Document<A, V>, variables: V, signal: AbortSignal): Promise<Response>;
}

/** Pauses before a mutation with an idempotency key is sent again after a fault of the network. */
const AGAIN = [500, 1500];

export function createClient(options: ClientOptions): Client {
  const send = async (text: string, accept: string, extra: Record<string, string>, signal: AbortSignal) => {
    const request = async (token: string | undefined) => {
      try {
        return await (options.fetch ?? fetch)(options.url, {
          method: 'POST',
          body: text,
          signal,
          credentials: options.credentials ?? 'omit',
          headers: {
            'Content-Type': 'application/json',
            Accept: accept,
            ...options.headers(),
            ...(token ? { Authorization: `Bearer ${token}` } : {}),
            ...extra,
          },
        });
      } catch (error) {
        throw new NetworkError('no answer from the server', { cause: error });
      }
    };
    const token = extra.Authorization ? undefined : await options.session?.token();
    const response = await request(token);
    const build = response.headers.get('X-Build-Id');
    if (build) options.onBuild?.(build);
    return { response, token };
  };

  const once = async <A>(text: string, extra: Record<string, string>, exec: ExecOptions, last: boolean): Promise<A> => {
    const giveUp = new AbortController();
    const stop = () => giveUp.abort();
    exec.signal?.addEventListener('abort', stop);
    const timer = setTimeout(stop, exec.timeout ?? 10_000);
    try {
      const { response, token } = await send(
        text,
        'application/graphql-response+json, application/json',
        extra,
        giveUp.signal,
      );
      const result = await read<A>(response);
      const error = result.errors?.[0];
      if (!error) return result.data as A;
      const code = error.extensions?.code ?? 'INTERNAL';
      if (isSessionFault(code) && token && !last) {
        options.session?.refuse(token);
        return once(text, extra, exec, true);
      }
      const { headers } = response;
      const retryAfter = Number(headers.get('Retry-After')) || undefined;
      throw new GqlError(code, error.message, retryAfter, headers.get('X-Request-Id') ?? undefined);
    } finally {
      clearTimeout(timer);
      exec.signal?.removeEventListener('abort', stop);
    }
  };

  return {
    async exec<A, V>(document: Document<A, V>, variables: V, exec: ExecOptions = {}) {
      const text = body(document, variables);
      const extra = {
        ...(exec.idempotencyKey ? { 'Idempotency-Key': exec.idempotencyKey } : {}),
        ...exec.headers,
      };
      for (let attempt = 0; ; attempt++) {
        try {
          return await once<A>(text, extra, exec, false);
        } catch (error) {
          const pause = exec.idempotencyKey ? AGAIN[attempt] : undefined;
          if (!(error instanceof NetworkError) || pause === undefined || exec.signal?.aborted) throw error;
          await new Promise((resolve) => setTimeout(resolve, pause));
        }
      }
    },
    async open(document, variables, signal) {
      const { response, token } = await send(body(document, variables), 'text/event-stream', {}, signal);
      if (response.ok && response.headers.get('Content-Type')?.startsWith('text/event-stream')) return response;
      const { errors } = await read(response);
      const code = errors?.[0]?.extensions?.code ?? 'INTERNAL';
      if (isSessionFault(code) && token) options.session?.refuse(token);
      throw new GqlError(code, errors?.[0]?.message ?? `status ${response.status}`);
    },
  };
}

interface Result<A> {
  data?: A | null;
  errors?: { message: string; extensions?: { code?: string } }[];
}

/** The GraphQL answer in a response; anything else (a proxy's page, a cut stream) is a fault of the network. */
async function read<A>(response: Response): Promise<Result<A>> {
  let result: Result<A> | undefined;
  try {
    result = (await response.json()) as Result<A>;
  } catch (error) {
    throw new NetworkError(`status ${response.status} without an answer`, { cause: error });
  }
  if (!result || (result.data === undefined && !result.errors)) {
    throw new NetworkError(`status ${response.status} without an answer`);
  }
  return result;
}

/** A new idempotency key. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (b) => b.toString(16).padStart(2, '0')).join('');
}
