import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { PaymentsDocument } from '../generated/gql/graphql';
import { useT } from '../i18n/i18n';
import { query } from '../session/api';
import { Allowed } from '../shell/allowed';
import { Page } from '../ui/page';
import { ErrorState, Nothing } from '../ui/states';
import { AccountEditor } from './account-editor';

const route = getRouteApi('/app/payments/$provider');

export function PaymentAccountScreen() {
  const t = useT();
  return (
    <Allowed to={['PAYMENTS_READ']} title={t('nav.payments')}>
      <Account />
    </Allowed>
  );
}

function Account() {
  const t = useT();
  const { provider: code } = route.useParams();
  const { data, error, refetch } = useQuery(query('paymentAccounts', PaymentsDocument, {}));
  const provider = data?.paymentProviders.find((each) => each.provider === code);
  if (provider) {
    const account = data?.paymentAccounts.find((each) => each.provider === code);
    return <AccountEditor key={code} provider={provider} {...(account && { account })} />;
  }
  return (
    <Page title={t('nav.payments')} back={{ to: '/payments' }}>
      {error ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : data ? (
        <Nothing icon="cash" title={t('fault.notFound')} text={t('payments.oneMissing')} />
      ) : (
        <Skeleton height={400} />
      )}
    </Page>
  );
}
