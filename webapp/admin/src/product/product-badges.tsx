import { Badge } from '@mantine/core';
import type { ProductFormFragment } from '../generated/gql/graphql';
import { useT } from '../i18n/i18n';
import { useNow } from '../ui/use-now';
import { seen } from './publication';

const colors = { ACTIVE: 'green', DRAFT: 'yellow', ARCHIVED: 'gray', SCHEDULED: 'blue', ENDED: 'gray' } as const;

export function ProductStatus({
  product,
}: {
  product: Pick<ProductFormFragment, 'status' | 'publishFrom' | 'publishUntil'>;
}) {
  const t = useT();
  const state = seen(product, useNow());
  return <Badge color={colors[state]}>{t(`productStatus.${state}`)}</Badge>;
}
