import type { Language, StoreFormFragment, StoreStatus, StoreUpdateInput } from '../generated/gql/graphql';
import { type Texts, textsInput, textsOf } from '../ui/texts';
import { type Day, hoursInput, weekOf } from './hours';

export type StoreDraft = {
  name: Texts;
  description: Texts;
  status: StoreStatus;
  languages: Language[];
  week: Day[];
  phone: string;
  telegram: string;
  address: string;
  /** "41.31, 69.28" or empty. */
  point: string;
  legalName: string;
  taxId: string;
  legalAddress: string;
  termsUrl: string;
  brandColor: string;
  logo: StoreFormFragment['look']['logo'];
  cover: StoreFormFragment['look']['cover'];
  hasCourier: boolean;
  hasPickup: boolean;
  minimum: number | null;
  acceptWithinMinutes: number;
  quoteMinutes: number;
  isAutoConfirmed: boolean;
  takesOrdersWhenClosed: boolean;
  depositPercent: number;
  /** Tiyin. */
  depositAmount: number | null;
  keepsDeposit: boolean;
  cashbackPercent: number;
  cashbackSharePercent: number;
};

export function draftOf(store: StoreFormFragment): StoreDraft {
  const { contacts, legal, look, delivery, orderRules } = store;
  return {
    name: textsOf(store.translations.name),
    description: textsOf(store.translations.description),
    status: store.status,
    languages: [...store.languages],
    week: weekOf(store.hours),
    phone: contacts.phone,
    telegram: contacts.telegram,
    address: contacts.address,
    point: contacts.point ? `${contacts.point.latitude}, ${contacts.point.longitude}` : '',
    legalName: legal.name,
    taxId: legal.taxId,
    legalAddress: legal.address,
    termsUrl: legal.termsUrl,
    brandColor: look.brandColor,
    logo: look.logo,
    cover: look.cover,
    hasCourier: delivery.hasCourier,
    hasPickup: delivery.hasPickup,
    minimum: delivery.minimum.minor,
    ...orderRules,
    depositAmount: orderRules.depositAmount.minor,
  };
}

const ruleKeys = [
  'acceptWithinMinutes',
  'quoteMinutes',
  'isAutoConfirmed',
  'takesOrdersWhenClosed',
  'depositPercent',
  'depositAmount',
  'keepsDeposit',
  'cashbackPercent',
  'cashbackSharePercent',
] as const satisfies (keyof StoreDraft)[];

/** Parts that were changed, so that two people at different sections do not write over each other. */
export function inputOf(
  draft: StoreDraft,
  base: StoreDraft,
  point: { latitude: number; longitude: number } | null,
): StoreUpdateInput {
  const isChanged = (...keys: (keyof StoreDraft)[]) =>
    keys.some((key) => JSON.stringify(draft[key]) !== JSON.stringify(base[key]));
  return {
    ...(isChanged('name') && { name: textsInput(draft.name) }),
    ...(isChanged('description') && { description: textsInput(draft.description) }),
    ...(isChanged('status') && { status: draft.status }),
    ...(isChanged('languages') && { languages: draft.languages }),
    ...(isChanged('week') && { hours: hoursInput(draft.week) }),
    ...(isChanged('phone', 'telegram', 'address', 'point') && {
      contacts: {
        phone: draft.phone.trim(),
        telegram: draft.telegram.trim().replace(/^@/, ''),
        address: draft.address.trim(),
        point,
      },
    }),
    ...(isChanged('legalName', 'taxId', 'legalAddress', 'termsUrl') && {
      legal: {
        name: draft.legalName.trim(),
        taxId: draft.taxId.replace(/\D/g, ''),
        address: draft.legalAddress.trim(),
        termsUrl: draft.termsUrl.trim(),
      },
    }),
    ...(isChanged('brandColor', 'logo', 'cover') && {
      look: { brandColor: draft.brandColor, logoId: draft.logo?.id ?? null, coverId: draft.cover?.id ?? null },
    }),
    ...(isChanged('hasCourier', 'hasPickup', 'minimum') && {
      delivery: { hasCourier: draft.hasCourier, hasPickup: draft.hasPickup, minimum: draft.minimum ?? 0 },
    }),
    ...(isChanged(...ruleKeys) && {
      orderRules: {
        ...Object.fromEntries(ruleKeys.map((key) => [key, draft[key]])),
        depositAmount: draft.depositAmount ?? 0,
      },
    }),
  };
}
