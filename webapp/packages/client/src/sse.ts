/** One event of a text/event-stream; comments come as `event: ''`. */
export interface SseEvent {
  event: string;
  data: string;
}

/** Cuts a stream into events as they arrive. Source: WHATWG HTML, "server-sent events". */
export async function* events(stream: ReadableStream<Uint8Array>): AsyncGenerator<SseEvent> {
  const reader = stream.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  try {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      rest += decoder.decode(value, { stream: true });
      for (let end = rest.search(/\r?\n\r?\n/); end >= 0; end = rest.search(/\r?\n\r?\n/)) {
        yield parse(rest.slice(0, end));
        rest = rest.slice(end).replace(/^\r?\n\r?\n/, '');
      }
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
}

function parse(block: string): SseEvent {
  let event = '';
  const data: string[] = [];
  for (const line of block.split(/\r?\n/)) {
    const [, field, value] = /^(\w+):? ?(.*)$/.exec(line) ?? [];
    if (field === 'event') event = value ?? '';
    if (field === 'data') data.push(value ?? '');
  }
  return { event, data: data.join('\n') };
}
