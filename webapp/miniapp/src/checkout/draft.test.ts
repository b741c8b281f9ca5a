import { expect, test } from 'vitest';
import type { CartWholeFragment, ShopperFragment } from '../generated/gql/graphql';
import { changeInput, contactInput, type Draft, deliveryInput, faultsOf, NO_ADDRESS, startDraft } from './draft';

const cart = {
  contact: { name: '', phone: '' },
  delivery: { method: null, address: null, pickupPoint: null },
  paymentMethod: null,
  changeFrom: null,
  paymentMethods: ['CASH'],
  comment: '',
} as unknown as CartWholeFragment;

const formatted = 'Amir Temur 5';
const shopper = {
  name: 'Malika',
  phone: '+998901234567',
  addresses: [{ id: 'adr_1', title: '', address: { ...NO_ADDRESS, street: 'Amir Temur', house: '5', formatted } }],
} as unknown as ShopperFragment;

const offers = { hasCourier: true, hasPickup: true, pickupPointIds: ['pup_1', 'pup_2'] };

test('a returning buyer finds everything filled in', () => {
  const draft = startDraft(cart, shopper, offers);
  expect(draft).toMatchObject({
    name: 'Malika',
    phone: '+998 90 123 45 67',
    method: 'COURIER',
    savedAddressId: 'adr_1',
    paymentMethod: 'CASH',
  });
  expect(faultsOf(draft)).toEqual([]);
});

test('what the cart already says comes before what is known of the shopper', () => {
  const before = {
    ...cart,
    contact: { name: 'Olim', phone: '+998935554433' },
    delivery: { ...cart.delivery, method: 'COURIER', address: { ...NO_ADDRESS, street: 'Bobur', formatted: 'Bobur' } },
    comment: 'tez',
  } as CartWholeFragment;
  const draft = startDraft(before, shopper, offers);
  expect(draft).toMatchObject({ name: 'Olim', savedAddressId: undefined, comment: 'tez' });
  expect(draft.address.street).toBe('Bobur');
});

test('a shop that only has pickup offers only pickup, and its one point', () => {
  const draft = startDraft(
    cart,
    { ...shopper, addresses: [] },
    { hasCourier: false, hasPickup: true, pickupPointIds: ['pup_1'] },
  );
  expect(draft).toMatchObject({ method: 'PICKUP', pickupPointId: 'pup_1' });
});

const empty: Draft = {
  name: ' ',
  phone: '+998 90',
  method: 'COURIER',
  savedAddressId: undefined,
  address: NO_ADDRESS,
  pickupPointId: undefined,
  paymentMethod: null,
  cash: '',
  comment: '',
};

test('every missing field is named at once', () => {
  expect(faultsOf(empty)).toEqual(['name', 'phone', 'point', 'address', 'payment']);
  expect(faultsOf({ ...empty, method: 'PICKUP' })).toContain('pickupPoint');
  expect(faultsOf({ ...empty, method: undefined })).toContain('method');
  expect(faultsOf({ ...empty, address: { ...NO_ADDRESS, landmark: 'bozor' } })).not.toContain('address');
});

test('half written parts are not sent to be refused', () => {
  expect(contactInput(empty)).toEqual({ name: '' });
  expect(deliveryInput(empty)).toEqual({ method: 'COURIER' });
  expect(deliveryInput({ ...empty, address: { ...NO_ADDRESS, house: '5' } })).toMatchObject({
    address: { house: '5' },
  });
  expect(deliveryInput({ ...empty, method: undefined })).toBeUndefined();
  expect(deliveryInput({ ...empty, savedAddressId: 'adr_1' })).toEqual({ method: 'COURIER', savedAddressId: 'adr_1' });
  expect(deliveryInput({ ...empty, method: 'PICKUP', pickupPointId: 'pup_1' })).toEqual({
    method: 'PICKUP',
    pickupPointId: 'pup_1',
  });
});

test('change is asked for in whole soʻm, and with cash alone', () => {
  const cash: Draft = { ...empty, paymentMethod: 'CASH', cash: '200 000' };
  expect(changeInput(cash)).toBe(20_000_000);
  expect(changeInput({ ...cash, cash: '' })).toBe(0);
  expect(changeInput({ ...cash, paymentMethod: 'PAYME' })).toBe(0);
  expect(faultsOf({ ...cash, cash: 'koʻp' })).toContain('cash');
});
