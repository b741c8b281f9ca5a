import type { CartDeliveryInput, CartWholeFragment, ContactInput, ShopperFragment } from '../generated/gql/graphql';
import { formatTyped, wholePhone } from '../ui/phone';

/** An address as one writes it; every text may be empty. */
export interface AddressDraft {
  point: { latitude: number; longitude: number } | null;
  district: string;
  street: string;
  house: string;
  entrance: string;
  floor: string;
  apartment: string;
  landmark: string;
  note: string;
}

/** What the shopper has written on the checkout screen. */
export interface Draft {
  name: string;
  /** As shown in the field. */
  phone: string;
  method: 'COURIER' | 'PICKUP' | undefined;
  /** A saved address, or undefined for the one in `address`. */
  savedAddressId: string | undefined;
  address: AddressDraft;
  pickupPointId: string | undefined;
  paymentMethod: CartWholeFragment['paymentMethod'];
  /** Soʻm the shopper will hand over, as typed; empty: no change is needed. */
  cash: string;
  comment: string;
}

export const NO_ADDRESS: AddressDraft = {
  point: null,
  district: '',
  street: '',
  house: '',
  entrance: '',
  floor: '',
  apartment: '',
  landmark: '',
  note: '',
};

interface Offers {
  hasCourier: boolean;
  hasPickup: boolean;
  pickupPointIds: readonly string[];
}

/** Fills the form from what is known: the cart's own state, then the shopper, then the only choice there is. */
export function startDraft(cart: CartWholeFragment, shopper: ShopperFragment, offers: Offers): Draft {
  const saved = shopper.addresses[0];
  const chosen = cart.delivery.method === 'DIGITAL' ? undefined : cart.delivery.method;
  const method = chosen ?? (offers.hasCourier ? 'COURIER' : offers.hasPickup ? 'PICKUP' : undefined);
  const same = cart.delivery.address
    ? shopper.addresses.find((own) => own.address.formatted === cart.delivery.address?.formatted)
    : saved;
  return {
    name: cart.contact.name || shopper.name,
    phone: formatTyped(cart.contact.phone || shopper.phone || ''),
    method: method === 'COURIER' && !offers.hasCourier ? 'PICKUP' : method,
    savedAddressId: same?.id,
    address: same ? NO_ADDRESS : draftOf(cart.delivery.address),
    pickupPointId:
      cart.delivery.pickupPoint?.id ?? (offers.pickupPointIds.length === 1 ? offers.pickupPointIds[0] : undefined),
    paymentMethod: cart.paymentMethod ?? cart.paymentMethods[0] ?? null,
    cash: cart.changeFrom ? String(cart.changeFrom.minor / 100) : '',
    comment: cart.comment,
  };
}

function draftOf(address: CartWholeFragment['delivery']['address']): AddressDraft {
  if (!address) return NO_ADDRESS;
  const { formatted: _, ...parts } = address;
  return parts;
}

/** Fields that must be mended before the order can be placed. */
export type Fault = 'name' | 'phone' | 'method' | 'point' | 'address' | 'pickupPoint' | 'payment' | 'cash';

export function faultsOf(draft: Draft): Fault[] {
  const faults: Fault[] = [];
  if (draft.name.trim() === '') faults.push('name');
  if (!wholePhone(draft.phone)) faults.push('phone');
  if (!draft.method) faults.push('method');
  if (draft.method === 'COURIER' && !draft.savedAddressId) {
    if (!draft.address.point) faults.push('point');
    if (!isFindable(draft.address)) faults.push('address');
  }
  if (draft.method === 'PICKUP' && !draft.pickupPointId) faults.push('pickupPoint');
  if (!draft.paymentMethod) faults.push('payment');
  if (draft.paymentMethod === 'CASH' && !/^[\d\s]*$/.test(draft.cash)) faults.push('cash');
  return faults;
}

/** A courier can find it: a street or a landmark is there. */
function isFindable({ street, landmark }: AddressDraft): boolean {
  return street.trim() !== '' || landmark.trim() !== '';
}

/** Tiyin of cash for cartSet; 0: no change is needed. */
export function changeInput({ paymentMethod, cash }: Draft): number {
  const digits = cash.replace(/\s/g, '');
  return paymentMethod === 'CASH' && /^\d+$/.test(digits) ? Number(digits) * 100 : 0;
}

export function contactInput(draft: Draft): ContactInput {
  const phone = wholePhone(draft.phone);
  return { name: draft.name.trim(), ...(phone ? { phone } : {}) };
}

/** The delivery part for cartSet, which takes a half written address too; undefined while nothing is chosen. */
export function deliveryInput(draft: Draft): CartDeliveryInput | undefined {
  const { method, savedAddressId, address, pickupPointId } = draft;
  if (!method) return undefined;
  if (method === 'PICKUP') return pickupPointId ? { method, pickupPointId } : { method };
  if (savedAddressId) return { method, savedAddressId };
  return Object.values(address).some((part) => part !== null && part !== '') ? { method, address } : { method };
}
