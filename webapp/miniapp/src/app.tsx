import { QueryClientProvider } from '@tanstack/preact-query';
import { HomeScreen } from './catalog/home-screen';
import { cache } from './shell/api';
import { lazy } from './shell/lazy';
import { NotFound } from './shell/not-found';
import { place } from './shell/router';
import { StatusStrip } from './shell/status';
import { TabBar } from './shell/tab-bar';
import { Toaster } from './ui/toast';

const CategoryScreen = lazy(() => import('./catalog/category-screen'));
const ProductScreen = lazy(() => import('./catalog/product-screen'));
const SearchScreen = lazy(() => import('./catalog/search-screen'));
const CartScreen = lazy(() => import('./cart/cart-screen'));
const CheckoutScreen = lazy(() => import('./checkout/checkout-screen'));
const OrderScreen = lazy(() => import('./order/order-screen'));
const OrdersScreen = lazy(() => import('./order/orders-screen'));
const ProfileScreen = lazy(() => import('./profile/profile-screen'));
const WalletScreen = lazy(() => import('./profile/wallet-screen'));

/** Fetches the code of the likely next screens while nothing else is going on. */
export function preloadScreens(): void {
  for (const screen of [ProductScreen, CategoryScreen, CartScreen, CheckoutScreen, OrderScreen]) screen.preload();
}

export function App() {
  return (
    <QueryClientProvider client={cache}>
      <StatusStrip />
      <Screen path={place.value.path} />
      <Toaster />
    </QueryClientProvider>
  );
}

function Screen({ path }: { path: string }) {
  const [, noun, id] = path.split('/');
  if (path === '/') {
    return (
      <>
        <HomeScreen />
        <TabBar />
      </>
    );
  }
  if (noun === 'c' && id) return <CategoryScreen key={path} slug={id} />;
  if (noun === 'p' && id) return <ProductScreen key={path} slug={id} />;
  if (noun === 'o' && id) return <OrderScreen key={path} id={id} />;
  if (path === '/search') return <SearchScreen />;
  if (path === '/cart') return <CartScreen />;
  if (path === '/checkout') return <CheckoutScreen />;
  if (path === '/orders') return <OrdersScreen />;
  if (path === '/profile') return <ProfileScreen />;
  if (path === '/wallet') return <WalletScreen />;
  return <NotFound />;
}
