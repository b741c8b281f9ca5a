import { DokonError } from './errors.ts';

/** One request: its body, and all that decides how often it may be sent. */
export interface Call {
  body: string;
  headers: Record<string, string>;
  /** Milliseconds for one attempt. */
  timeout: number;
  /** How often it is sent at most. Mutations carry an Idempotency-Key, so that sending again does nothing twice. */
  attempts: number;
  signal?: AbortSignal | undefined;
}

interface Answer {
  data?: unknown;
  errors?: { message: string; extensions?: { code?: string; retryAfter?: number; field?: string[] } }[];
}

/** Codes that another attempt may overcome. */
const PASSING = ['NETWORK', 'TIMEOUT', 'RATE_LIMITED', 'CONFLICT_IN_PROGRESS'];
const FIRST_PAUSE = 300;
const LONGEST_WAIT = 10_000;

/** Sends until it is answered, and gives the data. Errors: DokonError; the signal's reason when aborted. */
export async function send(fetcher: typeof fetch, url: string, call: Call): Promise<unknown> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await once(fetcher, url, call);
    } catch (error) {
      call.signal?.throwIfAborted();
      if (!(error instanceof DokonError) || !PASSING.includes(error.code) || attempt >= call.attempts) throw error;
      const asked = (error.facts.retryAfter ?? 0) * 1000;
      if (asked > LONGEST_WAIT) throw error;
      await pause(Math.max(asked, FIRST_PAUSE * 2 ** (attempt - 1) * (0.5 + Math.random())), call.signal);
    }
  }
}

async function once(fetcher: typeof fetch, url: string, call: Call): Promise<unknown> {
  const cut = new AbortController();
  const stop = () => cut.abort();
  call.signal?.throwIfAborted();
  call.signal?.addEventListener('abort', stop);
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    stop();
  }, call.timeout);
  try {
    const response = await fetcher(url, {
      method: 'POST',
      headers: { Accept: 'application/graphql-response+json', ...call.headers },
      body: call.body,
      signal: cut.signal,
    });
    return read(response, await response.text(), url);
  } catch (cause) {
    if (cause instanceof DokonError) throw cause;
    if (isLate) throw new DokonError('TIMEOUT', `no answer within ${call.timeout} ms`, { cause });
    throw new DokonError('NETWORK', 'the shop could not be reached', { cause });
  } finally {
    clearTimeout(timer);
    call.signal?.removeEventListener('abort', stop);
  }
}

/** Addresses of pictures that name no host, alone or in a srcset. */
const PICTURES = /(^|, )\/media\//g;

/**
 * The data of an answer, with addresses of pictures made whole: a storefront lives on another host than its pictures. What is
 * no GraphQL comes from something in between; a gateway's 502 to 504 may pass.
 */
export function read(response: Response, text: string, url: string): unknown {
  const host = /^https?:\/\/[^/]+/.exec(url)?.[0] ?? '';
  let answer: Answer = {};
  try {
    answer = JSON.parse(text, (_, value: unknown) =>
      typeof value === 'string' && value.startsWith('/media/') ? value.replace(PICTURES, `$1${host}/media/`) : value,
    ) as Answer;
  } catch {
    const code = response.status >= 502 && response.status <= 504 ? 'NETWORK' : 'BAD_ANSWER';
    throw new DokonError(code, `the server answered ${response.status} and no GraphQL`);
  }
  const [first] = answer.errors ?? [];
  if (!first && answer.data) return answer.data;
  const { code = 'BAD_ANSWER', retryAfter, field } = first?.extensions ?? {};
  const requestId = response.headers.get('X-Request-Id');
  throw new DokonError(code, first?.message ?? `the server answered ${response.status} without data`, {
    ...(retryAfter !== undefined && { retryAfter }),
    ...(field && { field }),
    ...(requestId && { requestId }),
  });
}

/** Waits; rejects with the signal's reason when aborted. */
export function pause(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', end);
      if (signal?.aborted) reject(signal.reason);
      else resolve();
    };
    const timer = setTimeout(end, milliseconds);
    if (signal?.aborted) end();
    else signal?.addEventListener('abort', end);
  });
}

/** A random name of one intent, for Idempotency-Key. crypto.randomUUID is missing on pages without TLS. */
export function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
