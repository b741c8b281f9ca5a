import { quantity } from '../cart/cart';
import { Icon, type IconName } from '../ui/icons';
import { t } from './lang';
import { useBottomRoom } from './main-button';
import { Link, place } from './router';

const TABS = [
  ['/', 'home', 'tab.home'],
  ['/cart', 'bag', 'tab.cart'],
  ['/orders', 'list', 'tab.orders'],
  ['/profile', 'person', 'tab.profile'],
] as const satisfies readonly (readonly [string, IconName, string])[];

export function TabBar() {
  useBottomRoom('tabs');
  const count = quantity.value;
  return (
    <nav class="tab-bar" aria-label={t('tab.label')}>
      {TABS.map(([to, icon, key]) => (
        <Link key={to} to={to} {...(place.value.path === to ? { 'aria-current': 'page' } : {})}>
          <Icon name={icon} size={24} />
          <span>{t(key)}</span>
          {to === '/cart' && count > 0 && (
            <b>
              {count > 99 ? '99+' : count}
              <span class="seen-not"> {t('cart.pieces', { count })}</span>
            </b>
          )}
        </Link>
      ))}
    </nav>
  );
}
