import { useQuery } from '@tanstack/preact-query';
import { useMemo, useState } from 'preact/hooks';
import { itemsSum } from '../cart/cart';
import { type CheckoutPageQuery, PlaceQuoteDocument, type ShopperFragment } from '../generated/gql/graphql';
import { ask } from '../shell/api';
import { host } from '../shell/host';
import { sum, t } from '../shell/lang';
import { Button } from '../ui/button';
import { RadioRows } from '../ui/choice';
import { Field } from '../ui/field';
import { Icon } from '../ui/icons';
import { isSamePoint, standIn } from './area';
import type { Point } from './distance';
import type { AddressDraft, Draft } from './draft';

type Zones = CheckoutPageQuery['deliveryZones'];

interface AddressPartProps {
  draft: Draft;
  saved: ShopperFragment['addresses'];
  zones: Zones;
  errors: AddressErrors;
  /** `done` is true when nothing more is being typed. */
  onChange: (change: Partial<Draft>, done: boolean) => void;
}

interface AddressErrors {
  point: string | undefined;
  street: string | undefined;
}

/** Where the courier goes: a saved address, or a point and words. Complete without any map. */
export function AddressPart({ draft, saved, zones, errors, onChange }: AddressPartProps) {
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
          zones={zones}
          errors={errors}
          onChange={(change, done) => onChange({ address: { ...draft.address, ...change } }, done)}
        />
      )}
    </div>
  );
}

interface AddressFormProps {
  address: AddressDraft;
  zones: Zones;
  errors: AddressErrors;
  onChange: (change: Partial<AddressDraft>, done: boolean) => void;
}

function AddressForm({ address, zones, errors, onChange }: AddressFormProps) {
  const field = (name: Exclude<keyof AddressDraft, 'point'>, label: string, numeric = false) => (
    <Field
      label={label}
      value={address[name]}
      onInput={(value) => onChange({ [name]: value }, false)}
      onBlur={() => onChange({}, true)}
      {...(numeric ? { input: { inputMode: 'numeric' as const } } : {})}
      {...(name === 'street' ? { error: errors.street, input: { autoComplete: 'street-address' } } : {})}
    />
  );
  return (
    <div class="card stack">
      <Spot address={address} zones={zones} error={errors.point} onChange={(change) => onChange(change, true)} />
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

interface SpotProps {
  address: AddressDraft;
  zones: Zones;
  error: string | undefined;
  onChange: (change: Partial<AddressDraft>) => void;
}

/**
 * The point that decides zone and price: by one tap from the device, or an area of the list where the device does not
 * say. An area stands for a point inside it; its name goes into the address, so the courier reads what is meant.
 */
function Spot({ address: { point }, zones, error, onChange }: SpotProps) {
  const [state, setState] = useState<'idle' | 'asking' | 'denied' | 'unavailable'>('idle');
  const areas = useMemo(
    () =>
      zones.map((zone, i) => ({
        ...zone,
        point: standIn(
          zone.polygon,
          zones.slice(0, i).map((z) => z.polygon),
        ),
      })),
    [zones],
  );
  const area = areas.find((own) => isSamePoint(own.point, point));
  const locate = async () => {
    setState('asking');
    const answer = await host.locate();
    if (answer.status === 'found') {
      onChange({ point: { latitude: answer.latitude, longitude: answer.longitude }, district: '' });
      setState('idle');
    } else setState(answer.status);
  };
  return (
    <>
      {(!point || area) && (
        <Button kind="soft" icon="aim" busy={state === 'asking'} onClick={() => void locate()}>
          {t('address.locate')}
        </Button>
      )}
      {(state === 'denied' || state === 'unavailable') && (
        <p class="small hint" role="status">
          {t(state === 'denied' ? 'address.denied' : 'address.unavailable')}
        </p>
      )}
      {(!point || area) && (
        <label class="field">
          <span>{t('address.area')}</span>
          <select
            class="input select"
            aria-invalid={error !== undefined}
            value={area?.id ?? ''}
            onChange={(event) => {
              const chosen = areas.find((own) => own.id === event.currentTarget.value);
              onChange({ point: chosen?.point ?? null, district: chosen?.name ?? '' });
            }}
          >
            <option value="">{t('address.areaChoose')}</option>
            {zones.map((zone) => (
              <option key={zone.id} value={zone.id}>
                {zone.name} · {zone.price.minor === 0 ? t('sums.free') : sum(zone.price.minor)}
              </option>
            ))}
          </select>
          {error !== undefined && (
            <span class="error" role="alert">
              {error}
            </span>
          )}
        </label>
      )}
      {point && !area && <Located point={point} onForget={() => onChange({ point: null })} />}
    </>
  );
}

/** What the server says of a place: zone, price and time, or that no courier goes there. */
function Located({ point, onForget }: { point: Point; onForget: () => void }) {
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
          <div class="small">
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
