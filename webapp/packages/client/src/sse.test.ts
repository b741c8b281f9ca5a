import { expect, test } from 'vitest';
import { events } from './sse.ts';

/** A stream that arrives in these pieces of bytes. */
function stream(...pieces: Uint8Array[]): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      for (const piece of pieces) controller.enqueue(piece);
      controller.close();
    },
  });
}

const TEXT = ': ping\n\nevent: next\ndata: {"a":\ndata: "ўрик"}\n\nevent: complete\n\n';
const WANTED = [
  { event: '', data: '' },
  { event: 'next', data: '{"a":\n"ўрик"}' },
  { event: 'complete', data: '' },
];

test.each([1, 2, 3, 7, 1000])('cuts a stream that arrives %i bytes at a time', async (size) => {
  const bytes = new TextEncoder().encode(TEXT);
  const pieces = [];
  for (let i = 0; i < bytes.length; i += size) pieces.push(bytes.slice(i, i + size));
  const seen = [];
  for await (const event of events(stream(...pieces))) seen.push(event);
  expect(seen).toEqual(WANTED);
});

test.each(['\r\n', '\r'])('%j is a line end too, also when a piece ends in the middle of it', async (end) => {
  const bytes = new TextEncoder().encode(`${TEXT}: last\n`.replaceAll('\n', end));
  for (const size of [1, 2, 3, 5, 1000]) {
    const pieces = [];
    for (let i = 0; i < bytes.length; i += size) pieces.push(bytes.slice(i, i + size));
    const seen = [];
    for await (const event of events(stream(...pieces))) seen.push(event);
    expect(seen).toEqual(WANTED);
  }
});
