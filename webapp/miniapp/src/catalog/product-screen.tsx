import { useQuery } from '@tanstack/preact-query';
import { useState } from 'preact/hooks';
import { amount, counted, ruleWords } from '../cart/amount';
import { inCart, setQuantity, stepsOf } from '../cart/cart';
import { isMeasured } from '../cart/quantity';
import { ProductPageDocument, type ProductPageQuery } from '../generated/gql/graphql';
import { ask } from '../shell/api';
import { host } from '../shell/host';
import { sum, t } from '../shell/lang';
import { StickyBar } from '../shell/main-button';
import { BackLink, Page, useTitle } from '../shell/page';
import { go, Link, place } from '../shell/router';
import { Button } from '../ui/button';
import { OptionRow } from '../ui/choice';
import { Icon } from '../ui/icons';
import { PriceTag, percentOff } from '../ui/price';
import { EmptyState, ErrorState, PageSkeleton } from '../ui/states';
import { Stepper } from '../ui/stepper';
import { Gallery } from './gallery';
import { Modifiers } from './modifiers';
import { choices, choose, firstVariant, picturesFor } from './variants';
import { defaultModifiers, type Product, unfinished, type Variant, wishOf } from './wish';

export default function ProductScreen({ slug }: { slug: string }) {
  const query = useQuery({ ...ask('product', ProductPageDocument, { slug }), staleTime: 10_000 });
  if (query.isPending) return <PageSkeleton />;
  if (!query.data?.product) {
    return (
      <Page title={t('product.title')}>
        {query.isError ? (
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        ) : (
          <EmptyState
            icon="bag"
            title={t('product.goneTitle')}
            text={t('product.goneText')}
            action={<Button onClick={() => go('/')}>{t('common.home')}</Button>}
          />
        )}
      </Page>
    );
  }
  return <ProductView key={query.data.product.id} product={query.data.product} page={query.data} />;
}

function ProductView({ product, page }: { product: Product; page: ProductPageQuery }) {
  const variant = firstVariant(product, place.value.query.get('v'));
  const [chosen, setChosen] = useState(() => defaultModifiers(product));
  const [missing, setMissing] = useState<ReadonlySet<string>>(new Set());
  useTitle(product.name);
  const pick = (value: string) => {
    if (!variant) return;
    host.haptic('select');
    go(`/p/${product.slug}?v=${choose(product, variant, value).id}`, { replace: true });
  };
  const complete = () => {
    const open = unfinished(product, chosen);
    setMissing(new Set(open.map((group) => group.id)));
    if (open[0]) document.getElementById(open[0].id)?.scrollIntoView({ block: 'center', behavior: 'smooth' });
    return open.length === 0;
  };
  const rule = ruleWords(product.sale);
  const off = variant?.price && percentOff(variant.price.minor, variant.compareAt?.minor);
  return (
    <main class="page">
      <Gallery pictures={picturesFor(product, variant)} alt={product.name}>
        <BackLink />
        {off && <span class="badge corner">{off}</span>}
      </Gallery>
      {product.category && (
        <Link class="crumb" to={`/c/${product.category.slug}`}>
          {product.category.name} ›
        </Link>
      )}
      <h1>{product.name}</h1>
      {product.summary && (
        <p class="hint" style={{ marginTop: 6 }}>
          {product.summary}
        </p>
      )}
      {variant?.price && (
        <div class="row" style={{ marginTop: 12 }}>
          <PriceTag minor={variant.price.minor} compareAt={variant.compareAt?.minor} big />
          {isMeasured(product.sale) && <span class="hint">/ {amount(1, product.sale)}</span>}
          <Stock variant={variant} sale={product.sale} />
        </div>
      )}
      {rule && (
        <p class="hint" style={{ marginTop: 4 }}>
          {rule}
        </p>
      )}
      {variant &&
        product.options.map((option) => {
          const now = option.values.find((value) => variant.optionValues.some((own) => own.id === value.id));
          return (
            <section class="option" key={option.id}>
              <h2>
                {option.name} <span>{now?.name}</span>
              </h2>
              <OptionRow
                label={option.name}
                look={option.display}
                choices={choices(product, option, variant)}
                value={now?.id}
                soldOut={t('catalog.soldOut')}
                onChoose={pick}
              />
            </section>
          );
        })}
      <Modifiers
        product={product}
        chosen={chosen}
        missing={missing}
        onChange={(next) => {
          host.haptic('select');
          setChosen(next);
          setMissing(new Set());
        }}
      />
      <DeliveryTerms page={page} />
      {product.description && (
        <section class="option">
          <h2>{t('product.description')}</h2>
          <p class="pre">{product.description}</p>
        </section>
      )}
      {product.attributes.length > 0 && (
        <section class="option">
          <h2>{t('product.facts')}</h2>
          <dl class="facts">
            {product.attributes.map((fact) => (
              <div key={fact.code}>
                <dt>{fact.name}</dt>
                <dd>{fact.value}</dd>
              </div>
            ))}
          </dl>
        </section>
      )}
      <AddBar product={product} variant={variant} chosen={chosen} complete={complete} />
    </main>
  );
}

