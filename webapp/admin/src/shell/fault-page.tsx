import { Button } from '@mantine/core';
import { type ErrorComponentProps, Link } from '@tanstack/react-router';
import { useT } from '../i18n/i18n';
import { Page } from '../ui/page';
import { ErrorState, Nothing } from '../ui/states';

/** An address that leads nowhere. */
export function Missing() {
  const t = useT();
  return (
    <Page title={t('fault.notFound')} narrow>
      <Nothing icon="search" title={t('fault.notFound')} text={t('fault.notFoundHint')}>
        <Button renderRoot={(props) => <Link to="/orders" {...props} />}>{t('nav.orders')}</Button>
      </Nothing>
    </Page>
  );
}

/** A screen that broke, most often because its part could not be loaded after an update. */
export function Fault({ error }: ErrorComponentProps) {
  const t = useT();
  return (
    <Page title={t('fault.unknown')} narrow>
      <ErrorState error={error} onRetry={() => location.reload()} />
    </Page>
  );
}
