import { events } from '../../client/src/sse.ts';
import type { Document } from './document';
import { GqlError } from './errors';
import type { Client } from './transport';

/** `live`: events arrive; `waiting`: the line is down and is being opened again. */
export type LiveState = 'live' | 'waiting' | 'refused';

export interface Watcher<A> {
  next(answer: A): void;
  /** Told when the line opens or drops. What was missed while it was down must be read again: see `onReopen`. */
  onState?(state: LiveState): void;
  /** The line is open again after a gap. */
  onReopen?(): void;
}

/** Milliseconds. The server sends a comment at least every 20 s, so silence means a dead line. */
const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 15_000;
const SILENCE = 45_000;
const HIDDEN = 60_000;

/**
 * Keeps a subscription open over SSE until the returned function is called: opens again after each drop with growing,
 * jittered pauses, closes while the page is hidden for more than a minute, opens at once when it is shown or online
 * again.
 */
export function subscribe<A, V>(
  client: Client,
  document: Document<A, V>,
  variables: V,
  watcher: Watcher<A>,
): () => void {
  let stopped = false;
  let opened = false;
  let pause = FIRST_PAUSE;
  let line: AbortController | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let silence: ReturnType<typeof setTimeout> | undefined;
  let hiding: ReturnType<typeof setTimeout> | undefined;

  const run = async () => {
    clearTimeout(timer);
    const mine = new AbortController();
    line = mine;
    const alive = () => {
      clearTimeout(silence);
      silence = setTimeout(() => mine.abort(), SILENCE);
    };
    try {
      alive();
      const response = await client.open(document, variables, mine.signal);
      if (!response.body) throw new Error('no stream');
      watcher.onState?.('live');
      if (opened) watcher.onReopen?.();
      opened = true;
      for await (const { event, data } of events(response.body)) {
        alive();
        pause = FIRST_PAUSE;
        if (event === 'complete') break;
        if (event !== 'next') continue;
        const result = JSON.parse(data) as { data?: A; errors?: { message: string }[] };
        if (result.data) watcher.next(result.data);
      }
    } catch (error) {
      if (error instanceof GqlError && ['FORBIDDEN', 'NOT_FOUND', 'BAD_REQUEST'].includes(error.code)) {
        stop();
        watcher.onState?.('refused');
        return;
      }
    } finally {
      clearTimeout(silence);
    }
    if (stopped || line !== mine) return;
    line = undefined;
    watcher.onState?.('waiting');
    if (page().hidden) return;
    timer = setTimeout(() => void run(), pause * (0.5 + Math.random()));
    pause = Math.min(pause * 2, LONGEST_PAUSE);
  };
  const wake = () => {
    clearTimeout(hiding);
    if (stopped || page().hidden) return;
    if (!line) {
      pause = FIRST_PAUSE;
      void run();
    }
  };
  const visibility = () => {
    if (!page().hidden) wake();
    else hiding = setTimeout(() => line?.abort(), HIDDEN);
  };
  const stop = () => {
    stopped = true;
    clearTimeout(timer);
    clearTimeout(hiding);
    line?.abort();
    globalThis.removeEventListener('online', wake);
    page().removeEventListener('visibilitychange', visibility);
  };
  globalThis.addEventListener('online', wake);
  page().addEventListener('visibilitychange', visibility);
  void run();
  return stop;
}

/** The page: the name `document` is taken by the GraphQL one here. */
function page(): globalThis.Document {
  return globalThis.document;
}
