import { useQuery } from '@tanstack/preact-query';
import { useState } from 'preact/hooks';
import { itemsSum } from '../cart/cart';
import { PlaceQuoteDocument, type ShopperFragment } from '../generated/gql/graphql';
import { ask } from '../shell/api';
import { host } from '../shell/host';
import { sum, t } from '../shell/lang';
import { Button } from '../ui/button';
import { RadioRows } from '../ui/choice';
import { Field } from '../ui/field';
import { Icon } from '../ui/icons';
import type { Point } from './distance';
import { type AddressDraft, type Draft, NO_ADDRESS } from './draft';

interface AddressPartProps {
  draft: Draft;
  saved: ShopperFragment['addresses'];
  error: string | undefined;
  /** `done` is true when nothing more is being typed. */
  onChange: (change: Partial<Draft>, done: boolean) => void;
}

/** Where the courier goes: a saved address, or a point and words. Complete without any map. */
export function AddressPart({ draft, saved, error, onChange }: AddressPartProps) {
  const NEW = 'new';
  return (
    <div class="stack">
      {saved.length > 0 && (
        <RadioRows
          label={t('checkout.address')}
          choices={[
            ...saved.map(({ id, title, address }) => ({
              value: id,
              title: title || address.formatted,
              hint: title ? address.formatted : undefined,
            })),
            { value: NEW, title: t('checkout.addressNew') },
          ]}
          value={draft.savedAddressId ?? NEW}
          onChoose={(id) => onChange({ savedAddressId: id === NEW ? undefined : id }, true)}
        />
      )}
      {!draft.savedAddressId && (
        <AddressForm
          address={draft.address}
          error={error}
          onChange={(change, done) => onChange({ address: { ...draft.address, ...change } }, done)}
        />
      )}
    </div>
  );
}

interface AddressFormProps {
  address: AddressDraft;
  error: string | undefined;
  onChange: (change: Partial<AddressDraft>, done: boolean) => void;
}

function AddressForm({ address, error, onChange }: AddressFormProps) {
  const field = (name: Exclude<keyof AddressDraft, 'point'>, label: string, numeric = false) => (
    <Field
      label={label}
      value={address[name]}
      onInput={(value) => onChange({ [name]: value }, false)}
      onBlur={() => onChange({}, true)}
      {...(numeric ? { input: { inputMode: 'numeric' as const } } : {})}
      {...(name === 'street' ? { error, input: { autoComplete: 'street-address' } } : {})}
    />
  );
  return (
    <div class="card stack">
      <Locate point={address.point} onPoint={(point) => onChange({ point }, true)} />
      {field('street', t('address.street'))}
      <div class="pair">
        {field('house', t('address.house'))}
        {field('apartment', t('address.apartment'))}
      </div>
      <div class="pair">
        {field('entrance', t('address.entrance'), true)}
        {field('floor', t('address.floor'), true)}
      </div>
      {field('landmark', t('address.landmark'))}
      {field('note', t('address.note'))}
    </div>
  );
}

/** "My location": the point goes to the server, which says zone and price, or that no courier goes there. */
function Locate({ point, onPoint }: { point: Point | null; onPoint: (point: Point | null) => void }) {
  const [state, setState] = useState<'idle' | 'asking' | 'denied' | 'unavailable'>('idle');
  const locate = async () => {
    setState('asking');
    const answer = await host.locate();
    if (answer.status === 'found') {
      onPoint({ latitude: answer.latitude, longitude: answer.longitude });
      setState('idle');
    } else setState(answer.status);
  };
  if (point) return <PointAnswer point={point} onForget={() => onPoint(NO_ADDRESS.point)} />;
  return (
    <>
      <Button kind="soft" icon="aim" busy={state === 'asking'} onClick={() => void locate()}>
        {t('address.locate')}
      </Button>
      {(state === 'denied' || state === 'unavailable') && (
        <p class="small hint" role="status">
          {t(state === 'denied' ? 'address.denied' : 'address.unavailable')}
        </p>
      )}
    </>
  );
}

function PointAnswer({ point, onForget }: { point: Point; onForget: () => void }) {
  const query = useQuery({
    ...ask('deliveryQuote', PlaceQuoteDocument, { point, items: itemsSum.value }),
    staleTime: 0,
  });
  const answer = query.data?.deliveryQuote;
  const bad = answer && !answer.zone;
  return (
    <div class={bad ? 'note bad' : 'note'} role="status">
      <Icon name={bad ? 'alert' : 'pin'} size={20} />
      <div class="grow">
        <div>{t('address.located')}</div>
        {bad && <div class="small">{t('address.outOfZone')}</div>}
        {answer?.zone && (
          <div class="small hint">
            {[
              answer.zone.name,
              answer.price && (answer.price.minor === 0 ? t('sums.free') : sum(answer.price.minor)),
              answer.zone.minutesMax && t('address.minutes', { count: answer.zone.minutesMax }),
            ]
              .filter(Boolean)
              .join(' · ')}
          </div>
        )}
      </div>
      <button type="button" class="icon-btn clear" aria-label={t('address.forgetPoint')} onClick={onForget}>
        <Icon name="close" size={20} />
      </button>
    </div>
  );
}
