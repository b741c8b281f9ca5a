/** A typed GraphQL document as tools/codegen.mjs writes it: its text with the types of its answer and variables. */
export interface Document<Answer, Variables> {
  toString(): string;
  __apiType?: (variables: Variables) => Answer;
  __meta__?: Record<string, unknown> | undefined;
}

/** Variables may be left out when there are none to give. */
export type VariablesArg<V> = V extends Record<string, never> ? [variables?: V] : [variables: V];

/**
 * The body of a request. A document that codegen replaced by its hash goes out as documentId, which the server finds
 * among the trusted documents.
 */
export function body(document: Document<unknown, never>, variables: unknown): string {
  const text = document.toString();
  return JSON.stringify(
    text.startsWith('sha256:') ? { documentId: text, variables } : { query: text, variables: variables ?? {} },
  );
}
