import { events } from '../../packages/client/src/sse.ts';

/** What GraphiQL asks and shows: its own types want packages that the page does not need. */
export interface Question {
  query: string;
  operationName?: string | null;
  variables?: unknown;
}
export interface Answer {
  data?: Record<string, unknown>;
}

/** Sends an operation to the server. Live answers come as Server-Sent Events, all others as JSON. */
export async function* ask(
  question: Question,
  headers: Record<string, string>,
  url = '/graphql',
): AsyncGenerator<Answer> {
  const isLive = isSubscription(question);
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      Accept: isLive ? 'text/event-stream' : 'application/json',
      ...headers,
    },
    body: JSON.stringify(question),
  });
  const kind = response.headers.get('Content-Type') ?? '';
  if (!kind.startsWith('text/event-stream') || !response.body) {
    yield kind.includes('json') ? await response.json() : { errors: [{ message: await response.text() }] };
    return;
  }
  for await (const { event, data } of events(response.body)) {
    if (event === 'complete') return;
    if (event === 'next') yield JSON.parse(data);
  }
}

function isSubscription({ query, operationName }: Question): boolean {
  const name = operationName ? `\\s+${operationName}\\b` : '';
  return new RegExp(`(^|[}\\s])subscription${name}`, 'm').test(query.replace(/#.*$/gm, ''));
}
