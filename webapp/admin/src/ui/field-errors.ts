/** A refusal as every mutation payload carries it. The message is in the reader's language and safe to show. */
export type UserError = { code: string; message: string; path?: readonly string[] | null };

/** Refusals by dotted path ("variants.0.price"), as @mantine/form wants them. The first at a path wins. */
export function byPath(errors: readonly UserError[]): Record<string, string> {
  const found: Record<string, string> = {};
  for (const error of errors) {
    const path = (error.path ?? []).join('.');
    if (path !== '' && !(path in found)) found[path] = error.message;
  }
  return found;
}

/**
 * Refusals that no field of the form will show: without a path, or with one outside of `shown` (dotted prefixes).
 * They belong above the form.
 */
export function elsewhere(errors: readonly UserError[], shown: readonly string[]): UserError[] {
  return errors.filter((error) => {
    const path = (error.path ?? []).join('.');
    return path === '' || !shown.some((prefix) => path === prefix || path.startsWith(`${prefix}.`));
  });
}

/** The same refusals under other names, for forms whose fields are not laid out as the input. */
export function renamed(errors: readonly UserError[], rename: (path: string[]) => string[]): UserError[] {
  return errors.map((error) => ({ ...error, path: rename([...(error.path ?? [])]) }));
}
