import { useT } from '../i18n/i18n';
import { faultText } from '../session/fault';
import type { UserError } from './field-errors';
import { say, warn } from './notice';

/** A single act without a form: a refusal or a fault is told under the name of the thing. Answers whether it was done. */
export function useDeed() {
  const t = useT();
  return async <A extends { userErrors: readonly UserError[] }>(
    name: string,
    send: () => Promise<A>,
    done?: string,
  ): Promise<A | undefined> => {
    try {
      const answer = await send();
      const refusal = answer.userErrors[0];
      if (refusal) {
        warn(name, refusal.message);
        return undefined;
      }
      if (done) say(done);
      return answer;
    } catch (fault) {
      const { title, hint } = faultText(fault);
      warn(t(title), t(hint));
      return undefined;
    }
  };
}
