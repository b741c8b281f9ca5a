import { dateTime } from '@dokon/i18n';
import { useQuery } from '@tanstack/preact-query';
import type { HomeQuery, ProductCardFragment } from '../generated/gql/graphql';
import { HomeDocument } from '../generated/gql/graphql';
import { ask } from '../shell/api';
import { boot } from '../shell/boot';
import { lang, t } from '../shell/lang';
import { useTitle } from '../shell/page';
import { Link } from '../shell/router';
import { Icon } from '../ui/icons';
import { CardsSkeleton, EmptyState, ErrorState } from '../ui/states';
import { CategoryTiles } from './category-tiles';
import { ProductCard } from './product-card';
import { ProductList } from './product-list';

export function HomeScreen() {
  const query = useQuery(ask('home', HomeDocument, {}));
  const home = query.data;
  const name = home?.store.name ?? boot.store.name;
  useTitle(name);
  return (
    <main class="page">
      <header class="home-head">
        <Logo name={name} />
        <div class="grow">
          <h1 class="home-name">{name}</h1>
          {home && <Hours store={home.store} />}
        </div>
      </header>
      <Link to="/search" class="search-link">
        <Icon name="search" size={22} />
        {t('search.placeholder')}
      </Link>
      {query.isPending && <CardsSkeleton />}
      {query.isError && !home && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {home && <Shelves home={home} />}
    </main>
  );
}

function Shelves({ home }: { home: HomeQuery }) {
  const { categories, popular, fresh, store } = home;
  return (
    <>
      <Cover store={store} />
      {categories.length > 0 && (
        <section class="section" aria-label={t('home.categories')}>
          <CategoryTiles categories={categories} />
        </section>
      )}
      <Shelf title={t('home.popular')} cards={popular.nodes} />
      <Shelf title={t('home.fresh')} cards={fresh.nodes} />
      <section class="section">
        <h2>{t('home.all')}</h2>
        <ProductList empty={<EmptyState icon="bag" title={t('home.emptyTitle')} text={t('home.emptyText')} />} />
      </section>
    </>
  );
}

/** A row that scrolls sideways; too few cards make no shelf, they are in the list below anyway. */
function Shelf({ title, cards }: { title: string; cards: readonly ProductCardFragment[] }) {
  if (cards.length < 3) return null;
  return (
    <section class="section">
      <h2>{title}</h2>
      <div class="tiles shelf">
        {cards.map((card, i) => (
          <ProductCard key={card.id} card={card} eager={i < 2} />
        ))}
      </div>
    </section>
  );
}

function Logo({ name }: { name: string }) {
  const { logo } = boot.store;
  if (!logo) return <span class="logo letter">{name.slice(0, 1)}</span>;
  return <img class="logo" src={logo.url} alt="" width={44} height={44} style={{ background: logo.color }} />;
}

/** The shop's banner as it was drawn, words and all, and what the shop says of itself below it. */
function Cover({ store }: { store: HomeQuery['store'] }) {
  const { cover } = store.look;
  return (
    <section class="section">
      {cover && (
        <img
          class="cover"
          src={cover.url}
          srcset={cover.srcset}
          sizes="(min-width: 720px) 688px, 92vw"
          alt={cover.alt}
          width={cover.width}
          height={cover.height}
          style={{ background: cover.color }}
          fetchpriority="high"
        />
      )}
      {store.description && <p class="hint small">{store.description}</p>}
    </section>
  );
}

function Hours({ store }: { store: HomeQuery['store'] }) {
  if (store.isOpen) return <p class="small ok">{t('home.open')}</p>;
  if (!store.opensAt) return <p class="small hint">{t('home.closed')}</p>;
  const when = dateTime(new Date(store.opensAt), lang.value, new Date());
  return <p class="small warn">{t('home.opensAt', { when })}</p>;
}
