import { safeStorage } from '@dokon/telegram';
import { useQuery } from '@tanstack/preact-query';
import { useEffect, useRef, useState } from 'preact/hooks';
import { HomeDocument } from '../generated/gql/graphql';
import { ask } from '../shell/api';
import { boot } from '../shell/boot';
import { t } from '../shell/lang';
import { BackLink, useTitle } from '../shell/page';
import { go, place } from '../shell/router';
import { Button } from '../ui/button';
import { Icon } from '../ui/icons';
import { EmptyState } from '../ui/states';
import { CategoryTiles } from './category-tiles';
import { ProductCard } from './product-card';
import { ProductList } from './product-list';
import { readHistory, withWord } from './search-history';

const store = safeStorage('localStorage');
const KEY = `dokon:searches:${boot.store.slug}`;
/** Letters before a search begins, and milliseconds of quiet. */
const SHORTEST = 2;
const QUIET = 300;

export default function SearchScreen() {
  const asked = place.value.query.get('q') ?? '';
  const [text, setText] = useState(asked);
  const field = useRef<HTMLInputElement>(null);
  useTitle(t('search.title'));
  // biome-ignore lint/correctness/useExhaustiveDependencies: the field takes the focus once, when the screen opens
  useEffect(() => {
    if (asked === '') field.current?.focus();
  }, []);
  // The words live in the address, so that a product's way back finds the same results.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only typing moves the address, not the address itself
  useEffect(() => {
    const words = text.trim();
    if (words === asked) return;
    const timer = setTimeout(() => {
      go(words.length >= SHORTEST ? `/search?q=${encodeURIComponent(words)}` : '/search', { replace: true });
    }, QUIET);
    return () => clearTimeout(timer);
  }, [text]);
  const remember = () => {
    if (text.trim().length >= SHORTEST) store.set(KEY, JSON.stringify(withWord(readHistory(store, KEY), text.trim())));
  };
  return (
    <main class="page">
      <h1 class="seen-not">{t('search.title')}</h1>
      <form
        class="searchbox"
        role="search"
        onSubmit={(event) => {
          event.preventDefault();
          remember();
          field.current?.blur();
        }}
      >
        <BackLink />
        <div class="input grow">
          <Icon name="search" size={22} />
          <input
            ref={field}
            type="search"
            enterkeyhint="search"
            autocomplete="off"
            maxLength={100}
            placeholder={t('search.placeholder')}
            aria-label={t('search.placeholder')}
            value={text}
            onInput={(event) => setText(event.currentTarget.value)}
            onBlur={remember}
          />
          {text !== '' && (
            <button
              type="button"
              class="icon-btn clear"
              aria-label={t('search.clear')}
              onClick={() => {
                setText('');
                field.current?.focus();
              }}
            >
              <Icon name="close" size={20} />
            </button>
          )}
        </div>
      </form>
      {asked.length >= SHORTEST ? (
        <ProductList
          key={asked}
          filter={{ search: asked }}
          leading
          empty={
            <>
              <EmptyState
                inline
                icon="search"
                title={t('search.nothingTitle', { words: asked })}
                text={t('search.nothingText')}
                action={
                  <Button kind="soft" onClick={() => setText('')}>
                    {t('search.clear')}
                  </Button>
                }
              />
              <Popular />
            </>
          }
        />
      ) : (
        <Suggestions onPick={setText} />
      )}
    </main>
  );
}

function Suggestions({ onPick }: { onPick: (word: string) => void }) {
  const [words, setWords] = useState(() => readHistory(store, KEY));
  const home = useQuery(ask('home', HomeDocument, {})).data;
  return (
    <>
      {words.length > 0 && (
        <section class="section">
          <div class="row" style={{ marginBottom: 4 }}>
            <h2 class="grow">{t('search.history')}</h2>
            <button
              type="button"
              class="link small"
              onClick={() => {
                store.remove(KEY);
                setWords([]);
              }}
            >
              {t('search.forget')}
            </button>
          </div>
          <div class="wrap">
            {words.map((word) => (
              <button key={word} type="button" class="chip" onClick={() => onPick(word)}>
                {word}
              </button>
            ))}
          </div>
        </section>
      )}
      {home && home.categories.length > 0 && (
        <section class="section">
          <h2>{t('home.categories')}</h2>
          <CategoryTiles categories={home.categories} />
        </section>
      )}
      <Popular />
    </>
  );
}

function Popular() {
  const cards = useQuery(ask('home', HomeDocument, {})).data?.popular.nodes ?? [];
  if (cards.length === 0) return null;
  return (
    <section class="section">
      <h2>{t('home.popular')}</h2>
      <div class="grid">
        {cards.map((card) => (
          <ProductCard key={card.id} card={card} />
        ))}
      </div>
    </section>
  );
}
