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

type Words = Partial<Table<Messages>>;

/** What every screen says. */
const first: Record<Lang, () => Promise<{ default: Words }>> = {
  'uz-Latn': () => import('../generated/messages/uz-Latn'),
  'uz-Cyrl': () => import('../generated/messages/uz-Cyrl'),
  ru: () => import('../generated/messages/ru'),
  en: () => import('../generated/messages/en'),
};

/** What is said behind the first screens. */
const later: Record<Lang, () => Promise<{ default: Words }>> = {
  'uz-Latn': () => import('../generated/messages/uz-Latn.later'),
  'uz-Cyrl': () => import('../generated/messages/uz-Cyrl.later'),
  ru: () => import('../generated/messages/ru.later'),
  en: () => import('../generated/messages/en.later'),
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

/** The words on screen. Those of later screens are added to it before such a screen is shown. */
let table: Words = {};
let added: Promise<void> | undefined;

/** The words of a language, as far as screens have asked for them. */
async function wordsOf(lang: Lang): Promise<Table<Messages>> {
  const [base, more] = await Promise.all([first[lang](), added && later[lang]()]);
  table = { ...base.default, ...more?.default };
  return table as Table<Messages>; // a screen that needs the rest waits for laterWords
}

/** The messages of the language to start with; awaited before the first paint, so no key is ever seen. */
export function firstTable() {
  return wordsOf(current);
}

/** Awaited before a screen is shown whose words are not among the first. */
export function laterWords(): Promise<void> {
  added ??= (async () => {
    let lang: Lang;
    do {
      lang = current;
      Object.assign(table, (await later[lang]()).default);
    } while (lang !== current); // switched meanwhile
  })();
  return added;
}

export function I18nProvider({
  words,
  onChange,
  children,
}: {
  words: Table<Messages>;
  onChange: () => void;
  children: ReactNode;
}) {
  const [{ lang, table: spoken }, setState] = useState({ lang: current, table: words });
  useEffect(() => {
    document.documentElement.lang = lang;
  }, [lang]);
  const value = useMemo<I18n>(
    () => ({
      lang,
      t: translator(spoken),
      async setLang(next) {
        const loaded = await wordsOf(next);
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
    [lang, spoken, onChange],
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
