import { ActionIcon, AppShell, Badge, Burger, Center, Loader, NavLink, Tooltip } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { Link, Outlet, useRouter, useRouterState } from '@tanstack/react-router';
import { lazy, Suspense, useEffect } from 'react';
import { OrderCountsDocument, ViewerDocument } from '../generated/gql/graphql';
import { useT } from '../i18n/i18n';
import { useChime } from '../order/chime';
import { useLiveOrders } from '../order/use-live-orders';
import { query, session } from '../session/api';
import { useSessionState } from '../session/use-session';
import { Icon } from '../ui/icons';
import { ErrorState } from '../ui/states';
import { TitleMark } from '../ui/title-mark';
import { Logo } from './logo';
import { navigation } from './nav';
import { PreferencesMenu } from './preferences-menu';
import css from './shell.module.css';
import { useViewer, ViewerProvider } from './viewer';

// Needed once in a while: its form is not loaded with every page.
const ExpiredDialog = lazy(async () => ({ default: (await import('../session/expired-dialog')).ExpiredDialog }));

/** The frame around every screen of a signed-in member of staff. */
export function Shell() {
  const { data, error, refetch } = useQuery({ ...query('viewer', ViewerDocument, {}), staleTime: 60_000 });
  const isStranger = data !== undefined && data.viewer === null;
  const state = useSessionState();
  const router = useRouter();
  const isNeverIn = !data?.viewer && state === 'expired';
  useEffect(() => {
    // The token is not one of staff, or its member is gone: what the dialog says is true.
    if (isStranger && session.state() === 'in') session.end();
  }, [isStranger]);
  useEffect(() => {
    // Nothing is on screen yet that a dialog would have to keep.
    if (isNeverIn) void router.navigate({ to: '/sign-in', search: { returnTo: router.state.location.publicHref } });
  }, [isNeverIn, router]);
  return (
    <>
      {data?.viewer ? (
        <ViewerProvider viewer={data.viewer} store={data.store}>
          <Frame />
        </ViewerProvider>
      ) : (
        <Center mih="100dvh" p="md">
          {error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <Loader />}
        </Center>
      )}
      {data?.viewer && state === 'expired' && (
        <Suspense>
          <ExpiredDialog />
        </Suspense>
      )}
    </>
  );
}

function Frame() {
  const t = useT();
  const { store, can } = useViewer();
  const [isOpen, drawer] = useDisclosure(false);
  const path = useRouterState({ select: (state) => state.location.pathname });
  const line = useLiveOrders();
  const chime = useChime();
  const counts = useQuery({
    ...query('orderCounts', OrderCountsDocument, {}),
    enabled: can('ORDERS_READ'),
  });
  const waiting = counts.data?.orderCounts.placed ?? 0;

  return (
    <TitleMark count={waiting}>
      <a href="#main" className={css.skip}>
        {t('shell.skip')}
      </a>
      <AppShell
        header={{ height: 56 }}
        navbar={{ width: 240, breakpoint: 'lg', collapsed: { mobile: !isOpen } }}
        transitionDuration={0}
      >
        <AppShell.Header>
          <div className={css.header}>
            <Burger
              opened={isOpen}
              onClick={drawer.toggle}
              hiddenFrom="lg"
              size="sm"
              aria-label={t(isOpen ? 'shell.closeMenu' : 'shell.openMenu')}
              aria-expanded={isOpen}
            />
            <Link to="/orders" className={css.store}>
              <Logo />
              <span>{store.name}</span>
            </Link>
            {line === 'waiting' && (
              <Badge color="orange" role="status">
                {t('shell.reconnecting')}
              </Badge>
            )}
            <div className={css.spring} />
            {can('ORDERS_READ', 'ORDERS_DELIVER') && (
              <Tooltip label={t(chime.isOn ? 'shell.soundOn' : 'shell.soundOff')}>
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  size="lg"
                  aria-label={t('shell.sound')}
                  aria-pressed={chime.isOn}
                  onClick={chime.toggle}
                >
                  <Icon name={chime.isOn ? 'bell' : 'bellOff'} />
                </ActionIcon>
              </Tooltip>
            )}
            <PreferencesMenu />
          </div>
        </AppShell.Header>
        <AppShell.Navbar p="sm" aria-label={t('nav.label')} style={{ overflowY: 'auto' }}>
          {navigation.map(({ label, items }) => {
            const shown = items.filter((item) => can(...item.needs));
            return (
              shown.length > 0 && (
                <div key={label} className={css.group}>
                  <div className={css.groupLabel}>{t(label)}</div>
                  {shown.map((item) => {
                    const isActive = path === item.to || path.startsWith(`${item.to}/`);
                    return (
                      <NavLink
                        key={item.to}
                        className={css.link}
                        label={t(item.label)}
                        leftSection={<Icon name={item.icon} />}
                        active={isActive}
                        aria-current={isActive ? 'page' : undefined}
                        onClick={drawer.close}
                        rightSection={
                          item.counts &&
                          waiting > 0 && (
                            <Badge variant="filled" radius="xl" aria-label={t('nav.newOrders', { count: waiting })}>
                              {waiting}
                            </Badge>
                          )
                        }
                        renderRoot={(props) => <Link to={item.to} {...props} />}
                      />
                    );
                  })}
                </div>
              )
            );
          })}
        </AppShell.Navbar>
        <AppShell.Main id="main" className={css.main} tabIndex={-1}>
          <Outlet />
        </AppShell.Main>
      </AppShell>
    </TitleMark>
  );
}
