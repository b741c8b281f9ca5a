import { signal } from '@preact/signals';
import type { ComponentType } from 'preact';
import { ErrorState, PageSkeleton } from '../ui/states';

/** A screen whose code is fetched when it is first shown, or earlier by `preload`. */
export function lazy<P extends object>(load: () => Promise<{ default: ComponentType<P> }>) {
  const screen = signal<ComponentType<P> | undefined>(undefined);
  const failure = signal<unknown>(undefined);
  let asked = false;
  const preload = () => {
    if (asked) return;
    asked = true;
    load().then(
      (module) => {
        screen.value = module.default;
      },
      (error: unknown) => {
        asked = false;
        failure.value = error;
      },
    );
  };
  function Lazy(props: P) {
    const Screen = screen.value;
    if (Screen) return <Screen {...props} />;
    // The file may be gone after a new deployment: the page itself must be loaded again then.
    if (failure.value !== undefined) return <ErrorState error={failure.value} onRetry={() => location.reload()} />;
    preload();
    return <PageSkeleton />;
  }
  return Object.assign(Lazy, { preload });
}