function Stock({ variant, sale }: { variant: Variant; sale: Product['sale'] }) {
  const { canBuy, isLow, available } = variant.availability;
  if (!canBuy) return <span class="small danger">{t('catalog.soldOut')}</span>;
  if (isLow && available !== null) {
    const left = isMeasured(sale)
      ? t('sale.left', { amount: amount(available, sale) })
      : t('product.left', { count: available });
    return <span class="small warn">{left}</span>;
  }
  return null;
}

interface AddBarProps {
  product: Product;
  variant: Variant | undefined;
  chosen: ReturnType<typeof defaultModifiers>;
  /** True when all needed choices are made; points at the missing one otherwise. */
  complete: () => boolean;
}

/** Price and the way into the cart; once there, or when its other lines leave no room, the count and the way to the cart. */
function AddBar({ product, variant, chosen, complete }: AddBarProps) {
  if (!variant?.availability.canBuy) {
    return (
      <StickyBar>
        <Button disabled>{t('catalog.soldOut')}</Button>
      </StickyBar>
    );
  }
  const { wish, view } = wishOf(product, variant, chosen);
  const count = inCart(wish);
  const steps = stepsOf(wish, view);
  const set = (next: number) => {
    if (next > count && !complete()) {
      host.haptic('warning');
      return;
    }
    setQuantity(wish, view, next);
  };
  const first = steps.more;
  if (count === 0 && first !== null) {
    const price = sum(view.unitPrice * first);
    return (
      <StickyBar>
        <Button icon="bag" onClick={() => set(first)}>
          {t('product.add', { sum: first > 1 ? `${amount(first, product.sale)} · ${price}` : price })}
        </Button>
      </StickyBar>
    );
  }
  return (
    <StickyBar>
      {count > 0 && (
        <Stepper
          value={count}
          text={counted(count, product.sale)}
          steps={steps}
          less={t('cart.less', { name: product.name })}
          more={t('cart.more', { name: product.name })}
          onChange={set}
        />
      )}
      <div class="grow">
        <Button onClick={() => go('/cart')}>{t('product.toCart')}</Button>
      </div>
    </StickyBar>
  );
}

/** What delivery costs and how long it takes, before anything is in the cart. */
function DeliveryTerms({ page }: { page: ProductPageQuery }) {
  const { delivery } = page.store;
  const zones = page.deliveryZones;
  const cheapest = zones.length > 0 ? Math.min(...zones.map((zone) => zone.price.minor)) : undefined;
  const free = zones.map((zone) => zone.freeFrom?.minor).filter((minor) => minor !== undefined);
  const fastest = zones.map((zone) => zone.minutesMin).filter((minutes) => minutes !== null);
  if (!delivery.hasCourier && !delivery.hasPickup) return null;
  return (
    <div class="promise">
      {delivery.hasCourier && cheapest !== undefined && (
        <div class="line">
          <Icon name="truck" />
          <div class="grow">
            <div>
              {cheapest === 0 ? t('product.courierFree') : t('product.courierFrom', { sum: sum(cheapest) })}
              {fastest.length > 0 && `, ${t('product.minutesFrom', { count: Math.min(...fastest) })}`}
            </div>
            {free.length > 0 && <div class="hint small">{t('product.freeFrom', { sum: sum(Math.min(...free)) })}</div>}
          </div>
        </div>
      )}
      {delivery.hasPickup && (
        <div class="line">
          <Icon name="store" />
          <span class="grow">{t('product.pickup')}</span>
        </div>
      )}
    </div>
  );
}
