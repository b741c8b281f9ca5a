import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { ListPricesDocument, type ListPricesQuery, PriceListDocument } from '../generated/gql/graphql';
import { useT } from '../i18n/i18n';
import { ask, query } from '../session/api';
import { Allowed } from '../shell/allowed';
import { Page } from '../ui/page';
import { ErrorState, Nothing } from '../ui/states';
import type { Line } from './changes';
import { PriceEditor } from './price-editor';

const route = getRouteApi('/app/prices/$priceListId');

/** All prices of a list, products together. */
async function pricesOf(id: string): Promise<Line[]> {
  const all: Line[] = [];
  let after: string | null = null;
  do {
    const { priceList }: ListPricesQuery = await ask(ListPricesDocument, { id, ...(after ? { after } : {}) });
    for (const { price, variant } of priceList?.prices.nodes ?? []) {
      const { name, cover } = variant.product;
      all.push({
        id: variant.id,
        product: name,
        name: variant.name || variant.sku,
        picture: cover,
        own: variant.price?.minor ?? null,
        price: price.minor,
      });
    }
    after = priceList?.prices.pageInfo.hasNextPage ? (priceList.prices.pageInfo.endCursor ?? null) : null;
  } while (after);
  return all.sort((a, b) => a.product.localeCompare(b.product));
}

export function PriceScreen() {
  const t = useT();
  const { priceListId } = route.useParams();
  const { product } = route.useSearch();
  return (
    <Allowed to={['CATALOG_READ']} title={t('nav.prices')}>
      {priceListId === 'new' ? <PriceEditor start={product} /> : <Known id={priceListId} />}
    </Allowed>
  );
}

function Known({ id }: { id: string }) {
  const t = useT();
  const { data, error, refetch } = useQuery(query('priceList', PriceListDocument, { id }));
  const found = data?.priceList;
  const prices = useQuery({
    // The version is part of the key: a changed list has other prices.
    queryKey: ['listPrices', id, found?.version],
    queryFn: () => pricesOf(id),
    enabled: !!found,
    placeholderData: (before) => before,
  });
  if (found && prices.data && !prices.isPlaceholderData) {
    return <PriceEditor key={found.id} list={found} lines={prices.data} />;
  }
  const fault = error ?? prices.error;
  return (
    <Page title={t('priceList.one')} back={{ to: '/prices' }} narrow>
      {fault ? (
        <ErrorState error={fault} onRetry={() => void (error ? refetch() : prices.refetch())} />
      ) : data && !found ? (
        <Nothing icon="cash" title={t('fault.notFound')} text={t('priceList.missing')} />
      ) : (
        <Skeleton height={400} />
      )}
    </Page>
  );
}
