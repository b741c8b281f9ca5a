import { type StaffSessionCreateInput, StaffSignInDocument } from '../generated/gql/graphql';
import { publicClient, queryClient, session } from './api';

const running = new Map<string, Promise<string | null>>();

/**
 * Signs in by a one-time code or initData. Null on success, else the refusal in the reader's language. A code works
 * once, so two calls for the same one share one request.
 */
export function signIn(input: StaffSessionCreateInput): Promise<string | null> {
  const key = input.code ?? input.initData ?? '';
  const known = running.get(key);
  if (known) return known;
  const asked = (async () => {
    const { staffSessionCreate: answer } = await publicClient.exec(StaffSignInDocument, { input });
    if (!answer.tokens) return answer.userErrors[0]?.message ?? '';
    session.keep(answer.tokens);
    await queryClient.invalidateQueries();
    return null;
  })();
  running.set(key, asked);
  void asked.catch(() => running.delete(key));
  return asked;
}
