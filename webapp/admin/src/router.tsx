import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router';
import { propertiesSearch } from './catalog/properties-search';
import { laterWords } from './i18n/i18n';
import { ordersSearch } from './order/orders-search';
import { productsSearch } from './product/products-search';
import { session } from './session/api';
import { Fault, Missing } from './shell/fault-page';
import { Shell } from './shell/shell';
import { stockSearch } from './stock/stock-search';
import { settingsSearch } from './store/settings-search';
import { paging, text } from './ui/search-params';

const base = '/admin';

/** A screen behind the first ones, with its words. */
function screen<M extends Record<string, unknown>, K extends keyof M & string>(load: () => Promise<M>, name: K) {
  return lazyRouteComponent(async () => (await Promise.all([load(), laterWords()]))[0], name);
}

const root = createRootRoute({ component: Outlet, notFoundComponent: Missing, errorComponent: Fault });

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: (search): { returnTo?: string | undefined } => {
    const returnTo = text(search.returnTo);
    return returnTo?.startsWith(`${base}/`) ? { returnTo } : {};
  },
  component: lazyRouteComponent(() => import('./session/sign-in-page'), 'SignInPage'),
});

const app = createRoute({
  getParentRoute: () => root,
  id: 'app',
  beforeLoad: ({ location }) => {
    if (session.state() === 'out') throw redirect({ to: '/sign-in', search: { returnTo: location.publicHref } });
  },
  component: Shell,
});

const home = createRoute({
  getParentRoute: () => app,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/orders', replace: true });
  },
});

const orders = createRoute({
  getParentRoute: () => app,
  path: '/orders',
  validateSearch: ordersSearch,
  component: lazyRouteComponent(() => import('./order/orders-screen'), 'OrdersScreen'),
});

const order = createRoute({
  getParentRoute: () => app,
  path: '/orders/$orderId',
  component: lazyRouteComponent(() => import('./order/order-screen'), 'OrderScreen'),
});

const products = createRoute({
  getParentRoute: () => app,
  path: '/products',
  validateSearch: productsSearch,
  component: screen(() => import('./product/products-screen'), 'ProductsScreen'),
});

const newProduct = createRoute({
  getParentRoute: () => app,
  path: '/products/new',
  component: screen(() => import('./product/product-screen'), 'NewProductScreen'),
});

const product = createRoute({
  getParentRoute: () => app,
  path: '/products/$productId',
  component: screen(() => import('./product/product-screen'), 'ProductScreen'),
});

const categories = createRoute({
  getParentRoute: () => app,
  path: '/categories',
  component: screen(() => import('./category/categories-screen'), 'CategoriesScreen'),
});

const modifiers = createRoute({
  getParentRoute: () => app,
  path: '/modifiers',
  component: screen(() => import('./modifier/modifiers-screen'), 'ModifiersScreen'),
});

const properties = createRoute({
  getParentRoute: () => app,
  path: '/properties',
  validateSearch: propertiesSearch,
  component: screen(() => import('./catalog/properties-screen'), 'PropertiesScreen'),
});

const collections = createRoute({
  getParentRoute: () => app,
  path: '/collections',
  component: screen(() => import('./collection/collections-screen'), 'CollectionsScreen'),
});

const collection = createRoute({
  getParentRoute: () => app,
  path: '/collections/$collectionId',
  component: screen(() => import('./collection/collection-screen'), 'CollectionScreen'),
});

const prices = createRoute({
  getParentRoute: () => app,
  path: '/prices',
  component: screen(() => import('./price/prices-screen'), 'PricesScreen'),
});

const priceList = createRoute({
  getParentRoute: () => app,
  path: '/prices/$priceListId',
  validateSearch: (search): { product?: string | undefined } => ({ product: text(search.product) }),
  component: screen(() => import('./price/price-screen'), 'PriceScreen'),
});

const stock = createRoute({
  getParentRoute: () => app,
  path: '/stock',
  validateSearch: stockSearch,
  component: screen(() => import('./stock/stock-screen'), 'StockScreen'),
});

const locations = createRoute({
  getParentRoute: () => app,
  path: '/locations',
  component: screen(() => import('./location/locations-screen'), 'LocationsScreen'),
});

const settings = createRoute({
  getParentRoute: () => app,
  path: '/settings',
  validateSearch: settingsSearch,
  component: screen(() => import('./store/settings-screen'), 'SettingsScreen'),
});

const delivery = createRoute({
  getParentRoute: () => app,
  path: '/delivery',
  component: screen(() => import('./delivery/delivery-screen'), 'DeliveryScreen'),
});

const staff = createRoute({
  getParentRoute: () => app,
  path: '/staff',
  component: screen(() => import('./staff/staff-screen'), 'StaffScreen'),
});

const sessions = createRoute({
  getParentRoute: () => app,
  path: '/sessions',
  component: screen(() => import('./staff/sessions-screen'), 'SessionsScreen'),
});

const tokens = createRoute({
  getParentRoute: () => app,
  path: '/tokens',
  component: screen(() => import('./token/tokens-screen'), 'TokensScreen'),
});

const webhooks = createRoute({
  getParentRoute: () => app,
  path: '/webhooks',
  component: screen(() => import('./webhook/webhooks-screen'), 'WebhooksScreen'),
});

const webhook = createRoute({
  getParentRoute: () => app,
  path: '/webhooks/$webhookId',
  component: screen(() => import('./webhook/webhook-screen'), 'WebhookScreen'),
});

const payments = createRoute({
  getParentRoute: () => app,
  path: '/payments',
  component: screen(() => import('./payment/payments-screen'), 'PaymentsScreen'),
});

const paymentAccount = createRoute({
  getParentRoute: () => app,
  path: '/payments/$provider',
  component: screen(() => import('./payment/payment-account-screen'), 'PaymentAccountScreen'),
});

const giftCards = createRoute({
  getParentRoute: () => app,
  path: '/gift-cards',
  validateSearch: paging,
  component: screen(() => import('./gift-card/gift-cards-screen'), 'GiftCardsScreen'),
});

const giftCard = createRoute({
  getParentRoute: () => app,
  path: '/gift-cards/$giftCardId',
  component: screen(() => import('./gift-card/gift-card-screen'), 'GiftCardScreen'),
});

export const router = createRouter({
  routeTree: root.addChildren([
    signIn,
    app.addChildren([
      home,
      orders,
      order,
      products,
      newProduct,
      product,
      categories,
      modifiers,
      collections,
      collection,
      properties,
      prices,
      priceList,
      stock,
      locations,
      settings,
      delivery,
      staff,
      sessions,
      tokens,
      webhooks,
      webhook,
      payments,
      paymentAccount,
      giftCards,
      giftCard,
    ]),
  ]),
  basepath: base,
  scrollRestoration: true,
  defaultPreload: 'intent',
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
