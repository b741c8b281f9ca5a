import { type Client, createClient, createSession, type Document, GqlError, type Tokens } from '@dokon/gql';
import { safeStorage } from '@dokon/telegram';
import { signal } from '@preact/signals';
import { type DehydratedState, dehydrate, hydrate, QueryClient } from '@tanstack/preact-query';
import { DemoSignInDocument, HomeDocument, RefreshDocument, SignInDocument } from '../generated/gql/graphql';
import { boot } from './boot';
import { host } from './host';
import { lang } from './lang';

/** True when the session is over and the shop must be opened anew from Telegram. */
export const sessionEnded = signal(false);
/** True when the server runs a newer build than this page. */
export const outdated = signal(false);
/** A shopper can be known here: inside Telegram, or in a demo shop. */
export const canSignIn = host.initData !== '' || boot.demo;

const headers = () => ({ 'X-Store': boot.store.slug, 'Accept-Language': lang.value });
const onBuild = (id: string) => {
  if (boot.build && id !== boot.build) outdated.value = true;
};

/** For what everybody may read; and for signing in. */
const open: Client = createClient({ url: '/graphql', headers, onBuild });

const keep = safeStorage('sessionStorage');
const SESSION = 'dokon:session';
/** Whose session it is: a new launch of the app brings new initData, and with it maybe another person. */
const owner = `${boot.store.slug} ${new URLSearchParams(host.initData).get('hash') ?? 'demo'}`;

const session = createSession({
  load() {
    try {
      const saved = JSON.parse(keep.get(SESSION) ?? '') as { owner: string; tokens: Tokens };
      return saved.owner === owner ? saved.tokens : undefined;
    } catch {
      return undefined;
    }
  },
  save: (tokens) => (tokens ? keep.set(SESSION, JSON.stringify({ owner, tokens })) : keep.remove(SESSION)),
  async signIn() {
    if (host.initData) {
      const signed = { headers: { Authorization: `tma ${host.initData}` } };
      return (await open.exec(SignInDocument, {}, signed)).sessionCreate.tokens ?? undefined;
    }
    return boot.demo ? ((await open.exec(DemoSignInDocument, {})).demoSessionCreate.tokens ?? undefined) : undefined;
  },
  refresh: async (refreshToken) =>
    (await open.exec(RefreshDocument, { input: { refreshToken } })).sessionRefresh.tokens ?? undefined,
  onEnd() {
    sessionEnded.value = canSignIn;
  },
});

/** For the shopper's own things. */
export const mine: Client = createClient({ url: '/graphql', headers, onBuild, session });

export const cache = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 60_000,
      gcTime: 30 * 60_000,
      retry: (count, error) => !(error instanceof GqlError) && count < 2,
      retryDelay: (count) => Math.min(500 * 2 ** count, 5000),
    },
  },
});

/** Query options for what everybody may read; the answer depends on the language. */
export function ask<A, V>(name: string, document: Document<A, V>, variables: V) {
  return {
    queryKey: [name, lang.value, variables] as const,
    queryFn: ({ signal: stop }: { signal: AbortSignal }) => open.exec(document, variables, { signal: stop }),
  };
}

/** The first screen: on its way while the words still load, or already there with the page. */
export function startHome(): void {
  if (boot.home) cache.setQueryData(['home', boot.home.lang, {}], boot.home.data);
  void cache.prefetchQuery(ask('home', HomeDocument, {}));
}

/** Query options for the shopper's own things. */
export function askMine<A, V>(name: string, document: Document<A, V>, variables: V) {
  return {
    queryKey: [name, lang.value, variables, 'mine'] as const,
    queryFn: ({ signal: stop }: { signal: AbortSignal }) => mine.exec(document, variables, { signal: stop }),
    enabled: canSignIn,
    staleTime: 0,
  };
}

/** One page of a list, for infinite queries. */
export function fetchPage<A, V>(document: Document<A, V>, variables: V, stop: AbortSignal): Promise<A> {
  return open.exec(document, variables, { signal: stop });
}

const CACHE = `dokon:catalog:${boot.store.slug}`;
const DAY = 86_400_000;
/** Roots of the keys that are worth keeping: the first screens of the catalog. */
const KEPT = ['home', 'products', 'category'];
const disk = safeStorage('localStorage');

/** Shows the catalog of the last visit at once, and keeps today's for the next: also what an offline visit shows. */
export function keepCatalog(): void {
  try {
    const saved = JSON.parse(disk.get(CACHE) ?? '') as { at: number; build: string; state: DehydratedState };
    if (saved.build === boot.build && Date.now() - saved.at < DAY) hydrate(cache, saved.state);
  } catch {
    disk.remove(CACHE);
  }
  const save = () => {
    const state = dehydrate(cache, {
      shouldDehydrateQuery: (query) => query.state.status === 'success' && KEPT.includes(String(query.queryKey[0])),
    });
    const text = JSON.stringify({ at: Date.now(), build: boot.build, state });
    if (text.length < 600_000) disk.set(CACHE, text);
  };
  addEventListener('pagehide', save);
  host.onActive((active) => {
    if (!active) save();
  });
}
