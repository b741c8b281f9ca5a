import { DokonError } from './errors.ts';

/** A GraphQL document that knows its answer and variables: one of this package, or of your own codegen. */
export interface TypedDocument<Answer, Variables> {
  toString(): string;
  /** `sha256:…` of the text, when servers may know it by that name: the name is sent, and the text only when asked for. */
  hash?: string;
  __apiType?: (variables: Variables) => Answer;
}

/** A document of this package. */
export function document<Answer, Variables>(hash: string, text: string): TypedDocument<Answer, Variables> {
  return { hash, toString: () => text };
}

/** The bodies that ask for one thing: the first is sent, the second when the server does not know the document's name. */
export type Bodies = readonly [first: string, whole?: string];

export function bodiesOf(document: TypedDocument<unknown, never>, variables: unknown = {}): Bodies {
  const { hash } = document;
  const query = document.toString();
  if (!hash) return [JSON.stringify({ query, variables })];
  const extensions = { persistedQuery: { version: 1, sha256Hash: hash.replace('sha256:', '') } };
  return [JSON.stringify({ documentId: hash, variables }), JSON.stringify({ query, variables, extensions })];
}

/** The server asks for the text of the document. It has carried nothing out. */
export function asksForText(error: unknown): boolean {
  return error instanceof DokonError && error.code === 'PERSISTED_QUERY_NOT_FOUND';
}
