import { useCallback, useMemo, useState } from 'react';

/**
 * What is being edited against what was read. While nothing was typed the draft follows fresh data; once something
 * was, it stays, and `isOutdated` says that the server has moved on.
 */
export function useDraft<T>(fresh: T, version: number) {
  const [base, setBase] = useState({ value: fresh, version });
  const [draft, setDraft] = useState(fresh);
  const isDirty = useMemo(() => JSON.stringify(draft) !== JSON.stringify(base.value), [draft, base.value]);

  // Adjusting state while rendering, so that no stale field is painted.
  if (!isDirty && version !== base.version) {
    setBase({ value: fresh, version });
    setDraft(fresh);
  }

  const patch = useCallback((part: Partial<T> | ((now: T) => Partial<T>)) => {
    setDraft((now) => ({ ...now, ...(typeof part === 'function' ? part(now) : part) }));
  }, []);

  return {
    draft,
    base: base.value,
    /** The version that the draft was made from: what a save expects. */
    version: base.version,
    isDirty,
    isOutdated: isDirty && version !== base.version,
    patch,
    /** Starts again from what the server has. */
    reset: () => {
      setBase({ value: fresh, version });
      setDraft(fresh);
    },
    /** Keeps the draft and lets it replace what the server has now. */
    rebase: () => setBase((now) => ({ ...now, version })),
    /** The draft was saved and came back as this. */
    saved: (value: T, nextVersion: number) => {
      setBase({ value, version: nextVersion });
      setDraft(value);
    },
  };
}
