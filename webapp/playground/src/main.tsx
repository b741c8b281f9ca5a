import { GraphiQLProvider } from '@graphiql/react';
import { GraphiQLInterface } from 'graphiql';
import { createRoot } from 'react-dom/client';
import 'graphiql/style.css';
import './page.css';
import { callerOf } from './caller';
import { EXAMPLES } from './examples';
import { ask } from './fetcher';
import { Picker } from './picker';

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
const store = shops[0] ?? 'store-slug';

const welcome = `# The whole API in one place: the book at the left lists it, Ctrl-Space completes, Ctrl-Enter asks.
# Above stand examples, one for each use.
#
# The store is named in the headers below: ${shops.join(', ') || 'its slug'}.
# "Authorization": "Bearer …" says who you are; without it you see what every visitor sees.

${EXAMPLES[0]?.query ?? ''}`;

const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <GraphiQLProvider
      fetcher={(question, options) => ask(question, (options?.headers ?? {}) as Record<string, string>)}
      defaultQuery={welcome}
      defaultHeaders={JSON.stringify({ 'X-Store': store, 'Accept-Language': 'en' }, null, 2)}
    >
      <Picker caller={callerOf(store)} />
      <GraphiQLInterface defaultEditorToolsVisibility="headers" />
    </GraphiQLProvider>,
  );
}
