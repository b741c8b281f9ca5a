/** Compiled messages of one language: text, or a function of the arguments. */
export type Table<M> = { [K in keyof M]: M[K] extends undefined ? string : (args: M[K]) => string };

/** `t('cart.items', { count })`; a key without arguments takes none. */
export type Translate<M> = <K extends keyof M>(key: K, ...args: M[K] extends undefined ? [] : [M[K]]) => string;

export function translator<M>(table: Table<M>): Translate<M> {
  return (key, ...args) => {
    const message = table[key] as string | ((a: unknown) => string);
    return typeof message === 'function' ? message(args[0]) : message;
  };
}
