/** Whose rights an example needs: a demo shopper is signed in by itself, staff show an API token. */
export type Who = 'anybody' | 'shopper' | 'staff';

/** Asks as the example's caller; data of the answer. */
export type Ask = (query: string, variables?: object) => Promise<Record<string, never>>;

export interface Example {
  name: string;
  /** What it shows, in one sentence. */
  note: string;
  who: Who;
  query: string;
  /** Finds what stands in the variables, so that the example runs as it is. */
  variables?: (ask: Ask) => Promise<object>;
}

/** A product that can be bought now, and where it can be fetched. */
const FIND = `query ($any: Boolean = true) {
  products(first: 1, filter: { isAvailable: $any }, sort: PRICE, direction: DESC) {
    nodes { name slug defaultVariant { id } modifierGroups { minimum options { id } } }
  }
  pickupPoints { id }
}`;

interface Found {
  products: {
    nodes: {
      name: string;
      slug: string;
      defaultVariant: { id: string };
      modifierGroups: { minimum: number; options: { id: string }[] }[];
    }[];
  };
  pickupPoints: { id: string }[];
}

async function find(ask: Ask) {
  const found = (await ask(FIND)) as unknown as Found;
  const [product] = found.products.nodes;
  if (!product) throw new Error('the shop sells nothing now');
  const modifiers = product.modifierGroups.flatMap(({ minimum, options }) =>
    options.slice(0, minimum).map(({ id }) => ({ optionId: id, quantity: 1 })),
  );
  return {
    name: product.name,
    slug: product.slug,
    variantId: product.defaultVariant.id,
    modifiers,
    pickupPointId: found.pickupPoints[0]?.id,
  };
}

async function wish(ask: Ask) {
  const { variantId, modifiers, pickupPointId } = await find(ask);
  return {
    input: {
      lines: [{ variantId, quantity: 1, modifiers }],
      contact: { name: 'Malika', phone: '+998901234567' },
      delivery: { method: 'PICKUP', pickupPointId },
      paymentMethod: 'CASH',
    },
  };
}

const CART = `mutation FillCart($input: CartSetInput!) {
  cartSet(input: $input) {
    cart {
      lines { quantity product { name } variant { name } total { formatted } }
      totals { items { formatted } delivery { formatted } total { formatted } }
      readiness { canPlace blockers { code message } }
      quote { id expiresAt }
    }
    userErrors { code message path }
  }
}
`;

