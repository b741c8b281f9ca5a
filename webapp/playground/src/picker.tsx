import { useEditorContext } from '@graphiql/react';
import { useState } from 'react';
import { type Caller, headersOf } from './caller';
import { EXAMPLES, type Example } from './examples';

/** Examples, one for each use. A pick fills the tab at hand with all that is needed to run it. */
export function Picker({ caller }: { caller: Caller }) {
  const { queryEditor, variableEditor, headerEditor } = useEditorContext({ nonNull: true });
  const [picked, setPicked] = useState<Example>();
  const [problem, setProblem] = useState('');

  // The editors are loaded after the page; a pick that came before them would be lost.
  const isReady = queryEditor !== null && variableEditor !== null && headerEditor !== null;

  async function pick(example: Example) {
    if (!isReady) return;
    setPicked(example);
    setProblem('');
    queryEditor.setValue(example.query);
    // The editor reads what is in it a moment later; whoever runs it before would ask for the operation that was there.
    queryEditor.operationName = /^\s*(?:query|mutation|subscription)\s+(\w+)/m.exec(example.query)?.[1] ?? null;
    try {
      const headers = await headersOf(caller, example.who, headerEditor.getValue());
      headerEditor.setValue(JSON.stringify(headers, null, 2));
      const ask = (query: string, variables?: object) => caller.ask(query, variables, headers);
      const variables = await example.variables?.(ask);
      variableEditor.setValue(variables ? JSON.stringify(variables, null, 2) : '');
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    }
  }

  const note =
    problem || picked?.note || 'Pick a use, then press Ctrl-Enter. The book at the left lists the whole API.';
  return (
    <nav className="picker graphiql-container" aria-label="Examples">
      <div className="uses">
        {EXAMPLES.map((example) => (
          <button
            key={example.name}
            type="button"
            disabled={!isReady}
            aria-pressed={example === picked}
            onClick={() => void pick(example)}
          >
            {example.name}
          </button>
        ))}
      </div>
      <p role="status">
        {note}
        {picked?.who === 'staff' && ' Needs an API token in the headers: admin, Settings, API tokens.'}
        {picked?.who === 'shopper' && !problem && ' A demo shopper is signed in for it.'}
      </p>
    </nav>
  );
}
