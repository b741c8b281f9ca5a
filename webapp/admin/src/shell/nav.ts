import type { LinkProps } from '@tanstack/react-router';
import type { Permission } from '../generated/gql/graphql';
import type { PlainKey } from '../i18n/i18n';
import type { IconName } from '../ui/icons';

export type NavItem = {
  to: NonNullable<LinkProps['to']>;
  label: PlainKey;
  icon: IconName;
  /** Any one of them shows the entry. */
  needs: Permission[];
  /** New orders are counted beside it. */
  counts?: true;
};

export const navigation: { label: PlainKey; items: NavItem[] }[] = [
  {
    label: 'nav.sales',
    items: [
      { to: '/orders', label: 'nav.orders', icon: 'orders', needs: ['ORDERS_READ', 'ORDERS_DELIVER'], counts: true },
      { to: '/gift-cards', label: 'nav.giftCards', icon: 'gift', needs: ['PAYMENTS_READ'] },
    ],
  },
  {
    label: 'nav.catalog',
    items: [
      { to: '/products', label: 'nav.products', icon: 'box', needs: ['CATALOG_READ'] },
      { to: '/categories', label: 'nav.categories', icon: 'tree', needs: ['CATALOG_READ'] },
      { to: '/collections', label: 'nav.collections', icon: 'columns', needs: ['CATALOG_READ'] },
      { to: '/properties', label: 'nav.properties', icon: 'filter', needs: ['CATALOG_READ'] },
      { to: '/prices', label: 'nav.prices', icon: 'cash', needs: ['CATALOG_READ'] },
      { to: '/modifiers', label: 'nav.modifiers', icon: 'tag', needs: ['CATALOG_READ'] },
      { to: '/stock', label: 'nav.stock', icon: 'layers', needs: ['STOCK_WRITE', 'CATALOG_READ'] },
      { to: '/locations', label: 'nav.locations', icon: 'mapPin', needs: ['CATALOG_READ'] },
    ],
  },
  {
    label: 'nav.shop',
    items: [
      { to: '/settings', label: 'nav.settings', icon: 'settings', needs: ['STORE_WRITE'] },
      { to: '/delivery', label: 'nav.delivery', icon: 'truck', needs: ['STORE_WRITE'] },
      { to: '/payments', label: 'nav.payments', icon: 'cash', needs: ['PAYMENTS_READ'] },
      { to: '/staff', label: 'nav.staff', icon: 'users', needs: ['STAFF_READ'] },
      { to: '/sessions', label: 'nav.sessions', icon: 'monitor', needs: ['STORE_READ'] },
    ],
  },
  {
    label: 'nav.integrations',
    items: [
      { to: '/tokens', label: 'nav.tokens', icon: 'key', needs: ['TOKENS_WRITE'] },
      { to: '/webhooks', label: 'nav.webhooks', icon: 'send', needs: ['WEBHOOKS_WRITE'] },
    ],
  },
];
