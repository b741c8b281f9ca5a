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
export async function* ask(question: Question, headers: Record<string, string>): AsyncGenerator<Answer> {
  const isLive = isSubscription(question);
  const response = await fetch('/graphql', {
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
  yield* events(response.body);
}

function isSubscription({ query, operationName }: Question): boolean {
  const name = operationName ? `\\s+${operationName}\\b` : '';
  return new RegExp(`(^|[}\\s])subscription${name}`, 'm').test(query.replace(/#.*$/gm, ''));
}

/** The `next` events of the GraphQL over SSE protocol, until `complete`. */
async function* events(body: ReadableStream<Uint8Array>): AsyncGenerator<Answer> {
  const reader = body.getReader();
  const text = new TextDecoder();
  let pending = '';
  try {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      pending += text.decode(value, { stream: true });
      const blocks = pending.split(/\r?\n\r?\n/);
      pending = blocks.pop() ?? '';
      for (const block of blocks) {
        const lines = block.split(/\r?\n/);
        const field = (name: string) =>
          lines
            .filter((line) => line.startsWith(`${name}:`))
            .map((line) => line.slice(name.length + 1).trimStart())
            .join('\n');
        if (field('event') === 'complete') return;
        if (field('event') === 'next') yield JSON.parse(field('data'));
      }
    }
  } finally {
    await reader.cancel();
  }
}
