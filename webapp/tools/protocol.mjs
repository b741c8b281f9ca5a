/**
 * Speaks to a server as clients of others do: the audits of graphql-http, the clients of graphql-sse and graphql-ws. Writes a
 * line of JSON for each check. Run by a Go test of graph/, which gives it the address of /graphql, a token of staff and the id
 * of an order.
 */
import { auditServer } from 'graphql-http';
import { createClient as createSse } from 'graphql-sse';
import { createClient as createSocket } from 'graphql-ws';
import { WebSocket } from 'ws';

const [url, token, order] = process.argv.slice(2);
const report = (name, ok, detail = '') => process.stdout.write(`${JSON.stringify({ name, ok, detail })}\n`);

/** What a check throws is why it failed. */
async function check(name, run) {
  try {
    await run();
    report(name, true);
  } catch (error) {
    report(name, false, String(error?.stack ?? JSON.stringify(error)));
  }
}

function must(is, what) {
  if (!is) throw new Error(`not so: ${what}`);
}

for (const { id, name, status, ...rest } of await auditServer({ url })) {
  report(`audit ${id} ${name}`, status === 'ok', JSON.stringify(rest));
}

const authorization = `Bearer ${token}`;
const note = (text) =>
  fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Authorization: authorization },
    body: JSON.stringify({
      query:
        'mutation ($id: ID!, $note: String!) { orderNoteSet(input: {id: $id, note: $note}) { userErrors { code } } }',
      variables: { id: order, note: text },
    }),
  });

const live = {
  query: 'subscription ($id: ID!) { orderUpdated(id: $id) { kind order { id staffNote } } }',
  variables: { id: order },
};

/** The same checks for both clients, which have one interface. */
async function speak(name, client, other) {
  await check(`${name}: query`, async () => {
    const answers = [];
    for await (const answer of client.iterate({ query: '{ store { slug } }' })) answers.push(answer);
    must(answers.length === 1 && answers[0].data.store.slug === 'test', JSON.stringify(answers));
  });
  await check(`${name}: mutation`, async () => {
    for await (const { data } of client.iterate({ query: 'mutation { cartCreate { cart { id } } }' })) {
      must(data.cartCreate.cart.id, 'a cart');
    }
  });
  await check(`${name}: not valid`, async () => {
    const messages = [];
    try {
      for await (const answer of client.iterate({ query: '{ nothing }' })) messages.push(...(answer.errors ?? []));
    } catch (error) {
      messages.push(...[error].flat());
    }
    must(messages.length > 0, 'an error');
  });
  await check(`${name}: refused`, async () => {
    for await (const { errors } of other.iterate(live)) must(errors[0].extensions.code === 'UNAUTHENTICATED', errors);
  });
  await check(`${name}: subscription`, async () => {
    const text = `${name} was here`;
    let first = true;
    for await (const { data, errors } of client.iterate(live)) {
      must(!errors, JSON.stringify(errors));
      if (data.orderUpdated.order.staffNote === text) return; // leaving the loop ends the subscription
      if (first) await note(text);
      first = false;
    }
    throw new Error('it ended by itself');
  });
  await check(`${name}: many at once`, async () => {
    const ask = async () => {
      for await (const { data } of client.iterate({ query: '{ products { nodes { id } } }' }))
        return data.products.nodes;
    };
    const all = await Promise.all(Array.from({ length: 10 }, ask));
    must(all.every(Array.isArray), 'ten lists');
  });
}

const sse = (headers) => createSse({ url, headers, retryAttempts: 0 });
await speak('graphql-sse', sse({ Authorization: authorization }), sse({}));

const socket = (connectionParams) =>
  createSocket({
    url: url.replace('http', 'ws'),
    webSocketImpl: WebSocket,
    connectionParams,
    retryAttempts: 0,
    lazyCloseTimeout: 1000,
  });
const signedIn = socket({ authorization });
const nobody = socket({});
await speak('graphql-ws', signedIn, nobody);
await check('graphql-ws: forged token', async () => {
  const forged = socket({ authorization: 'Bearer x.y.z' });
  try {
    for await (const _ of forged.iterate({ query: '{ store { slug } }' })) must(false, 'no answer');
  } catch (event) {
    must(event.code === 4403, `close code ${event.code}`);
  }
});
await signedIn.dispose();
await nobody.dispose();
