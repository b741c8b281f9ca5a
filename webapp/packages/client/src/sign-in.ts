import type { CallOptions, Client } from './client.ts';
import type { Outcome, UserError } from './errors.ts';
import { TelegramSignInCreateDocument } from './graphql.gen.ts';
import { pause } from './http.ts';

/** A sign-in that waits for the shopper's press in Telegram. */
export interface SignIn {
  /** Opens the chat: a link on a phone, a QR code on a computer. */
  readonly url: string;
  /** Two digits to show in large: the chat shows the same. */
  readonly matchCode: string;
  readonly expiresAt: Date;
  /** Waits for the press. Then the client is signed in, and the anonymous cart has moved along. Errors: DokonError. */
  done(signal?: AbortSignal): Promise<Outcome<object>>;
}

/** Milliseconds between questions. */
const ASK = 2000;

export async function startSignIn(
  client: Client,
  options: CallOptions,
  take: (secret: string) => Promise<UserError[]>,
): Promise<Outcome<{ signIn: SignIn }>> {
  const begun = await client.mutate(TelegramSignInCreateDocument, {}, options);
  if (!begun.ok) return begun;
  const { url, secret, matchCode, expiresAt } = begun.telegramSignIn;
  const signIn: SignIn = {
    url,
    matchCode,
    expiresAt: new Date(expiresAt),
    async done(signal = options.signal) {
      for (;;) {
        const [first, ...others] = await take(secret);
        if (!first) return { ok: true };
        if (first.code !== 'SIGN_IN_PENDING') return { ok: false, errors: [first, ...others] };
        await pause(ASK, signal);
      }
    },
  };
  return { ok: true, signIn };
}
