/**
 * A typed GraphQL document as tools/codegen.mjs writes it. In a built page it is the hash alone, `sha256:…`, by which the
 * server knows the text; while developing it is the text, which no server knows yet.
 */
export interface Document<Answer, Variables> {
  toString(): string;
  __apiType?: (variables: Variables) => Answer;
}

/** Variables may be left out when there are none to give. */
export type VariablesArg<V> = V extends Record<string, never> ? [variables?: V] : [variables: V];

/** The body of a request. A hash goes out as documentId, which the server finds among the trusted documents. */
export function body(document: Document<unknown, never>, variables: unknown): string {
  const text = document.toString();
  return JSON.stringify(
    text.startsWith('sha256:') ? { documentId: text, variables } : { query: text, variables: variables ?? {} },
  );
}
