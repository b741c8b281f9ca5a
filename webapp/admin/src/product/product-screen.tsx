import { Badge, Button, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useEffect, useEffectEvent, useRef } from 'react';
import { ProductDocument, type ProductFormFragment, ProductUpsertDocument } from '../generated/gql/graphql';
import { useT } from '../i18n/i18n';
import { act, query, queryClient } from '../session/api';
import { Allowed } from '../shell/allowed';
import { useViewer } from '../shell/viewer';
import { Outdated } from '../ui/outdated';
import { Columns, Page } from '../ui/page';
import { ReadOnly } from '../ui/read-only';
import { SaveBar } from '../ui/save-bar';
import { ErrorState, Nothing } from '../ui/states';
import { shown } from '../ui/texts';
import { useDraft } from '../ui/use-draft';
import { useSave } from '../ui/use-save';
import { draftOf, inputOf, newProduct } from './draft';
import { ProductStatus } from './product-badges';
import { ProductForm } from './product-form';

const route = getRouteApi('/app/products/$productId');

export function ProductScreen() {
  const t = useT();
  const { productId } = route.useParams();
  const { data, error, refetch } = useQuery(query('product', ProductDocument, { id: productId }));
  return (
    <Allowed to={['CATALOG_READ']} title={t('nav.products')}>
      {data?.product ? (
        <Editor key={data.product.id} product={data.product} />
      ) : (
        <Page title={t('product.one')} back={{ to: '/products' }}>
          {error ? (
            <ErrorState error={error} onRetry={() => void refetch()} />
          ) : data ? (
            <Nothing icon="box" title={t('fault.notFound')} text={t('product.missing')}>
              <Button variant="default" renderRoot={(props) => <Link to="/products" {...props} />}>
                {t('nav.products')}
              </Button>
            </Nothing>
          ) : (
            <Columns main={<Skeleton height={400} />} aside={<Skeleton height={240} />} />
          )}
        </Page>
      )}
    </Allowed>
  );
}

export function NewProductScreen() {
  const t = useT();
  return (
    <Allowed to={['CATALOG_WRITE']} title={t('product.new')}>
      <Editor />
    </Allowed>
  );
}

function Editor({ product }: { product?: ProductFormFragment }) {
  const t = useT();
  const { can } = useViewer();
  const navigate = useNavigate();
  const form = useDraft(product ? draftOf(product) : newProduct, product?.version ?? 0);
  const { isSaving, errors, fields, save, forget } = useSave();
  const isStale = errors.some((error) => error.code === 'STALE_VERSION');
  const created = useRef<string>(undefined);

  // The guard lets go of the page once the draft is clean; only then is it left for the new product's own address.
  useEffect(() => {
    if (!created.current || form.isDirty) return;
    void navigate({ to: '/products/$productId', params: { productId: created.current }, replace: true });
    created.current = undefined;
  }, [form.isDirty, navigate]);

  // Pieces change without a new version of the product: an untouched form shows what lies there now.
  const pieces = product?.variants.flatMap((each) => each.stock.map((level) => level.onHand)).join();
  const follow = useEffectEvent(() => {
    if (!form.isDirty) form.reset();
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the pieces are what is followed
  useEffect(() => follow(), [pieces]);

  const onSave = () =>
    void save(
      {
        ...inputOf(form.draft, form.base),
        ...(product && { id: product.id, expectedVersion: form.version }),
      },
      async (input, key) => (await act(ProductUpsertDocument, { input }, key)).productUpsert,
      ({ product: next }) => {
        if (!next) return;
        queryClient.setQueryData(query('product', ProductDocument, { id: next.id }).queryKey, { product: next });
        void queryClient.invalidateQueries({ queryKey: ['products'] });
        form.saved(draftOf(next), next.version);
        if (!product) created.current = next.id;
      },
    ).then((isSaved) => {
      if (!isSaved && product) void queryClient.invalidateQueries({ queryKey: ['product', { id: product.id }] });
    });

  return (
    <Page
      title={product ? shown(form.draft.name, 'uzLatn') || t('product.one') : t('product.new')}
      back={{ to: '/products' }}
      badges={
        product && (
          <>
            <ProductStatus product={product} />
            {form.isDirty && <Badge color="orange">{t('save.unsaved')}</Badge>}
          </>
        )
      }
    >
      {(form.isOutdated || isStale) && (
        <Outdated
          onTheirs={() => {
            forget();
            form.reset();
          }}
          onMine={() => {
            forget();
            form.rebase();
          }}
        />
      )}
      <ReadOnly when={!can('CATALOG_WRITE')}>
        <ProductForm
          draft={form.draft}
          saved={form.base}
          product={product}
          fields={fields}
          errors={errors.filter((error) => error.code !== 'STALE_VERSION')}
          patch={form.patch}
        />
      </ReadOnly>
      {can('CATALOG_WRITE') && (
        <SaveBar
          isDirty={form.isDirty}
          isSaving={isSaving}
          always={!product}
          errorCount={errors.length}
          saveLabel={product ? undefined : t('product.create')}
          onSave={onSave}
          onReset={() => {
            forget();
            form.reset();
          }}
        />
      )}
    </Page>
  );
}
