import { signal } from '@preact/signals';
import type { ComponentChildren, JSX } from 'preact';
import { boot } from './boot';

/** Where the shopper is, below /app/{store}. */
export interface Place {
  /** Starts with "/"; without a slash at the end. */
  path: string;
  query: URLSearchParams;
  /** Steps taken inside the app: 0 on the page that was opened. */
  depth: number;
}

const BASE = `/app/${boot.store.slug}`;

function read(): Place {
  const path = decodeURI(location.pathname.slice(BASE.length)).replace(/\/+$/, '') || '/';
  const state = history.state as { depth?: number } | null;
  return { path, query: new URLSearchParams(location.search), depth: state?.depth ?? 0 };
}

export const place = signal<Place>(read());

/** Scroll position of each step, so that a list is found again where it was left. */
const scrolls = new Map<number, number>();

export function href(to: string): string {
  return BASE + (to === '/' ? '/' : encodeURI(to));
}

/** Opens a page; `replace` puts it in the place of the present one. */
export function go(to: string, { replace = false } = {}): void {
  const { depth, path } = place.value;
  if (replace) history.replaceState({ depth }, '', href(to));
  else {
    scrolls.set(depth, scrollY);
    scrolls.delete(depth + 1);
    history.pushState({ depth: depth + 1 }, '', href(to));
  }
  place.value = read();
  if (place.value.path !== path) scrollTo(0, 0);
}

/** One step back inside the app; from a page opened by a link, home. */
export function back(): void {
  if (place.value.depth > 0) history.back();
  else go('/', { replace: true });
}

/** Listens to the browser's own back and forward. Call once. */
export function startRouter(): void {
  history.scrollRestoration = 'manual';
  addEventListener('popstate', () => {
    scrolls.set(place.value.depth, scrollY);
    const samePath = read().path === place.value.path;
    place.value = read();
    if (!samePath) restore(scrolls.get(place.value.depth) ?? 0);
  });
}

/** Scrolls when the page has grown tall enough; gives up after half a second. */
function restore(top: number, since = performance.now()): void {
  requestAnimationFrame(() => {
    scrollTo(0, top);
    if (Math.abs(scrollY - top) > 1 && performance.now() - since < 500) restore(top, since);
  });
}

type LinkProps = { to: string; children: ComponentChildren } & Omit<
  JSX.AnchorHTMLAttributes<HTMLAnchorElement>,
  'href'
>;

/** A link inside the app: a real address, opened without loading the page anew. */
export function Link({ to, children, onClick, ...rest }: LinkProps) {
  return (
    <a
      {...rest}
      href={href(to)}
      onClick={(event) => {
        onClick?.(event);
        if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
        event.preventDefault();
        go(to);
      }}
    >
      {children}
    </a>
  );
}
