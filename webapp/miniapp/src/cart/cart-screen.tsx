import { canSignIn, sessionEnded } from '../shell/api';
import { sum, t } from '../shell/lang';
import { MainButton } from '../shell/main-button';
import { Page } from '../shell/page';
import { go, Link } from '../shell/router';
import { signInWall } from '../shell/status';
import { TabBar } from '../shell/tab-bar';
import { Button } from '../ui/button';
import { Icon } from '../ui/icons';
import { Picture } from '../ui/picture';
import { EmptyState } from '../ui/states';
import { Stepper } from '../ui/stepper';
import { counted, portionPrice, ruleWords } from './amount';
import { cart, itemsSum, quantity, removeLine, setQuantity, stepsOf } from './cart';
import type { Line } from './lines';
import { isMeasured } from './quantity';

export default function CartScreen() {
  const lines = cart.lines.value;
  if ((!canSignIn && lines.length === 0) || sessionEnded.value) {
    return (
      <Page title={t('cart.title')}>
        {signInWall(canSignIn)}
        <TabBar />
      </Page>
    );
  }
  if (lines.length === 0) {
    const loading = !cart.server.value && !cart.offline.value;
    return (
      <Page title={t('cart.title')}>
        {loading ? (
          <div class="sk" style={{ height: 110 }} />
        ) : (
          <EmptyState
            icon="bag"
            title={t('cart.emptyTitle')}
            text={t('cart.emptyText')}
            action={<Button onClick={() => go('/')}>{t('cart.toCatalog')}</Button>}
          />
        )}
        <TabBar />
      </Page>
    );
  }
  return (
    <Page
      title={t('cart.title')}
      grouped
      aside={<span class="hint num">{t('cart.pieces', { count: quantity.value })}</span>}
    >
      <div class="stack">
        <CartNotes />
        <ul class="card" style={{ paddingBlock: 2 }}>
          {lines.map((line) => (
            <CartLine key={line.key} line={line} />
          ))}
        </ul>
        <FreeDelivery />
        <p class="seen-not" aria-live="polite">
          {t('cart.goods')}: {sum(itemsSum.value)}
        </p>
      </div>
      <MainButton
        text={t('cart.checkout', { sum: sum(itemsSum.value) })}
        onClick={() => go('/checkout')}
        disabled={lines.every((line) => line.problems.some((problem) => problem.code === 'NOT_FOR_SALE'))}
      />
    </Page>
  );
}

/** What stands between the cart and an order, apart from what checkout asks for anyway. */
function CartNotes() {
  const blockers = cart.server.value?.readiness.blockers ?? [];
  const general = blockers.filter(
    (blocker) => blocker.step === 'LINES' && !blocker.lineId && blocker.code !== 'CART_EMPTY',
  );
  return (
    <>
      {cart.offline.value && (
        <div class="note" role="status">
          <Icon name="cloud" size={20} />
          {t('cart.offline')}
        </div>
      )}
      {general.map((blocker) => (
        <div class="note bad" role="status" key={blocker.code}>
          <Icon name="alert" size={20} />
          {blocker.message}
        </div>
      ))}
    </>
  );
}

function CartLine({ line }: { line: Line }) {
  const rule = ruleWords(line.sale);
  const cut = line.compareAt !== null && line.compareAt > line.unitPrice;
  const detail = [line.variantName, ...line.modifierNames].filter((text) => text !== '').join(' · ');
  return (
    <li class="cart-line">
      <Link to={`/p/${line.productSlug}?v=${line.variantId}`} tabIndex={-1} aria-hidden="true">
        <Picture picture={line.picture} sizes="84px" alt="" />
      </Link>
      <div class="grow">
        <Link class="name" to={`/p/${line.productSlug}?v=${line.variantId}`}>
          {line.name}
        </Link>
        {detail && <p class="hint small">{detail}</p>}
        {isMeasured(line.sale) && <p class="hint small">{portionPrice(line.unitPrice, line.sale)}</p>}
        <p class="price">
          <span class={cut ? 'num danger' : 'num'}>{sum(line.unitPrice * line.quantity)}</span>
          {cut && <s>{sum((line.compareAt ?? 0) * line.quantity)}</s>}
        </p>
        {line.problems.map((problem) => (
          <p class="small danger" key={problem.code}>
            {problem.message}
          </p>
        ))}
        {rule && <p class="hint small">{rule}</p>}
        <div class="foot">
          <Stepper
            value={line.quantity}
            text={counted(line.quantity, line.sale)}
            steps={stepsOf(line, line)}
            less={t('cart.less', { name: line.name })}
            more={t('cart.more', { name: line.name })}
            onChange={(next) => (next === 0 ? removeLine(line) : setQuantity(line, line, next))}
          />
        </div>
      </div>
    </li>
  );
}

/** How far it is to free delivery, once the place is known. */
function FreeDelivery() {
  const left = cart.server.value?.delivery.untilFree?.minor;
  if (!left || cart.busy.value) return null;
  const share = itemsSum.value / (itemsSum.value + left);
  return (
    <div class="card goal">
      <span class="small">{t('cart.untilFree', { sum: sum(left) })}</span>
      <i>
        <b style={{ width: `${Math.round(share * 100)}%` }} />
      </i>
    </div>
  );
}
