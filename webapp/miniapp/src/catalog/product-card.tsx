import { amount, counted } from '../cart/amount';
import { inCart, setQuantity, stepsOf } from '../cart/cart';
import { isMeasured } from '../cart/quantity';
import type { ProductCardFragment } from '../generated/gql/graphql';
import { t } from '../shell/lang';
import { Link } from '../shell/router';
import { Icon } from '../ui/icons';
import { Picture } from '../ui/picture';
import { PriceTag, percentOff } from '../ui/price';
import { Stepper } from '../ui/stepper';
import { quickWish } from './wish';

/** A product in a list: picture, price, name; a plus when there is nothing to choose. */
export function ProductCard({ card, eager = false }: { card: ProductCardFragment; eager?: boolean }) {
  const { min, max, compareAt } = card.priceRange;
  const off = percentOff(min.minor, compareAt?.minor);
  return (
    <article class={card.isAvailable ? 'product' : 'product out'}>
      <Picture picture={card.cover} sizes="(min-width: 560px) 220px, 46vw" eager={eager} alt="">
        {!card.isAvailable ? (
          <span class="badge quiet corner">{t('catalog.soldOut')}</span>
        ) : (
          off && <span class="badge corner">{off}</span>
        )}
        <QuickAdd card={card} />
      </Picture>
      <p class="row" style={{ gap: 4, flexWrap: 'wrap' }}>
        <PriceTag minor={min.minor} compareAt={compareAt?.minor} from={max.minor > min.minor} />
        {isMeasured(card.sale) && <span class="hint small">/ {amount(1, card.sale)}</span>}
      </p>
      <Link to={`/p/${card.slug}`}>
        <h3 class="name" style={{ fontWeight: 400 }}>
          {card.name}
        </h3>
      </Link>
    </article>
  );
}

function QuickAdd({ card }: { card: ProductCardFragment }) {
  const quick = quickWish(card);
  if (!quick) return null;
  const count = inCart(quick.wish);
  const steps = stepsOf(quick.wish, quick.view);
  const set = (next: number) => setQuantity(quick.wish, quick.view, next);
  if (count === 0) {
    const first = steps.more;
    return first === null ? null : (
      <div class="quick">
        <button type="button" aria-label={t('catalog.addNamed', { name: card.name })} onClick={() => set(first)}>
          <Icon name="plus" />
        </button>
      </div>
    );
  }
  return (
    <div class="quick">
      <Stepper
        value={count}
        text={counted(count, card.sale)}
        steps={steps}
        less={t('cart.less', { name: card.name })}
        more={t('cart.more', { name: card.name })}
        onChange={set}
      />
    </div>
  );
}
