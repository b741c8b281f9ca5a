import { Badge } from '@mantine/core';
import type { ProductStatus as Status } from '../generated/gql/graphql';
import { useT } from '../i18n/i18n';

const colors: Record<Status, string> = { ACTIVE: 'green', DRAFT: 'yellow', ARCHIVED: 'gray' };

export function ProductStatus({ status }: { status: Status }) {
  const t = useT();
  return <Badge color={colors[status]}>{t(`productStatus.${status}`)}</Badge>;
}
