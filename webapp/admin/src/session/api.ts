import { createClient, type Document, type ExecOptions, GqlError, newKey } from '@dokon/gql';
import { QueryClient, queryOptions } from '@tanstack/react-query';
import { SessionRefreshDocument } from '../generated/gql/graphql';
import { currentLang } from '../i18n/i18n';
import { launchStore } from './launch';
import { StaffSession } from './session';

const url = '/graphql';

/** Requests that need no session: signing in and renewing. */
export const publicClient = createClient({
  url,
  headers: () => {
    const store = launchStore();
    return { ...(store && { 'X-Store': store }), 'Accept-Language': currentLang() };
  },
});

export const session = new StaffSession(async (refreshToken) => {
  try {
    const answer = await publicClient.exec(SessionRefreshDocument, { input: { refreshToken } });
    return answer.sessionRefresh.tokens ?? undefined;
  } catch (error) {
    if (error instanceof GqlError && error.code !== 'INTERNAL' && error.code !== 'RATE_LIMITED') return undefined;
    throw error;
  }
});

export const client = createClient({ url, session, headers: () => ({ 'Accept-Language': currentLang() }) });

/** Asks once. Faults are thrown; refusals come in the answer's userErrors. */
export function ask<A, V>(document: Document<A, V>, variables: V, options?: ExecOptions): Promise<A> {
  return client.exec(document, variables, options);
}

/** A mutation with a key of its own: a retry over a bad line is carried out once. */
export function act<A, V>(document: Document<A, V>, variables: V, key: string = newKey()): Promise<A> {
  return client.exec(document, variables, { idempotencyKey: key });
}

/** Options of a query. The key starts with the root field and the variables, which is what mutations and events invalidate by. */
export function query<A, V>(root: string, document: Document<A, V>, variables: V) {
  return queryOptions({
    queryKey: [root, variables, document.toString()] as const,
    queryFn: ({ signal }) => ask(document, variables, { signal }),
  });
}

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      retry: (count, error) => count < 2 && !(error instanceof GqlError && error.code !== 'INTERNAL'),
    },
  },
});
