// One order by plain HTTP, with nothing but fetch: `make run` in one window, `node examples/order.mjs` in another.
//
// In each demo shop a shopper opens the Mini App from the chat, fills a cart and orders for pickup, in cash; the owner accepts;
// both find it in their chats with the shop's bot. Every request is one that an integrator's program would send.
//
//   BASE_URL       the shop's address, http://localhost:8080 when not set
//   TELEGRAM_URL   the fake Telegram's address, http://127.0.0.1:8090 when not set
//   node examples/order.mjs [store …]   those shops only
const base = process.env.BASE_URL ?? 'http://localhost:8080';
const telegram = process.env.TELEGRAM_URL ?? 'http://127.0.0.1:8090';
const shopper = 777000111;
const owner = 777000222;
const stores = process.argv.length > 2 ? process.argv.slice(2) : ['zarbof', 'sadaf', 'anhor', 'lola'];

/** Sends one operation. Errors of the request are thrown; errors of the user stand in each payload. */
async function ask(store, authorization, query, variables = {}) {
  const response = await fetch(`${base}/graphql`, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      'X-Store': store,
      'Accept-Language': 'en',
      ...(authorization && { Authorization: authorization }),
    },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = await response.json();
  if (errors) throw new Error(`${store}: ${JSON.stringify(errors)}`);
  const refused = Object.values(data).find((payload) => payload?.userErrors?.length);
  if (refused) throw new Error(`${store}: ${JSON.stringify(refused.userErrors)}`);
  return data;
}

/** The chat of a person with the bot of a shop, in the fake Telegram. */
async function chat(bot, person, act) {
  const response = await fetch(`${telegram}/control/chats/${bot}/${person}${act ? `/${act}` : ''}`, {
    ...(act && { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{}' }),
  });
  const { ok, result, error } = await response.json();
  if (!ok) throw new Error(`the fake Telegram: ${error}`);
  return result;
}

/** Waits until the bot has told a person about the order. */
async function told(bot, person, number) {
  for (let tries = 0; tries < 100; tries++) {
    const message = (await chat(bot, person)).findLast(
      ({ from, text }) => from.is_bot && new RegExp(`\\b${number}\\b`).test(text ?? ''),
    );
    if (message) return message.text;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`nobody told ${person} about order ${number}`);
}

/** The init data that Telegram hands to the Mini App when a person opens it from the chat's menu. */
async function initData(bot, person) {
  const opened = await fetch(`${telegram}/control/open/${bot}/${person}?menu=1`, { redirect: 'manual' });
  const launch = new URLSearchParams(new URL(opened.headers.get('location')).hash.slice(1));
  return launch.get('tgWebAppData');
}

const { bots } = await (await fetch(`${telegram}/control/state`)).json();

for (const store of stores) {
  const bot = bots.find(({ menu }) => menu?.web_app?.url.includes(`/app/${store}/`))?.id;
  if (!bot) throw new Error(`${store} has no bot`);
  await chat(bot, shopper, 'start');
  await chat(bot, owner, 'start');

  // The shopper is who Telegram says: no registration, no password.
  const { sessionCreate } = await ask(
    store,
    `tma ${await initData(bot, shopper)}`,
    'mutation { sessionCreate(input: {}) { tokens { accessToken } userErrors { code message } } }',
  );
  const buyer = `Bearer ${sessionCreate.tokens.accessToken}`;

  const { products, pickupPoints } = await ask(
    store,
    buyer,
    `{ products(first: 100, filter: { isAvailable: true }, sort: PRICE, direction: DESC) { nodes {
         name modifierGroups { minimum options { id } } variants { id availability { canBuy } } } }
       pickupPoints { id name } }`,
  );
  const product = products.nodes.find(({ variants }) => variants.some(({ availability }) => availability.canBuy));
  const variant = product.variants.find(({ availability }) => availability.canBuy);

  // The whole wish in one call: a repeat of it changes nothing.
  const { cartSet } = await ask(
    store,
    buyer,
    `mutation ($input: CartSetInput!) { cartSet(input: $input) { userErrors { code message path }
       cart { totals { total { formatted } } readiness { canPlace blockers { message } } quote { id } } } }`,
    {
      input: {
        lines: [
          {
            variantId: variant.id,
            quantity: 1,
            modifiers: product.modifierGroups.flatMap(({ minimum, options }) =>
              options.slice(0, minimum).map(({ id }) => ({ optionId: id })),
            ),
          },
        ],
        contact: { name: 'Aziza', phone: '+998 90 123 45 67' },
        delivery: { method: 'PICKUP', pickupPointId: pickupPoints[0].id },
        paymentMethod: 'CASH',
      },
    },
  );
  if (!cartSet.cart.readiness.canPlace) throw new Error(JSON.stringify(cartSet.cart.readiness.blockers));

  const { orderPlace } = await ask(
    store,
    buyer,
    `mutation ($quote: ID!) { orderPlace(input: { quoteId: $quote }) { userErrors { code message }
       order { id number statusText totals { total { formatted } } } } }`,
    { quote: cartSet.cart.quote.id },
  );
  const order = orderPlace.order;
  await Promise.all([told(bot, shopper, order.number), told(bot, owner, order.number)]);

  // The owner signs in the same way, and accepts.
  const { staffSessionCreate } = await ask(
    store,
    undefined,
    'mutation ($initData: String!) { staffSessionCreate(input: { initData: $initData }) { tokens { accessToken } userErrors { message } } }',
    { initData: await initData(bot, owner) },
  );
  const staff = `Bearer ${staffSessionCreate.tokens.accessToken}`;
  const { orderConfirm } = await ask(
    store,
    staff,
    'mutation ($id: ID!) { orderConfirm(input: { id: $id }) { order { statusText } userErrors { code message } } }',
    { id: order.id },
  );
  console.log(
    `${store}: ${product.name}, order ${order.number}, ${order.totals.total.formatted}: ${order.statusText} → ${orderConfirm.order.statusText}; told in both chats`,
  );
}
