import {
  chooseLang,
  date,
  dateTime,
  type Lang,
  money,
  number,
  relative,
  type Table,
  type Translate,
  time,
  translator,
} from '@dokon/i18n';
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';
import type { Messages } from '../generated/messages/keys';

export type Key = keyof Messages;
/** Keys of messages without arguments: what a table of labels may hold. */
export type PlainKey = { [K in Key]: Messages[K] extends undefined ? K : never }[Key];

const tables: Record<Lang, () => Promise<{ default: Table<Messages> }>> = {
  'uz-Latn': () => import('../generated/messages/uz-Latn'),
  'uz-Cyrl': () => import('../generated/messages/uz-Cyrl'),
  ru: () => import('../generated/messages/ru'),
  en: () => import('../generated/messages/en'),
};

const savedKey = 'dokon.language';

/** The language this browser's user chose, else the browser's own. Also sent with every request. */
let current: Lang = chooseLang([localStorage.getItem(savedKey), ...navigator.languages]);

export function currentLang(): Lang {
  return current;
}

type I18n = {
  lang: Lang;
  setLang: (lang: Lang) => Promise<void>;
  t: Translate<Messages>;
  money: (minor: number) => string;
  number: (value: number) => string;
  /** Instants are RFC 3339 text; the clock is the shop's, Asia/Tashkent. */
  date: (at: string) => string;
  time: (at: string) => string;
  dateTime: (at: string) => string;
  relative: (at: string, now: number) => string;
};

const Context = createContext<I18n | null>(null);

/** The messages of the language to start with; awaited before the first paint, so no key is ever seen. */
export async function firstTable() {
  return (await tables[current]()).default;
}

export function I18nProvider({
  first,
  onChange,
  children,
}: {
  first: Table<Messages>;
  onChange: () => void;
  children: ReactNode;
}) {
  const [{ lang, table }, setState] = useState({ lang: current, table: first });
  useEffect(() => {
    document.documentElement.lang = lang;
  }, [lang]);
  const value = useMemo<I18n>(
    () => ({
      lang,
      t: translator(table),
      async setLang(next) {
        const loaded = (await tables[next]()).default;
        current = next;
        localStorage.setItem(savedKey, next);
        setState({ lang: next, table: loaded });
        onChange();
      },
      money: (minor) => money(minor, lang),
      number,
      date: (at) => date(new Date(at), lang, new Date()),
      time: (at) => time(new Date(at)),
      dateTime: (at) => dateTime(new Date(at), lang, new Date()),
      relative: (at, now) => relative(new Date(at), lang, new Date(Math.max(now, Date.parse(at)))),
    }),
    [lang, table, onChange],
  );
  return <Context value={value}>{children}</Context>;
}

export function useI18n(): I18n {
  const value = useContext(Context);
  if (!value) throw new Error('useI18n needs I18nProvider above it');
  return value;
}

export function useT(): Translate<Messages> {
  return useI18n().t;
}
