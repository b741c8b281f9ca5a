import { newKey } from '@dokon/gql';
import { useRef, useState } from 'react';
import { useT } from '../i18n/i18n';
import { faultText } from '../session/fault';
import { byPath, type UserError } from './field-errors';
import { say, warn } from './notice';

type Answer = { userErrors: readonly UserError[] };

/**
 * The saving of a form: busy while under way, refusals kept for their fields, faults told. After a fault nobody knows
 * whether the server carried it out, so the same input goes out under the same idempotency key again.
 */
export function useSave() {
  const t = useT();
  const open = useRef<{ body: string; key: string }>(undefined);
  const [isSaving, setSaving] = useState(false);
  const [errors, setErrors] = useState<readonly UserError[]>([]);

  /** Answers whether it was saved. */
  const save = async <I, A extends Answer>(
    input: I,
    send: (input: I, key: string) => Promise<A>,
    done: (answer: A) => void,
  ): Promise<boolean> => {
    if (isSaving) return false;
    const body = JSON.stringify(input);
    const key = open.current?.body === body ? open.current.key : newKey();
    open.current = { body, key };
    setSaving(true);
    try {
      const answer = await send(input, key);
      open.current = undefined;
      // Paths begin with the name of the argument; forms know the fields below it.
      const refused = answer.userErrors.map((error) => ({ ...error, path: withoutInput(error.path ?? []) }));
      setErrors(refused);
      if (refused.length > 0) return false;
      done(answer);
      say(t('save.saved'));
      return true;
    } catch (error) {
      const { title, hint } = faultText(error);
      warn(t(title), t(hint));
      return false;
    } finally {
      setSaving(false);
    }
  };
  return { isSaving, errors, fields: byPath(errors), save, forget: () => setErrors([]) };
}

function withoutInput(path: readonly string[]): string[] {
  return path[0] === 'input' ? path.slice(1) : [...path];
}
