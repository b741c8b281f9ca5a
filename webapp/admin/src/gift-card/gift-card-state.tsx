import { Badge } from '@mantine/core';
import type { GiftCardRowFragment } from '../generated/gql/graphql';
import { useT } from '../i18n/i18n';
import { useNow } from '../ui/use-now';

/** Whether a card still pays, and if not, why. */
export function GiftCardState({ card }: { card: GiftCardRowFragment }) {
  const t = useT();
  const now = useNow();
  const state = card.voidedAt
    ? 'voided'
    : card.expiresAt && Date.parse(card.expiresAt) <= now
      ? 'expired'
      : card.balance.minor === 0
        ? 'empty'
        : 'good';
  return <Badge color={state === 'good' ? 'green' : 'gray'}>{t(`giftCardState.${state}`)}</Badge>;
}
