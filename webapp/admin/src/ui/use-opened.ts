import { useState } from 'react';

/** Which thing of a list is open in a dialog: a fresh reading of the list is a fresh reading of it. */
export function useOpened<T extends { id: string }>(rows: readonly T[] | undefined) {
  const [id, setId] = useState<string>();
  return {
    /** Undefined while closed or new. */
    thing: rows?.find((row) => row.id === id),
    isOpen: id === 'new' || (id !== undefined && rows?.some((row) => row.id === id) === true),
    key: id,
    open: (next: { id: string } | 'new') => setId(next === 'new' ? 'new' : next.id),
    close: () => setId(undefined),
  };
}
