import type { Who } from './examples';
import { ask as send } from './fetcher';

/** How examples speak to the shop. */
export interface Caller {
  store: string;
  /** Asks once; data of the answer. Errors: what the server says, in words. */
  ask(query: string, variables: object | undefined, headers: Record<string, string>): Promise<Record<string, never>>;
}

export function callerOf(store: string, url?: string): Caller {
  return {
    store,
    async ask(query, variables, headers) {
      for await (const answer of send({ query, variables }, headers, url)) {
        const { data, errors } = answer as { data?: Record<string, never>; errors?: { message: string }[] };
        if (errors?.[0] || !data) throw new Error(errors?.[0]?.message ?? 'the server gave no answer');
        return data;
      }
      throw new Error('the server gave no answer');
    },
  };
}

const API_TOKEN = 'Bearer dkt_…';
const SIGN_IN = 'mutation { demoSessionCreate(input: {}) { tokens { accessToken } } }';

/** The headers of an example: store and language as they are now, and who asks. A token of staff that was typed in stays. */
export async function headersOf(caller: Caller, who: Who, now: string): Promise<Record<string, string>> {
  let given: Record<string, string> = {};
  try {
    given = JSON.parse(now) as Record<string, string>;
  } catch {
    // Half-typed headers give way.
  }
  const { Authorization: token, ...others } = given;
  const headers = { 'X-Store': caller.store, 'Accept-Language': 'en', ...others };
  if (who === 'staff') return { ...headers, Authorization: token?.startsWith('Bearer dkt_') ? token : API_TOKEN };
  if (who === 'anybody') return headers;
  const data = await caller.ask(SIGN_IN, undefined, headers);
  const { tokens } = data.demoSessionCreate as unknown as { tokens: { accessToken: string } };
  return { ...headers, Authorization: `Bearer ${tokens.accessToken}` };
}
