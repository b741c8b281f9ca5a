/** One event of a text/event-stream; comments come as `event: ''`. */
export interface SseEvent {
  event: string;
  data: string;
}

/** The empty line that ends an event. A carriage return at the end of what has come may be half a line end. */
const END = /(?:\r\n|\n|\r(?!\n|$)){2}/;
const LINE = /\r\n|\n|\r/;

/**
 * Cuts a stream into events as they arrive; stopping early closes it. Source: WHATWG HTML, "server-sent events"; GraphQL
 * over SSE, distinct connections mode.
 */
export async function* events(stream: ReadableStream<Uint8Array>): AsyncGenerator<SseEvent> {
  const reader = stream.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  try {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      rest += decoder.decode(value, { stream: true });
      for (let end = END.exec(rest); end; end = END.exec(rest)) {
        yield parse(rest.slice(0, end.index));
        rest = rest.slice(end.index + end[0].length);
      }
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
}

function parse(block: string): SseEvent {
  let event = '';
  const data: string[] = [];
  for (const line of block.split(LINE)) {
    const [, field, value] = /^(\w+):? ?(.*)$/.exec(line) ?? [];
    if (field === 'event') event = value ?? '';
    if (field === 'data') data.push(value ?? '');
  }
  return { event, data: data.join('\n') };
}
