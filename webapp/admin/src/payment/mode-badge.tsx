import { Badge } from '@mantine/core';
import type { PaymentMode } from '../generated/gql/graphql';
import { useT } from '../i18n/i18n';

/** Stands wherever money is shown that does not move, or may not: a test must never be taken for money. */
export function ModeBadge({ mode }: { mode: PaymentMode }) {
  const t = useT();
  return <Badge color={mode === 'TEST' ? 'orange' : 'green'}>{t(`payMode.${mode}`)}</Badge>;
}
