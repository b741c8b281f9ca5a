import { GraphiQL } from 'graphiql';
import { createRoot } from 'react-dom/client';
import 'graphiql/style.css';
import './page.css';
import { ask } from './fetcher';

/** Slugs of the demo shops, for a first request that works. */
function stores(): string[] {
  try {
    const boot: unknown = JSON.parse(document.getElementById('boot')?.textContent ?? '');
    return (boot as { stores?: string[] }).stores ?? [];
  } catch {
    return [];
  }
}

const shops = stores();

const welcome = `# The whole API in one place: the book at the left lists it, Ctrl-Space completes, Ctrl-Enter asks.
#
# The store is named in the headers below: ${shops.join(', ') || 'its slug'}.
# "Authorization": "Bearer …" says who you are; without it you see what every visitor sees.

query Shop {
  store {
    name
    currency
    languages
  }
  products(first: 5) {
    nodes {
      name
      slug
      priceRange {
        min {
          amount
          formatted
        }
      }
    }
  }
}
`;

const headers = JSON.stringify({ 'X-Store': shops[0] ?? 'store-slug', 'Accept-Language': 'uz' }, null, 2);

const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <GraphiQL
      fetcher={(question, options) => ask(question, (options?.headers ?? {}) as Record<string, string>)}
      defaultQuery={welcome}
      defaultHeaders={headers}
      defaultEditorToolsVisibility="headers"
    />,
  );
}
