import { useSyncExternalStore } from 'react';

let ids: ReadonlySet<string> = new Set();
const listeners = new Set<() => void>();

function change(next: ReadonlySet<string>) {
  ids = next;
  for (const listener of listeners) listener();
}

/** Orders that arrived while this page was open and have not been looked at: marked in the list until opened. */
export const freshOrders = {
  add: (id: string) => change(new Set([...ids, id])),
  seen: (id: string) => {
    if (ids.has(id)) change(new Set([...ids].filter((each) => each !== id)));
  },
};

export function useFreshOrders(): ReadonlySet<string> {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => ids,
  );
}
