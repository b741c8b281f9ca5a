import { useQuery } from '@tanstack/preact-query';
import { useState } from 'preact/hooks';
import { CardRemoveDocument, MyCardsDocument, type SavedCardRowFragment } from '../generated/gql/graphql';
import { askMine, cache, mine } from '../shell/api';
import { host } from '../shell/host';
import { t } from '../shell/lang';
import { Icon } from '../ui/icons';
import { toast } from '../ui/toast';
import { AddCard } from './add-card';
import { cardName } from './card-number';

/** Cards of the shopper and where they are kept. */
export function useCards() {
  const { data } = useQuery(askMine('cards', MyCardsDocument, {}));
  const cards = data?.me.cards ?? [];
  return { cards, paying: cards.filter((card) => card.isVerified && !card.isExpired), desk: data?.me.cardDesks[0] };
}

/** Saved cards, to be added, proved and removed; nothing where the shop keeps none. */
export function Cards() {
  const { cards, desk } = useCards();
  /** `new`, or the card whose code is asked for. */
  const [open, setOpen] = useState<'new' | SavedCardRowFragment>();
  if (!desk && cards.length === 0) return null;
  const remove = async ({ id }: SavedCardRowFragment) => {
    if (!(await host.confirm(t('card.removeAsk'), t('card.removeYes'), t('common.cancel')))) return;
    await mine.exec(CardRemoveDocument, { input: { id } }).catch(() => toast(t('error.offlineTitle')));
    await cache.invalidateQueries({ queryKey: ['cards'] });
  };
  return (
    <section class="stack" aria-labelledby="cards">
      <h2 id="cards" class="gap">
        {t('card.title')}
      </h2>
      <div class="rows">
        {cards.map((card) => (
          <div class="line" key={card.id}>
            <Icon name="card" />
            <span class="grow">
              <span class="line-title num">{cardName(card.number)}</span>
              <span class="hint small line-hint">
                {card.isExpired ? t('card.expired') : card.isVerified ? card.expiry : t('card.unverified')}
              </span>
            </span>
            {!card.isVerified && !card.isExpired && (
              <button type="button" class="btn soft slim" onClick={() => setOpen(card)}>
                {t('card.enterCode')}
              </button>
            )}
            <button
              type="button"
              class="icon-btn clear"
              aria-label={t('card.remove', { card: cardName(card.number) })}
              onClick={() => void remove(card)}
            >
              <Icon name="trash" size={20} />
            </button>
          </div>
        ))}
        {desk && (
          <button type="button" class="line" onClick={() => setOpen('new')}>
            <Icon name="plus" />
            <span class="grow">{t('card.new')}</span>
          </button>
        )}
      </div>
      <AddCard
        desk={desk}
        card={open === 'new' ? undefined : open}
        open={open !== undefined}
        onClose={() => setOpen(undefined)}
        onAdded={() => {
          setOpen(undefined);
          toast(t('card.added'));
        }}
      />
    </section>
  );
}
