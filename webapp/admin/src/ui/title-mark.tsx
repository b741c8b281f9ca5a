import { createContext, type ReactNode, useContext } from 'react';

const Mark = createContext(0);

/** Things that wait for the reader, counted before each page's title: «(3) Buyurtmalar». */
export function TitleMark({ count, children }: { count: number; children: ReactNode }) {
  return <Mark value={count}>{children}</Mark>;
}

export function useMarkedTitle(title: string): string {
  const count = useContext(Mark);
  return `${count > 0 ? `(${count}) ` : ''}${title} · Dokon`;
}
