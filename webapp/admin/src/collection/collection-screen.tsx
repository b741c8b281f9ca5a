import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import {
  CollectionDocument,
  CollectionProductsDocument,
  type CollectionProductsQuery,
  type ProductLineFragment,
} from '../generated/gql/graphql';
import { useT } from '../i18n/i18n';
import { ask, query } from '../session/api';
import { Allowed } from '../shell/allowed';
import { Page } from '../ui/page';
import { ErrorState, Nothing } from '../ui/states';
import { CollectionEditor } from './collection-editor';

const route = getRouteApi('/app/collections/$collectionId');

/** The whole list of a collection by hand, in its order: a thousand products at most. */
async function listOf(id: string): Promise<ProductLineFragment[]> {
  const all: ProductLineFragment[] = [];
  let after: string | null = null;
  do {
    const { collection }: CollectionProductsQuery = await ask(CollectionProductsDocument, {
      id,
      ...(after ? { after } : {}),
    });
    all.push(...(collection?.products.nodes ?? []));
    after = collection?.products.pageInfo.hasNextPage ? (collection.products.pageInfo.endCursor ?? null) : null;
  } while (after);
  return all;
}

export function CollectionScreen() {
  const t = useT();
  const { collectionId } = route.useParams();
  return (
    <Allowed to={['CATALOG_READ']} title={t('nav.collections')}>
      {collectionId === 'new' ? <CollectionEditor /> : <Known id={collectionId} />}
    </Allowed>
  );
}

function Known({ id }: { id: string }) {
  const t = useT();
  const { data, error, refetch } = useQuery(query('collection', CollectionDocument, { id }));
  const found = data?.collection;
  const list = useQuery({
    // The version is part of the key: a changed collection has another list.
    queryKey: ['collectionProducts', id, found?.version],
    queryFn: () => listOf(id),
    enabled: found?.kind === 'BY_HAND',
    placeholderData: (before) => before,
  });
  const products = found?.kind === 'BY_RULE' ? [] : list.data;
  if (found && products && !list.isPlaceholderData) {
    return <CollectionEditor key={found.id} collection={found} products={products} />;
  }
  const fault = error ?? list.error;
  return (
    <Page title={t('collection.one')} back={{ to: '/collections' }} narrow>
      {fault ? (
        <ErrorState error={fault} onRetry={() => void (error ? refetch() : list.refetch())} />
      ) : data && !found ? (
        <Nothing icon="layers" title={t('fault.notFound')} text={t('collection.missing')} />
      ) : (
        <Skeleton height={400} />
      )}
    </Page>
  );
}
