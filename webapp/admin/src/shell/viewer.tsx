import { createContext, type ReactNode, useContext } from 'react';
import type { Permission, ViewerQuery } from '../generated/gql/graphql';

export type Viewer = NonNullable<ViewerQuery['viewer']>;

type Context = {
  viewer: Viewer;
  store: ViewerQuery['store'];
  /** Hides or explains what the server would refuse; the server decides. Any one of them is enough. */
  can: (...permissions: Permission[]) => boolean;
};

const ViewerContext = createContext<Context | null>(null);

export function ViewerProvider({ viewer, store, children }: Omit<Context, 'can'> & { children: ReactNode }) {
  const can = (...permissions: Permission[]) => permissions.some((each) => viewer.permissions.includes(each));
  return <ViewerContext value={{ viewer, store, can }}>{children}</ViewerContext>;
}

export function useViewer(): Context {
  const value = useContext(ViewerContext);
  if (!value) throw new Error('useViewer needs the shell above it');
  return value;
}