export const EXAMPLES: readonly Example[] = [
  {
    name: 'Browse',
    note: 'What a storefront shows first: the shop, its categories, its most bought products.',
    who: 'anybody',
    query: `query Browse {
  store { name currency languages }
  categories { name slug productCount }
  products(first: 6, sort: POPULARITY, direction: DESC) {
    nodes {
      name
      slug
      isAvailable
      cover { url(width: 480) color }
      priceRange { min { minor formatted } }
    }
    pageInfo { hasNextPage endCursor }
  }
}
`,
  },
  {
    name: 'Product',
    note: 'One product with all that can be chosen.',
    who: 'anybody',
    query: `query Product($slug: String!) {
  product(slug: $slug) {
    name
    description
    options { name values { id name } }
    modifierGroups { name minimum maximum options { id name price { formatted } } }
    variants {
      id
      name
      optionValues { id }
      price { formatted }
      availability { canBuy available }
    }
  }
}
`,
    variables: async (ask) => ({ slug: (await find(ask)).slug }),
  },
  {
    name: 'Search',
    note: 'Any script, any keyboard layout, small mistakes; facets count what each choice would leave.',
    who: 'anybody',
    query: `query Search($query: String!) {
  searchSuggest(prefix: $query) { queries }
  search(query: $query, first: 5) {
    products { nodes { name slug } total { value isExact } }
    facets {
      categories { category { name } count }
      price { min { formatted } max { formatted } }
      available
    }
    correctedQuery
    didYouMean
  }
}
`,
    variables: async (ask) => ({ query: (await find(ask)).name.split(' ')[0] }),
  },
  {
    name: 'Cart',
    note: 'A whole cart declared at once; the answer says what it costs and what is still missing.',
    who: 'shopper',
    query: CART,
    variables: wish,
  },
  {
    name: 'Order',
    note: 'Places the quote of a cart that is ready. Sent twice, it is one order.',
    who: 'shopper',
    query: `mutation PlaceOrder($input: OrderPlaceInput!) {
  orderPlace(input: $input) {
    order { id number statusText totals { total { formatted } } fulfilments { method state } }
    userErrors { code message path }
  }
}
`,
    async variables(ask) {
      const { cartSet } = (await ask(CART, await wish(ask))) as unknown as {
        cartSet: { cart: { quote: { id: string } | null } | null };
      };
      return { input: { quoteId: cartSet.cart?.quote?.id ?? 'the cart is not ready: see Cart' } };
    },
  },
  {
    name: 'Live',
    note: 'Listens over Server-Sent Events. Run it, then run Cart or change the cart in the shop in another window.',
    who: 'shopper',
    query: `subscription CartLive {
  cartUpdated {
    cart { version quantity totals { total { formatted } } }
  }
}
`,
  },
  {
    name: 'Orders',
    note: 'The shop’s side: the newest orders, and what may be done with each.',
    who: 'staff',
    query: `query Orders {
  orders(first: 5) {
    nodes {
      number
      statusText
      placedAt
      contact { name phone }
      totals { total { formatted } }
      availableActions { action reasonIfBlocked }
    }
  }
}
`,
  },
  {
    name: 'New product',
    note: 'A draft with two variants. Given an externalId of yours, the same call changes it later.',
    who: 'staff',
    query: `mutation NewProduct($input: ProductUpsertInput!) {
  productUpsert(input: $input) {
    product { id slug status variants { id sku name price { formatted } } }
    userErrors { code message path }
  }
}
`,
    variables: async () => ({
      input: {
        externalId: 'playground-tea',
        name: { uzLatn: 'Koʻk choy', ru: 'Зелёный чай', en: 'Green tea' },
        options: [
          {
            code: 'size',
            name: { uzLatn: 'Hajmi', ru: 'Вес', en: 'Size' },
            values: [
              { code: '100', name: { uzLatn: '100 g', ru: '100 г', en: '100 g' } },
              { code: '250', name: { uzLatn: '250 g', ru: '250 г', en: '250 g' } },
            ],
          },
        ],
        variants: [
          { price: 2_500_000, choice: [{ optionCode: 'size', valueCode: '100' }] },
          { price: 5_500_000, choice: [{ optionCode: 'size', valueCode: '250' }] },
        ],
      },
    }),
  },
  {
    name: 'Webhook',
    note: 'Sends what happens to a program of yours: signed, in order, again until it is taken. The payload is your query.',
    who: 'staff',
    query: `mutation NewWebhook($input: WebhookUpsertInput!) {
  webhookUpsert(input: $input) {
    webhook { id name url types isActive }
    userErrors { code message path }
  }
}
`,
    variables: async () => ({
      input: {
        name: 'Warehouse',
        url: 'https://example.com/dokon',
        types: ['ORDER_PLACED'],
        scopes: ['ORDERS_READ'],
        query: 'query ($id: ID!) { node(id: $id) { ... on Order { number totals { total { amount } } } } }',
        isActive: false,
      },
    }),
  },
  {
    name: 'Events',
    note: 'The journal, for programs that would rather read than listen: keep the cursor, go on from there.',
    who: 'staff',
    query: `query Events($after: String) {
  events(first: 10, after: $after) {
    nodes { sequence type subjectId occurredAt }
    pageInfo { hasNextPage endCursor }
  }
}
`,
  },
];
