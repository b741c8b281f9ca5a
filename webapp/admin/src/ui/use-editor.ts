import { queryClient } from '../session/api';
import type { UserError } from './field-errors';
import { useDraft } from './use-draft';
import { useSave } from './use-save';

/** A form over one thing with a version: draft, saving, and what was refused. What was read under `roots` is read anew. */
export function useEditor<T>(fresh: T, version: number, roots: readonly string[]) {
  const form = useDraft(fresh, version);
  const { isSaving, errors, fields, save, forget } = useSave();
  return {
    ...form,
    isSaving,
    /** Refusals but the one of a stale version, which has its own words. */
    errors: errors.filter((error) => error.code !== 'STALE_VERSION'),
    fields,
    isStale: form.isOutdated || errors.some((error) => error.code === 'STALE_VERSION'),
    save: async <I, A extends { userErrors: readonly UserError[] }>(
      input: I,
      send: (input: I, key: string) => Promise<A>,
      done: (answer: A) => void,
    ) => {
      const isSaved = await save(input, send, done);
      for (const root of roots) void queryClient.invalidateQueries({ queryKey: [root] });
      return isSaved;
    },
    discard: () => {
      forget();
      form.reset();
    },
    insist: () => {
      forget();
      form.rebase();
    },
  };
}

/** What frames of forms need of an editor, whatever it edits. */
export type Frame = Pick<
  ReturnType<typeof useEditor<unknown>>,
  'isDirty' | 'isSaving' | 'isStale' | 'errors' | 'discard' | 'insist'
>;
