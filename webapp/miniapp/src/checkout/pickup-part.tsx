import { dateTime } from '@dokon/i18n';
import type { CheckoutPageQuery } from '../generated/gql/graphql';
import { lang, t } from '../shell/lang';
import { RadioRows } from '../ui/choice';
import { kilometres, metres, type Point } from './distance';

interface PickupPartProps {
  points: CheckoutPageQuery['pickupPoints'];
  /** Where the shopper is, when they said so: the nearest point comes first. */
  here: Point | null;
  value: string | undefined;
  error: string | undefined;
  onChoose: (id: string) => void;
}

export function PickupPart({ points, here, value, error, onChoose }: PickupPartProps) {
  const sorted = here ? [...points].sort((a, b) => metres(here, a.point) - metres(here, b.point)) : points;
  return (
    <>
      <RadioRows
        label={t('checkout.pickupPoint')}
        choices={sorted.map((point) => ({
          value: point.id,
          title: point.name,
          hint: (
            <>
              {point.address}
              <br />
              {openness(point)}
            </>
          ),
          aside: here && <span class="hint small num">{t('checkout.km', { km: kilometres(here, point.point) })}</span>,
        }))}
        value={value}
        onChoose={onChoose}
      />
      {error && (
        <p class="small danger" role="alert">
          {error}
        </p>
      )}
    </>
  );
}

function openness(point: CheckoutPageQuery['pickupPoints'][number]): string {
  if (point.isOpen) return t('checkout.readyIn', { count: point.readyMinutes });
  if (!point.opensAt) return t('home.closed');
  return t('home.opensAt', { when: dateTime(new Date(point.opensAt), lang.value, new Date()) });
}
