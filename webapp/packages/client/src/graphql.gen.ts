/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
interface DocumentTypeDecoration<Answer, Variables> {
  __apiType?: (variables: Variables) => Answer;
}
/** Languages of texts. As an HTTP language tag: uz-Latn, uz-Cyrl, ru, en. */
export type Language =
  /** Uzbek in Latin script (uz-Latn). */
  | 'UZ_LATN'
  /** Uzbek in Cyrillic script (uz-Cyrl). */
  | 'UZ_CYRL'
  /** Russian (ru). */
  | 'RU'
  /** English (en). */
  | 'EN';

/** Currencies. A store has one. */
export type CurrencyCode =
  /** Uzbek soʻm, 100 tiyin. */
  | 'UZS';

/** A point on the map, WGS 84. */
export type GeoPointInput = {
  /** Degrees north, −90 to 90. */
  latitude: number;
  /** Degrees east, −180 to 180. */
  longitude: number;
};

/** Stable codes of business refusals. `message` of an error is the same in the caller's language and safe to show. */
export type ErrorCode =
  /** A required field is missing or empty. */
  | 'REQUIRED'
  /** The value does not have the form the field wants. */
  | 'INVALID'
  /** Not an id, or the id of another kind of thing. */
  | 'INVALID_ID'
  /** The text is longer than allowed. */
  | 'TOO_LONG'
  /** The text is shorter than allowed. */
  | 'TOO_SHORT'
  /** The number is outside the allowed range. */
  | 'OUT_OF_RANGE'
  /** The list has more entries than allowed. */
  | 'TOO_MANY'
  /** There is no such thing in this store. */
  | 'NOT_FOUND'
  /** The same value is given twice. */
  | 'DUPLICATE'
  /** Somebody changed it in the meantime. Read again, then repeat. */
  | 'STALE_VERSION'
  /** You may not change this field. */
  | 'FORBIDDEN_FIELD'
  /** Not a phone number. Uzbek numbers are +998 and nine digits. */
  | 'INVALID_PHONE'
  /** The signed Telegram contact is not valid, not fresh or not your own. */
  | 'INVALID_CONTACT'
  /** The link has been used or is too old. */
  | 'LINK_INVALID'
  /** Nobody has confirmed the sign-in in Telegram yet. Ask again in two seconds. */
  | 'SIGN_IN_PENDING'
  /** The sign-in was refused, used or left for too long. Begin a new one. */
  | 'SIGN_IN_EXPIRED'
  /** The store has no bot that could confirm a sign-in. */
  | 'SIGN_IN_UNAVAILABLE'
  /** A store needs one owner at least. */
  | 'LAST_OWNER'
  /** Nobody can raise their own role or end their own access this way. */
  | 'OWN_ROLE'
  /** Fewer pieces are left than asked for. Type InsufficientStockError. */
  | 'INSUFFICIENT_STOCK'
  /** This product or variant is not sold now. */
  | 'NOT_FOR_SALE'
  /** Another sum than the quote's would have to be paid. Type PriceChangedError. */
  | 'PRICE_CHANGED'
  /** The quote is older than its time. Ask for a new one. */
  | 'QUOTE_EXPIRED'
  /** The cart has changed since the quote. Ask for a new one. */
  | 'QUOTE_STALE'
  /** The cart has no lines. */
  | 'CART_EMPTY'
  /** An order was already made of this cart. */
  | 'CART_ORDERED'
  /** The goods cost less than the minimum of the store or zone. */
  | 'MINIMUM_NOT_REACHED'
  /** No courier goes to this place. */
  | 'OUT_OF_ZONE'
  /** The store or pickup point is closed for orders now. */
  | 'CLOSED_NOW'
  /** The store takes no orders at the moment. */
  | 'STORE_PAUSED'
  /** Say who receives the order. */
  | 'CONTACT_MISSING'
  /** A phone number is needed. */
  | 'PHONE_MISSING'
  /** Choose courier or pickup. */
  | 'DELIVERY_MISSING'
  /** Say where the courier shall come. */
  | 'ADDRESS_MISSING'
  /** Choose a pickup point. */
  | 'PICKUP_POINT_MISSING'
  /** Choose how to pay. */
  | 'PAYMENT_MISSING'
  /** This payment method is not available for this order. */
  | 'PAYMENT_UNAVAILABLE'
  /** Sign in first. */
  | 'SIGN_IN_REQUIRED'
  /** A choice is needed in this modifier group. */
  | 'MODIFIER_REQUIRED'
  /** More choices than this modifier group allows. */
  | 'MODIFIER_TOO_MANY'
  /** This modifier does not belong to the product. */
  | 'MODIFIER_UNKNOWN'
  /** The order is closed: canceled or expired. */
  | 'ORDER_CLOSED'
  /** This step is not possible in the present state. */
  | 'TRANSITION_REFUSED'
  /** Say why. */
  | 'REASON_REQUIRED'
  /** A category cannot stand below itself. */
  | 'CATEGORY_CYCLE'
  /** The category has products or categories below it. */
  | 'CATEGORY_NOT_EMPTY'
  /** An active variant needs a price. */
  | 'PRICE_MISSING'
  /** The address part (slug) is used already. */
  | 'SLUG_TAKEN'
  /** The SKU is used already. */
  | 'SKU_TAKEN'
  /** The choice does not fit the options of the product. */
  | 'OPTION_MISMATCH'
  /** The type of an attribute cannot be changed while products have values of it. */
  | 'TYPE_FIXED'
  /** A price list is for this group of shoppers. */
  | 'GROUP_IN_USE'
  /** Less of the product is not sold: see its sale rule. */
  | 'QUANTITY_MINIMUM'
  /** More of the product is not sold in one order: see its sale rule. */
  | 'QUANTITY_MAXIMUM'
  /** The product is sold in steps: see its sale rule. */
  | 'QUANTITY_STEP'
  /** The stock would fall below what is already promised to orders. */
  | 'STOCK_PROMISED'
  /** Not a picture of a kind we take (JPEG, PNG, WebP, GIF). */
  | 'UNSUPPORTED_MEDIA'
  /** Not a query that can be stored; the message says why. */
  | 'QUERY_INVALID'
  /** The cursor of events stands where events are not kept any more. Read everything anew and follow from `headCursor`. */
  | 'EVENTS_EXPIRED'
  /** The file is larger than allowed. */
  | 'TOO_LARGE'
  /** The address for an upload is too old. */
  | 'UPLOAD_EXPIRED'
  /** The address of an upload took a file already. */
  | 'UPLOAD_USED'
  /** Nothing has been put at the address of the upload yet. */
  | 'UPLOAD_INCOMPLETE'
  /** Something still shows the picture. */
  | 'MEDIA_IN_USE'
  /** The very same picture is being removed at this moment; try again. */
  | 'MEDIA_BUSY'
  /** The bot token is not valid. */
  | 'BOT_TOKEN_INVALID'
  /** The cash taken is not the sum due. */
  | 'CASH_MISMATCH'
  /** The shopper is blocked in this store. */
  | 'CUSTOMER_BLOCKED';

/** An address in words, with a point on the map when known. Street or landmark is needed. */
export type AddressInput = {
  /** Needed for a courier: it finds the zone. */
  point?: GeoPointInput | null | undefined;
  /** Part of the city. */
  district?: string | null | undefined;
  /** Name of the street or quarter. */
  street?: string | null | undefined;
  /** Number of the house. */
  house?: string | null | undefined;
  /** Number of the door. */
  entrance?: string | null | undefined;
  /** Storey. */
  floor?: string | null | undefined;
  /** Number of the flat or office. */
  apartment?: string | null | undefined;
  /** What one looks for on the way (moʻljal). */
  landmark?: string | null | undefined;
  /** For the courier. */
  note?: string | null | undefined;
};

export type SessionCreateInput = {
  /** Telegram's initData, byte for byte. May be given in `Authorization: tma …` instead. */
  initData?: string | null | undefined;
  /**
   * Outside Telegram: the secret of telegramSignInCreate, instead of initData. Good once, after the person has confirmed; before that the
   * error is SIGN_IN_PENDING, and SIGN_IN_EXPIRED when it will never be good.
   */
  signInSecret?: string | null | undefined;
  /** Secret of an anonymous cart whose lines move into the shopper's own cart. */
  cartToken?: string | null | undefined;
};

export type SessionRefreshInput = {
  /** The newest one. */
  refreshToken: string;
};

/** Who sees a product. */
export type ProductStatus =
  /** Only staff see it. */
  | 'DRAFT'
  /** On sale. */
  | 'ACTIVE'
  /** No longer shown; orders keep it. */
  | 'ARCHIVED';

/** How an option is shown. */
export type OptionDisplay =
  /** Coloured circles with names. */
  | 'SWATCH'
  /** Words in pills. */
  | 'PILL';

/** Narrows a list of products. What is left out does not narrow it. */
export type ProductFilter = {
  /** In this category or below it. */
  categoryId?: string | null | undefined;
  /** The same by slug. */
  categorySlug?: string | null | undefined;
  /** Lowest price at least this, tiyin. */
  priceFrom?: number | null | undefined;
  /** Lowest price at most this, tiyin. */
  priceTo?: number | null | undefined;
  /** Only what can be bought now. */
  isAvailable?: boolean | null | undefined;
  /** Words to find in name and description, in any script, small mistakes allowed. The sort is then by match. */
  search?: string | null | undefined;
  /** ACTIVE when left out; other states need CATALOG_READ. */
  status?: Array<ProductStatus> | null | undefined;
};

/** What products are sorted by. */
export type ProductSort =
  /** As the shop arranged them. */
  | 'POSITION'
  /** By what is bought; most first with DESC. */
  | 'POPULARITY'
  /** By the lowest price. */
  | 'PRICE'
  /** By the day of going on sale; newest first with DESC. */
  | 'PUBLISHED'
  /** By the last change; needs CATALOG_READ. */
  | 'UPDATED';

/** Where in the checkout something is put right. */
export type CheckoutStep =
  /** What is bought. */
  | 'LINES'
  /** Name and phone. */
  | 'CONTACT'
  /** Where and how. */
  | 'DELIVERY'
  /** How it is paid. */
  | 'PAYMENT'
  /** Who buys, and whether the shop takes orders now. */
  | 'CONFIRM';

/** A line of a cart as it shall be. */
export type CartLineInput = {
  /** What to buy. */
  variantId: string;
  /** 1 to 999; in cartLinesUpdate 0 removes the line. */
  quantity: number;
  /** What is chosen in the product's modifier groups. */
  modifiers?: Array<LineModifierInput> | null | undefined;
};

/** An addition to choose for a line. */
export type LineModifierInput = {
  /** A modifier option of the product's groups. */
  optionId: string;
  /** 1 when left out. */
  quantity?: number | null | undefined;
};

/** Who receives an order. What is left out stays. */
export type ContactInput = {
  name?: string | null | undefined;
  /** As typed; normalised to E.164. */
  phone?: string | null | undefined;
};

/** How the goods of a cart reach the buyer. What is left out stays. */
export type CartDeliveryInput = {
  /** Brought or fetched. */
  method?: DeliveryMethod | null | undefined;
  /** Replaces all of the address. It may still be vague: readiness tells what is missing. */
  address?: AddressInput | null | undefined;
  /** A saved address instead of `address`. */
  savedAddressId?: string | null | undefined;
  /** An active one. */
  pickupPointId?: string | null | undefined;
};

/**
 * Declares the whole wished state of the cart. `lines` replaces all lines. The other parts left out stay as they are. Sending
 * the same twice changes nothing the second time, so a retry is harmless.
 */
export type CartSetInput = {
  /** An anonymous cart by its secret; a shopper's own cart when left out. */
  cartToken?: string | null | undefined;
  expectedVersion?: number | null | undefined;
  /** At most 100. */
  lines?: Array<CartLineInput> | null | undefined;
  /** Who receives the order; what is left out in it stays. */
  contact?: ContactInput | null | undefined;
  /** How the goods reach the buyer; what is left out in it stays. */
  delivery?: CartDeliveryInput | null | undefined;
  /** One of the cart's paymentMethods. */
  paymentMethod?: PaymentMethod | null | undefined;
  /** The buyer's words to the shop, at most 1000 characters. */
  comment?: string | null | undefined;
};

export type CartLinesAddInput = {
  /** An anonymous cart by its secret; a shopper's own cart when left out. */
  cartToken?: string | null | undefined;
  expectedVersion?: number | null | undefined;
  /** At most 100. */
  lines: Array<CartLineInput>;
};

/** A new number of pieces for a line. */
export type CartLineChangeInput = {
  /** A line of this cart. */
  lineId: string;
  /** 0 removes the line. */
  quantity: number;
};

export type CartLinesUpdateInput = {
  /** An anonymous cart by its secret; a shopper's own cart when left out. */
  cartToken?: string | null | undefined;
  expectedVersion?: number | null | undefined;
  /** At most 100. */
  lines: Array<CartLineChangeInput>;
};

/** How goods reach the buyer. */
export type DeliveryMethod =
  /** Brought to an address. */
  | 'COURIER'
  /** Fetched at a pickup point. */
  | 'PICKUP';

/** Life of an order. docs/states.md has the moves. */
export type OrderLifecycle =
  /** Made by staff, not yet sent. */
  | 'DRAFT'
  /** Placed by the buyer, waits for staff or payment. Goods are held. */
  | 'PLACED'
  /** Accepted. Goods are promised. */
  | 'CONFIRMED'
  /** Everything delivered and paid. */
  | 'COMPLETED'
  /** Called off by the buyer or the shop. Goods are free again. */
  | 'CANCELED'
  /** Nobody accepted or paid in time. Goods are free again. */
  | 'EXPIRED';

/** Derived from payments, never set by hand. */
export type OrderPaymentStatus =
  /** Nothing to pay. */
  | 'NOT_REQUIRED'
  /** Nothing received, nothing on its way. */
  | 'UNPAID'
  /** A payment is on its way. */
  | 'PENDING'
  /** The money is held for us. */
  | 'AUTHORIZED'
  /** Less was received than is due. */
  | 'PARTIALLY_PAID'
  /** Received in full. */
  | 'PAID'
  /** More was received than is due. */
  | 'OVERPAID'
  /** Some of it was given back. */
  | 'PARTIALLY_REFUNDED'
  /** All of it was given back. */
  | 'REFUNDED'
  /** Something does not fit; staff look at it. */
  | 'NEEDS_REVIEW';

/** Derived from fulfilments. */
export type OrderFulfilmentStatus =
  /** Nothing handed over yet. */
  | 'NONE'
  /** Some of it handed over. */
  | 'PARTIAL'
  /** All handed over. */
  | 'FULFILLED'
  /** Some of it came back. */
  | 'PARTIALLY_RETURNED'
  /** All of it came back. */
  | 'RETURNED'
  /** Nothing will be handed over. */
  | 'CANCELED';

export type OrderPlaceInput = {
  /** The quote of the cart. Its sum is what will be paid, or the order is refused with PriceChangedError. */
  quoteId: string;
  /** The anonymous cart's secret; not needed by a shopper. */
  cartToken?: string | null | undefined;
};

/** How a buyer pays. */
export type PaymentMethod =
  /** Cash to the courier or at the pickup point. */
  | 'CASH';

type Refusal_GenericError_Fragment = { code: ErrorCode, message: string, path: Array<string> };

type Refusal_InsufficientStockError_Fragment = { variantId: string, available: number, code: ErrorCode, message: string, path: Array<string> };

type Refusal_PriceChangedError_Fragment = { code: ErrorCode, message: string, path: Array<string>, before: { amount: string, minor: number, currency: CurrencyCode, formatted: string }, after: { amount: string, minor: number, currency: CurrencyCode, formatted: string }, quote: { id: string } };

export type RefusalFragment =
  | Refusal_GenericError_Fragment
  | Refusal_InsufficientStockError_Fragment
  | Refusal_PriceChangedError_Fragment
;

export type TotalsFactsFragment = { items: { amount: string, minor: number, currency: CurrencyCode, formatted: string }, discount: { amount: string, minor: number, currency: CurrencyCode, formatted: string }, delivery: { amount: string, minor: number, currency: CurrencyCode, formatted: string }, total: { amount: string, minor: number, currency: CurrencyCode, formatted: string } };

export type CartFactsFragment = { id: string, version: number, quantity: number, paymentMethods: Array<PaymentMethod>, lines: Array<{ id: string, quantity: number, product: { slug: string, name: string }, variant: { id: string, name: string, cover: { id: string, url: string, srcset: string, alt: string, color: string } | null }, unitPrice: { amount: string, minor: number, currency: CurrencyCode, formatted: string }, total: { amount: string, minor: number, currency: CurrencyCode, formatted: string } }>, totals: { items: { amount: string, minor: number, currency: CurrencyCode, formatted: string }, discount: { amount: string, minor: number, currency: CurrencyCode, formatted: string }, delivery: { amount: string, minor: number, currency: CurrencyCode, formatted: string }, total: { amount: string, minor: number, currency: CurrencyCode, formatted: string } }, contact: { name: string, phone: string }, readiness: { canPlace: boolean, blockers: Array<{ code: ErrorCode, step: CheckoutStep, message: string, lineId: string | null }> }, quote: { id: string, expiresAt: string } | null };

export type CartCreateMutationVariables = Exact<{ [key: string]: never; }>;


export type CartCreateMutation = { cartCreate: { cartToken: string | null, cart: { id: string, version: number, quantity: number, paymentMethods: Array<PaymentMethod>, lines: Array<{ id: string, quantity: number, product: { slug: string, name: string }, variant: { id: string, name: string, cover: { id: string, url: string, srcset: string, alt: string, color: string } | null }, unitPrice: { amount: string, minor: number, currency: CurrencyCode, formatted: string }, total: { amount: string, minor: number, currency: CurrencyCode, formatted: string } }>, totals: { items: { amount: string, minor: number, currency: CurrencyCode, formatted: string }, discount: { amount: string, minor: number, currency: CurrencyCode, formatted: string }, delivery: { amount: string, minor: number, currency: CurrencyCode, formatted: string }, total: { amount: string, minor: number, currency: CurrencyCode, formatted: string } }, contact: { name: string, phone: string }, readiness: { canPlace: boolean, blockers: Array<{ code: ErrorCode, step: CheckoutStep, message: string, lineId: string | null }> }, quote: { id: string, expiresAt: string } | null } | null, userErrors: Array<
      | { code: ErrorCode, message: string, path: Array<string> }
      | { variantId: string, available: number, code: ErrorCode, message: string, path: Array<string> }
      | { code: ErrorCode, message: string, path: Array<string>, before: { amount: string, minor: number, currency: CurrencyCode, formatted: string }, after: { amount: string, minor: number, currency: CurrencyCode, formatted: string }, quote: { id: string } }
    > } };

export type CartSetMutationVariables = Exact<{
  input: CartSetInput;
}>;


export type CartSetMutation = { cartSet: { cart: { id: string, version: number, quantity: number, paymentMethods: Array<PaymentMethod>, lines: Array<{ id: string, quantity: number, product: { slug: string, name: string }, variant: { id: string, name: string, cover: { id: string, url: string, srcset: string, alt: string, color: string } | null }, unitPrice: { amount: string, minor: number, currency: CurrencyCode, formatted: string }, total: { amount: string, minor: number, currency: CurrencyCode, formatted: string } }>, totals: { items: { amount: string, minor: number, currency: CurrencyCode, formatted: string }, discount: { amount: string, minor: number, currency: CurrencyCode, formatted: string }, delivery: { amount: string, minor: number, currency: CurrencyCode, formatted: string }, total: { amount: string, minor: number, currency: CurrencyCode, formatted: string } }, contact: { name: string, phone: string }, readiness: { canPlace: boolean, blockers: Array<{ code: ErrorCode, step: CheckoutStep, message: string, lineId: string | null }> }, quote: { id: string, expiresAt: string } | null } | null, userErrors: Array<
      | { code: ErrorCode, message: string, path: Array<string> }
      | { variantId: string, available: number, code: ErrorCode, message: string, path: Array<string> }
      | { code: ErrorCode, message: string, path: Array<string>, before: { amount: string, minor: number, currency: CurrencyCode, formatted: string }, after: { amount: string, minor: number, currency: CurrencyCode, formatted: string }, quote: { id: string } }
    > } };

export type CartLinesAddMutationVariables = Exact<{
  input: CartLinesAddInput;
}>;


export type CartLinesAddMutation = { cartLinesAdd: { cart: { id: string, version: number, quantity: number, paymentMethods: Array<PaymentMethod>, lines: Array<{ id: string, quantity: number, product: { slug: string, name: string }, variant: { id: string, name: string, cover: { id: string, url: string, srcset: string, alt: string, color: string } | null }, unitPrice: { amount: string, minor: number, currency: CurrencyCode, formatted: string }, total: { amount: string, minor: number, currency: CurrencyCode, formatted: string } }>, totals: { items: { amount: string, minor: number, currency: CurrencyCode, formatted: string }, discount: { amount: string, minor: number, currency: CurrencyCode, formatted: string }, delivery: { amount: string, minor: number, currency: CurrencyCode, formatted: string }, total: { amount: string, minor: number, currency: CurrencyCode, formatted: string } }, contact: { name: string, phone: string }, readiness: { canPlace: boolean, blockers: Array<{ code: ErrorCode, step: CheckoutStep, message: string, lineId: string | null }> }, quote: { id: string, expiresAt: string } | null } | null, userErrors: Array<
      | { code: ErrorCode, message: string, path: Array<string> }
      | { variantId: string, available: number, code: ErrorCode, message: string, path: Array<string> }
      | { code: ErrorCode, message: string, path: Array<string>, before: { amount: string, minor: number, currency: CurrencyCode, formatted: string }, after: { amount: string, minor: number, currency: CurrencyCode, formatted: string }, quote: { id: string } }
    > } };

export type CartLinesUpdateMutationVariables = Exact<{
  input: CartLinesUpdateInput;
}>;


export type CartLinesUpdateMutation = { cartLinesUpdate: { cart: { id: string, version: number, quantity: number, paymentMethods: Array<PaymentMethod>, lines: Array<{ id: string, quantity: number, product: { slug: string, name: string }, variant: { id: string, name: string, cover: { id: string, url: string, srcset: string, alt: string, color: string } | null }, unitPrice: { amount: string, minor: number, currency: CurrencyCode, formatted: string }, total: { amount: string, minor: number, currency: CurrencyCode, formatted: string } }>, totals: { items: { amount: string, minor: number, currency: CurrencyCode, formatted: string }, discount: { amount: string, minor: number, currency: CurrencyCode, formatted: string }, delivery: { amount: string, minor: number, currency: CurrencyCode, formatted: string }, total: { amount: string, minor: number, currency: CurrencyCode, formatted: string } }, contact: { name: string, phone: string }, readiness: { canPlace: boolean, blockers: Array<{ code: ErrorCode, step: CheckoutStep, message: string, lineId: string | null }> }, quote: { id: string, expiresAt: string } | null } | null, userErrors: Array<
      | { code: ErrorCode, message: string, path: Array<string> }
      | { variantId: string, available: number, code: ErrorCode, message: string, path: Array<string> }
      | { code: ErrorCode, message: string, path: Array<string>, before: { amount: string, minor: number, currency: CurrencyCode, formatted: string }, after: { amount: string, minor: number, currency: CurrencyCode, formatted: string }, quote: { id: string } }
    > } };

export type CartUpdatedSubscriptionVariables = Exact<{ [key: string]: never; }>;


export type CartUpdatedSubscription = { cartUpdated: { cart: { id: string, version: number, quantity: number, paymentMethods: Array<PaymentMethod>, lines: Array<{ id: string, quantity: number, product: { slug: string, name: string }, variant: { id: string, name: string, cover: { id: string, url: string, srcset: string, alt: string, color: string } | null }, unitPrice: { amount: string, minor: number, currency: CurrencyCode, formatted: string }, total: { amount: string, minor: number, currency: CurrencyCode, formatted: string } }>, totals: { items: { amount: string, minor: number, currency: CurrencyCode, formatted: string }, discount: { amount: string, minor: number, currency: CurrencyCode, formatted: string }, delivery: { amount: string, minor: number, currency: CurrencyCode, formatted: string }, total: { amount: string, minor: number, currency: CurrencyCode, formatted: string } }, contact: { name: string, phone: string }, readiness: { canPlace: boolean, blockers: Array<{ code: ErrorCode, step: CheckoutStep, message: string, lineId: string | null }> }, quote: { id: string, expiresAt: string } | null } | null } };

export type CartQueryVariables = Exact<{
  cartToken: string;
}>;


export type CartQuery = { cart: { id: string, version: number, quantity: number, paymentMethods: Array<PaymentMethod>, lines: Array<{ id: string, quantity: number, product: { slug: string, name: string }, variant: { id: string, name: string, cover: { id: string, url: string, srcset: string, alt: string, color: string } | null }, unitPrice: { amount: string, minor: number, currency: CurrencyCode, formatted: string }, total: { amount: string, minor: number, currency: CurrencyCode, formatted: string } }>, totals: { items: { amount: string, minor: number, currency: CurrencyCode, formatted: string }, discount: { amount: string, minor: number, currency: CurrencyCode, formatted: string }, delivery: { amount: string, minor: number, currency: CurrencyCode, formatted: string }, total: { amount: string, minor: number, currency: CurrencyCode, formatted: string } }, contact: { name: string, phone: string }, readiness: { canPlace: boolean, blockers: Array<{ code: ErrorCode, step: CheckoutStep, message: string, lineId: string | null }> }, quote: { id: string, expiresAt: string } | null } | null };

export type MoneyFactsFragment = { amount: string, minor: number, currency: CurrencyCode, formatted: string };

export type PictureFactsFragment = { id: string, url: string, srcset: string, alt: string, color: string };

export type ProductCardFragment = { id: string, slug: string, name: string, summary: string, isAvailable: boolean, cover: { id: string, url: string, srcset: string, alt: string, color: string } | null, priceRange: { min: { amount: string, minor: number, currency: CurrencyCode, formatted: string }, max: { amount: string, minor: number, currency: CurrencyCode, formatted: string } } };

export type VariantFactsFragment = { id: string, name: string, price: { amount: string, minor: number, currency: CurrencyCode, formatted: string } | null, compareAt: { amount: string, minor: number, currency: CurrencyCode, formatted: string } | null, availability: { canBuy: boolean, available: number | null, isLow: boolean }, optionValues: Array<{ id: string }>, cover: { id: string, url: string, srcset: string, alt: string, color: string } | null };

export type StoreQueryVariables = Exact<{ [key: string]: never; }>;


export type StoreQuery = { store: { id: string, slug: string, name: string, description: string, currency: CurrencyCode, look: { brandColor: string, logo: { id: string, url: string, srcset: string, alt: string, color: string } | null } } };

export type CategoriesQueryVariables = Exact<{ [key: string]: never; }>;


export type CategoriesQuery = { categories: Array<{ id: string, slug: string, name: string, productCount: number }> };

export type ProductsQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  filter?: ProductFilter | null | undefined;
  sort?: ProductSort | null | undefined;
}>;


export type ProductsQuery = { products: { nodes: Array<{ id: string, slug: string, name: string, summary: string, isAvailable: boolean, cover: { id: string, url: string, srcset: string, alt: string, color: string } | null, priceRange: { min: { amount: string, minor: number, currency: CurrencyCode, formatted: string }, max: { amount: string, minor: number, currency: CurrencyCode, formatted: string } } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type ProductQueryVariables = Exact<{
  id?: string | null | undefined;
  slug?: string | null | undefined;
}>;


export type ProductQuery = { product: { description: string, id: string, slug: string, name: string, summary: string, isAvailable: boolean, media: Array<{ optionValueId: string | null, media: { id: string, url: string, srcset: string, alt: string, color: string } }>, options: Array<{ id: string, code: string, name: string, display: OptionDisplay, values: Array<{ id: string, code: string, name: string, swatch: string }> }>, variants: Array<{ id: string, name: string, price: { amount: string, minor: number, currency: CurrencyCode, formatted: string } | null, compareAt: { amount: string, minor: number, currency: CurrencyCode, formatted: string } | null, availability: { canBuy: boolean, available: number | null, isLow: boolean }, optionValues: Array<{ id: string }>, cover: { id: string, url: string, srcset: string, alt: string, color: string } | null }>, defaultVariant: { id: string } | null, modifierGroups: Array<{ id: string, name: string, minimum: number, maximum: number, options: Array<{ id: string, name: string, price: { amount: string, minor: number, currency: CurrencyCode, formatted: string } }> }>, cover: { id: string, url: string, srcset: string, alt: string, color: string } | null, priceRange: { min: { amount: string, minor: number, currency: CurrencyCode, formatted: string }, max: { amount: string, minor: number, currency: CurrencyCode, formatted: string } } } | null };

export type PickupPointsQueryVariables = Exact<{ [key: string]: never; }>;


export type PickupPointsQuery = { pickupPoints: Array<{ id: string, name: string, address: string, isOpen: boolean, readyMinutes: number }> };

export type OrderFactsFragment = { id: string, number: number, lifecycle: OrderLifecycle, paymentStatus: OrderPaymentStatus, fulfilmentStatus: OrderFulfilmentStatus, statusText: string, placedAt: string, lines: Array<{ id: string, name: string, variantName: string, quantity: number, total: { amount: string, minor: number, currency: CurrencyCode, formatted: string } }>, totals: { items: { amount: string, minor: number, currency: CurrencyCode, formatted: string }, discount: { amount: string, minor: number, currency: CurrencyCode, formatted: string }, delivery: { amount: string, minor: number, currency: CurrencyCode, formatted: string }, total: { amount: string, minor: number, currency: CurrencyCode, formatted: string } } };

export type OrderPlaceMutationVariables = Exact<{
  input: OrderPlaceInput;
}>;


export type OrderPlaceMutation = { orderPlace: { order: { id: string, number: number, lifecycle: OrderLifecycle, paymentStatus: OrderPaymentStatus, fulfilmentStatus: OrderFulfilmentStatus, statusText: string, placedAt: string, lines: Array<{ id: string, name: string, variantName: string, quantity: number, total: { amount: string, minor: number, currency: CurrencyCode, formatted: string } }>, totals: { items: { amount: string, minor: number, currency: CurrencyCode, formatted: string }, discount: { amount: string, minor: number, currency: CurrencyCode, formatted: string }, delivery: { amount: string, minor: number, currency: CurrencyCode, formatted: string }, total: { amount: string, minor: number, currency: CurrencyCode, formatted: string } } } | null, userErrors: Array<
      | { code: ErrorCode, message: string, path: Array<string> }
      | { variantId: string, available: number, code: ErrorCode, message: string, path: Array<string> }
      | { code: ErrorCode, message: string, path: Array<string>, before: { amount: string, minor: number, currency: CurrencyCode, formatted: string }, after: { amount: string, minor: number, currency: CurrencyCode, formatted: string }, quote: { id: string } }
    > } };

export type OrderQueryVariables = Exact<{
  id: string;
}>;


export type OrderQuery = { order: { id: string, number: number, lifecycle: OrderLifecycle, paymentStatus: OrderPaymentStatus, fulfilmentStatus: OrderFulfilmentStatus, statusText: string, placedAt: string, lines: Array<{ id: string, name: string, variantName: string, quantity: number, total: { amount: string, minor: number, currency: CurrencyCode, formatted: string } }>, totals: { items: { amount: string, minor: number, currency: CurrencyCode, formatted: string }, discount: { amount: string, minor: number, currency: CurrencyCode, formatted: string }, delivery: { amount: string, minor: number, currency: CurrencyCode, formatted: string }, total: { amount: string, minor: number, currency: CurrencyCode, formatted: string } } } | null };

export type OrdersQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type OrdersQuery = { me: { orders: { nodes: Array<{ id: string, number: number, lifecycle: OrderLifecycle, paymentStatus: OrderPaymentStatus, fulfilmentStatus: OrderFulfilmentStatus, statusText: string, placedAt: string, lines: Array<{ id: string, name: string, variantName: string, quantity: number, total: { amount: string, minor: number, currency: CurrencyCode, formatted: string } }>, totals: { items: { amount: string, minor: number, currency: CurrencyCode, formatted: string }, discount: { amount: string, minor: number, currency: CurrencyCode, formatted: string }, delivery: { amount: string, minor: number, currency: CurrencyCode, formatted: string }, total: { amount: string, minor: number, currency: CurrencyCode, formatted: string } } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } } };

export type OrderUpdatedSubscriptionVariables = Exact<{
  id: string;
}>;


export type OrderUpdatedSubscription = { orderUpdated: { order: { id: string, number: number, lifecycle: OrderLifecycle, paymentStatus: OrderPaymentStatus, fulfilmentStatus: OrderFulfilmentStatus, statusText: string, placedAt: string, lines: Array<{ id: string, name: string, variantName: string, quantity: number, total: { amount: string, minor: number, currency: CurrencyCode, formatted: string } }>, totals: { items: { amount: string, minor: number, currency: CurrencyCode, formatted: string }, discount: { amount: string, minor: number, currency: CurrencyCode, formatted: string }, delivery: { amount: string, minor: number, currency: CurrencyCode, formatted: string }, total: { amount: string, minor: number, currency: CurrencyCode, formatted: string } } } } };

export type TokenFactsFragment = { accessToken: string, accessExpiresAt: string, refreshToken: string };

export type TelegramSignInCreateMutationVariables = Exact<{ [key: string]: never; }>;


export type TelegramSignInCreateMutation = { telegramSignInCreate: { telegramSignIn: { url: string, secret: string, matchCode: string, expiresAt: string } | null, userErrors: Array<
      | { code: ErrorCode, message: string, path: Array<string> }
      | { variantId: string, available: number, code: ErrorCode, message: string, path: Array<string> }
      | { code: ErrorCode, message: string, path: Array<string>, before: { amount: string, minor: number, currency: CurrencyCode, formatted: string }, after: { amount: string, minor: number, currency: CurrencyCode, formatted: string }, quote: { id: string } }
    > } };

export type SessionCreateMutationVariables = Exact<{
  input: SessionCreateInput;
}>;


export type SessionCreateMutation = { sessionCreate: { tokens: { accessToken: string, accessExpiresAt: string, refreshToken: string } | null, userErrors: Array<
      | { code: ErrorCode, message: string, path: Array<string> }
      | { variantId: string, available: number, code: ErrorCode, message: string, path: Array<string> }
      | { code: ErrorCode, message: string, path: Array<string>, before: { amount: string, minor: number, currency: CurrencyCode, formatted: string }, after: { amount: string, minor: number, currency: CurrencyCode, formatted: string }, quote: { id: string } }
    > } };

export type SessionRefreshMutationVariables = Exact<{
  input: SessionRefreshInput;
}>;


export type SessionRefreshMutation = { sessionRefresh: { tokens: { accessToken: string, accessExpiresAt: string, refreshToken: string } | null, userErrors: Array<
      | { code: ErrorCode, message: string, path: Array<string> }
      | { variantId: string, available: number, code: ErrorCode, message: string, path: Array<string> }
      | { code: ErrorCode, message: string, path: Array<string>, before: { amount: string, minor: number, currency: CurrencyCode, formatted: string }, after: { amount: string, minor: number, currency: CurrencyCode, formatted: string }, quote: { id: string } }
    > } };

export type SessionEndMutationVariables = Exact<{ [key: string]: never; }>;


export type SessionEndMutation = { sessionEnd: { session: { id: string } | null, userErrors: Array<
      | { code: ErrorCode, message: string, path: Array<string> }
      | { variantId: string, available: number, code: ErrorCode, message: string, path: Array<string> }
      | { code: ErrorCode, message: string, path: Array<string>, before: { amount: string, minor: number, currency: CurrencyCode, formatted: string }, after: { amount: string, minor: number, currency: CurrencyCode, formatted: string }, quote: { id: string } }
    > } };

export type MeQueryVariables = Exact<{ [key: string]: never; }>;


export type MeQuery = { me: { customer: { id: string, name: string, firstName: string, phone: string | null, language: Language }, cart: { id: string, version: number, quantity: number, paymentMethods: Array<PaymentMethod>, lines: Array<{ id: string, quantity: number, product: { slug: string, name: string }, variant: { id: string, name: string, cover: { id: string, url: string, srcset: string, alt: string, color: string } | null }, unitPrice: { amount: string, minor: number, currency: CurrencyCode, formatted: string }, total: { amount: string, minor: number, currency: CurrencyCode, formatted: string } }>, totals: { items: { amount: string, minor: number, currency: CurrencyCode, formatted: string }, discount: { amount: string, minor: number, currency: CurrencyCode, formatted: string }, delivery: { amount: string, minor: number, currency: CurrencyCode, formatted: string }, total: { amount: string, minor: number, currency: CurrencyCode, formatted: string } }, contact: { name: string, phone: string }, readiness: { canPlace: boolean, blockers: Array<{ code: ErrorCode, step: CheckoutStep, message: string, lineId: string | null }> }, quote: { id: string, expiresAt: string } | null } } };

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
  private value: string;
  public __meta__?: Record<string, any> | undefined;

  constructor(value: string, __meta__?: Record<string, any> | undefined) {
    super(value);
    this.value = value;
    this.__meta__ = __meta__;
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value;
  }
}
export const MoneyFactsFragmentDoc = new TypedDocumentString(`
    fragment MoneyFacts on Money {
  amount
  minor
  currency
  formatted
}
    `, {"fragmentName":"MoneyFacts"}) as unknown as TypedDocumentString<MoneyFactsFragment, unknown>;
export const RefusalFragmentDoc = new TypedDocumentString(`
    fragment Refusal on UserError {
  code
  message
  path
  ... on InsufficientStockError {
    variantId
    available
  }
  ... on PriceChangedError {
    before {
      ...MoneyFacts
    }
    after {
      ...MoneyFacts
    }
    quote {
      id
    }
  }
}
    fragment MoneyFacts on Money {
  amount
  minor
  currency
  formatted
}`, {"fragmentName":"Refusal"}) as unknown as TypedDocumentString<RefusalFragment, unknown>;
export const PictureFactsFragmentDoc = new TypedDocumentString(`
    fragment PictureFacts on Media {
  id
  url(width: 480)
  srcset
  alt
  color
}
    `, {"fragmentName":"PictureFacts"}) as unknown as TypedDocumentString<PictureFactsFragment, unknown>;
export const TotalsFactsFragmentDoc = new TypedDocumentString(`
    fragment TotalsFacts on Totals {
  items {
    ...MoneyFacts
  }
  discount {
    ...MoneyFacts
  }
  delivery {
    ...MoneyFacts
  }
  total {
    ...MoneyFacts
  }
}
    fragment MoneyFacts on Money {
  amount
  minor
  currency
  formatted
}`, {"fragmentName":"TotalsFacts"}) as unknown as TypedDocumentString<TotalsFactsFragment, unknown>;
export const CartFactsFragmentDoc = new TypedDocumentString(`
    fragment CartFacts on Cart {
  id
  version
  quantity
  lines {
    id
    quantity
    product {
      slug
      name
    }
    variant {
      id
      name
      cover {
        ...PictureFacts
      }
    }
    unitPrice {
      ...MoneyFacts
    }
    total {
      ...MoneyFacts
    }
  }
  totals {
    ...TotalsFacts
  }
  contact {
    name
    phone
  }
  paymentMethods
  readiness {
    canPlace
    blockers {
      code
      step
      message
      lineId
    }
  }
  quote {
    id
    expiresAt
  }
}
    fragment TotalsFacts on Totals {
  items {
    ...MoneyFacts
  }
  discount {
    ...MoneyFacts
  }
  delivery {
    ...MoneyFacts
  }
  total {
    ...MoneyFacts
  }
}
fragment MoneyFacts on Money {
  amount
  minor
  currency
  formatted
}
fragment PictureFacts on Media {
  id
  url(width: 480)
  srcset
  alt
  color
}`, {"fragmentName":"CartFacts"}) as unknown as TypedDocumentString<CartFactsFragment, unknown>;
export const ProductCardFragmentDoc = new TypedDocumentString(`
    fragment ProductCard on Product {
  id
  slug
  name
  summary
  isAvailable
  cover {
    ...PictureFacts
  }
  priceRange {
    min {
      ...MoneyFacts
    }
    max {
      ...MoneyFacts
    }
  }
}
    fragment MoneyFacts on Money {
  amount
  minor
  currency
  formatted
}
fragment PictureFacts on Media {
  id
  url(width: 480)
  srcset
  alt
  color
}`, {"fragmentName":"ProductCard"}) as unknown as TypedDocumentString<ProductCardFragment, unknown>;
export const VariantFactsFragmentDoc = new TypedDocumentString(`
    fragment VariantFacts on Variant {
  id
  name
  price {
    ...MoneyFacts
  }
  compareAt {
    ...MoneyFacts
  }
  availability {
    canBuy
    available
    isLow
  }
  optionValues {
    id
  }
  cover {
    ...PictureFacts
  }
}
    fragment MoneyFacts on Money {
  amount
  minor
  currency
  formatted
}
fragment PictureFacts on Media {
  id
  url(width: 480)
  srcset
  alt
  color
}`, {"fragmentName":"VariantFacts"}) as unknown as TypedDocumentString<VariantFactsFragment, unknown>;
export const OrderFactsFragmentDoc = new TypedDocumentString(`
    fragment OrderFacts on Order {
  id
  number
  lifecycle
  paymentStatus
  fulfilmentStatus
  statusText
  placedAt
  lines {
    id
    name
    variantName
    quantity
    total {
      ...MoneyFacts
    }
  }
  totals {
    ...TotalsFacts
  }
}
    fragment TotalsFacts on Totals {
  items {
    ...MoneyFacts
  }
  discount {
    ...MoneyFacts
  }
  delivery {
    ...MoneyFacts
  }
  total {
    ...MoneyFacts
  }
}
fragment MoneyFacts on Money {
  amount
  minor
  currency
  formatted
}`, {"fragmentName":"OrderFacts"}) as unknown as TypedDocumentString<OrderFactsFragment, unknown>;
export const TokenFactsFragmentDoc = new TypedDocumentString(`
    fragment TokenFacts on SessionTokens {
  accessToken
  accessExpiresAt
  refreshToken
}
    `, {"fragmentName":"TokenFacts"}) as unknown as TypedDocumentString<TokenFactsFragment, unknown>;
export const CartCreateDocument = new TypedDocumentString(`
    mutation CartCreate {
  cartCreate {
    cart {
      ...CartFacts
    }
    cartToken
    userErrors {
      ...Refusal
    }
  }
}
    fragment Refusal on UserError {
  code
  message
  path
  ... on InsufficientStockError {
    variantId
    available
  }
  ... on PriceChangedError {
    before {
      ...MoneyFacts
    }
    after {
      ...MoneyFacts
    }
    quote {
      id
    }
  }
}
fragment TotalsFacts on Totals {
  items {
    ...MoneyFacts
  }
  discount {
    ...MoneyFacts
  }
  delivery {
    ...MoneyFacts
  }
  total {
    ...MoneyFacts
  }
}
fragment CartFacts on Cart {
  id
  version
  quantity
  lines {
    id
    quantity
    product {
      slug
      name
    }
    variant {
      id
      name
      cover {
        ...PictureFacts
      }
    }
    unitPrice {
      ...MoneyFacts
    }
    total {
      ...MoneyFacts
    }
  }
  totals {
    ...TotalsFacts
  }
  contact {
    name
    phone
  }
  paymentMethods
  readiness {
    canPlace
    blockers {
      code
      step
      message
      lineId
    }
  }
  quote {
    id
    expiresAt
  }
}
fragment MoneyFacts on Money {
  amount
  minor
  currency
  formatted
}
fragment PictureFacts on Media {
  id
  url(width: 480)
  srcset
  alt
  color
}`, {"hash":"sha256:7314b8b08e9fc72f3557fd6e0c1b45476b2d30ebb8b01b28f19b3e7d4e29a4a3"}) as unknown as TypedDocumentString<CartCreateMutation, CartCreateMutationVariables>;
export const CartSetDocument = new TypedDocumentString(`
    mutation CartSet($input: CartSetInput!) {
  cartSet(input: $input) {
    cart {
      ...CartFacts
    }
    userErrors {
      ...Refusal
    }
  }
}
    fragment Refusal on UserError {
  code
  message
  path
  ... on InsufficientStockError {
    variantId
    available
  }
  ... on PriceChangedError {
    before {
      ...MoneyFacts
    }
    after {
      ...MoneyFacts
    }
    quote {
      id
    }
  }
}
fragment TotalsFacts on Totals {
  items {
    ...MoneyFacts
  }
  discount {
    ...MoneyFacts
  }
  delivery {
    ...MoneyFacts
  }
  total {
    ...MoneyFacts
  }
}
fragment CartFacts on Cart {
  id
  version
  quantity
  lines {
    id
    quantity
    product {
      slug
      name
    }
    variant {
      id
      name
      cover {
        ...PictureFacts
      }
    }
    unitPrice {
      ...MoneyFacts
    }
    total {
      ...MoneyFacts
    }
  }
  totals {
    ...TotalsFacts
  }
  contact {
    name
    phone
  }
  paymentMethods
  readiness {
    canPlace
    blockers {
      code
      step
      message
      lineId
    }
  }
  quote {
    id
    expiresAt
  }
}
fragment MoneyFacts on Money {
  amount
  minor
  currency
  formatted
}
fragment PictureFacts on Media {
  id
  url(width: 480)
  srcset
  alt
  color
}`, {"hash":"sha256:2decd034961d18a76ef0a68db7fc300b6e5e25765c3c538e7608d41609fa08c6"}) as unknown as TypedDocumentString<CartSetMutation, CartSetMutationVariables>;
export const CartLinesAddDocument = new TypedDocumentString(`
    mutation CartLinesAdd($input: CartLinesAddInput!) {
  cartLinesAdd(input: $input) {
    cart {
      ...CartFacts
    }
    userErrors {
      ...Refusal
    }
  }
}
    fragment Refusal on UserError {
  code
  message
  path
  ... on InsufficientStockError {
    variantId
    available
  }
  ... on PriceChangedError {
    before {
      ...MoneyFacts
    }
    after {
      ...MoneyFacts
    }
    quote {
      id
    }
  }
}
fragment TotalsFacts on Totals {
  items {
    ...MoneyFacts
  }
  discount {
    ...MoneyFacts
  }
  delivery {
    ...MoneyFacts
  }
  total {
    ...MoneyFacts
  }
}
fragment CartFacts on Cart {
  id
  version
  quantity
  lines {
    id
    quantity
    product {
      slug
      name
    }
    variant {
      id
      name
      cover {
        ...PictureFacts
      }
    }
    unitPrice {
      ...MoneyFacts
    }
    total {
      ...MoneyFacts
    }
  }
  totals {
    ...TotalsFacts
  }
  contact {
    name
    phone
  }
  paymentMethods
  readiness {
    canPlace
    blockers {
      code
      step
      message
      lineId
    }
  }
  quote {
    id
    expiresAt
  }
}
fragment MoneyFacts on Money {
  amount
  minor
  currency
  formatted
}
fragment PictureFacts on Media {
  id
  url(width: 480)
  srcset
  alt
  color
}`, {"hash":"sha256:1d73cee0957c6b9f00e9153be775f89db7d64da64f39026279f1df0b27c78a53"}) as unknown as TypedDocumentString<CartLinesAddMutation, CartLinesAddMutationVariables>;
export const CartLinesUpdateDocument = new TypedDocumentString(`
    mutation CartLinesUpdate($input: CartLinesUpdateInput!) {
  cartLinesUpdate(input: $input) {
    cart {
      ...CartFacts
    }
    userErrors {
      ...Refusal
    }
  }
}
    fragment Refusal on UserError {
  code
  message
  path
  ... on InsufficientStockError {
    variantId
    available
  }
  ... on PriceChangedError {
    before {
      ...MoneyFacts
    }
    after {
      ...MoneyFacts
    }
    quote {
      id
    }
  }
}
fragment TotalsFacts on Totals {
  items {
    ...MoneyFacts
  }
  discount {
    ...MoneyFacts
  }
  delivery {
    ...MoneyFacts
  }
  total {
    ...MoneyFacts
  }
}
fragment CartFacts on Cart {
  id
  version
  quantity
  lines {
    id
    quantity
    product {
      slug
      name
    }
    variant {
      id
      name
      cover {
        ...PictureFacts
      }
    }
    unitPrice {
      ...MoneyFacts
    }
    total {
      ...MoneyFacts
    }
  }
  totals {
    ...TotalsFacts
  }
  contact {
    name
    phone
  }
  paymentMethods
  readiness {
    canPlace
    blockers {
      code
      step
      message
      lineId
    }
  }
  quote {
    id
    expiresAt
  }
}
fragment MoneyFacts on Money {
  amount
  minor
  currency
  formatted
}
fragment PictureFacts on Media {
  id
  url(width: 480)
  srcset
  alt
  color
}`, {"hash":"sha256:eb2cd7c206e109d84e89d7f1298102b733c982c7cffce22a70787a038b41c83b"}) as unknown as TypedDocumentString<CartLinesUpdateMutation, CartLinesUpdateMutationVariables>;
export const CartUpdatedDocument = new TypedDocumentString(`
    subscription CartUpdated {
  cartUpdated {
    cart {
      ...CartFacts
    }
  }
}
    fragment TotalsFacts on Totals {
  items {
    ...MoneyFacts
  }
  discount {
    ...MoneyFacts
  }
  delivery {
    ...MoneyFacts
  }
  total {
    ...MoneyFacts
  }
}
fragment CartFacts on Cart {
  id
  version
  quantity
  lines {
    id
    quantity
    product {
      slug
      name
    }
    variant {
      id
      name
      cover {
        ...PictureFacts
      }
    }
    unitPrice {
      ...MoneyFacts
    }
    total {
      ...MoneyFacts
    }
  }
  totals {
    ...TotalsFacts
  }
  contact {
    name
    phone
  }
  paymentMethods
  readiness {
    canPlace
    blockers {
      code
      step
      message
      lineId
    }
  }
  quote {
    id
    expiresAt
  }
}
fragment MoneyFacts on Money {
  amount
  minor
  currency
  formatted
}
fragment PictureFacts on Media {
  id
  url(width: 480)
  srcset
  alt
  color
}`, {"hash":"sha256:cb76f7518fabf7809817406e129f1dd8658fc01f48479b6ccfb877cf871f8e28"}) as unknown as TypedDocumentString<CartUpdatedSubscription, CartUpdatedSubscriptionVariables>;
export const CartDocument = new TypedDocumentString(`
    query Cart($cartToken: String!) {
  cart(cartToken: $cartToken) {
    ...CartFacts
  }
}
    fragment TotalsFacts on Totals {
  items {
    ...MoneyFacts
  }
  discount {
    ...MoneyFacts
  }
  delivery {
    ...MoneyFacts
  }
  total {
    ...MoneyFacts
  }
}
fragment CartFacts on Cart {
  id
  version
  quantity
  lines {
    id
    quantity
    product {
      slug
      name
    }
    variant {
      id
      name
      cover {
        ...PictureFacts
      }
    }
    unitPrice {
      ...MoneyFacts
    }
    total {
      ...MoneyFacts
    }
  }
  totals {
    ...TotalsFacts
  }
  contact {
    name
    phone
  }
  paymentMethods
  readiness {
    canPlace
    blockers {
      code
      step
      message
      lineId
    }
  }
  quote {
    id
    expiresAt
  }
}
fragment MoneyFacts on Money {
  amount
  minor
  currency
  formatted
}
fragment PictureFacts on Media {
  id
  url(width: 480)
  srcset
  alt
  color
}`, {"hash":"sha256:e8c6c552b8ce3ed403f846d1fa3452b5ac1ed8a62fee65275c37de750a44068c"}) as unknown as TypedDocumentString<CartQuery, CartQueryVariables>;
export const StoreDocument = new TypedDocumentString(`
    query Store {
  store {
    id
    slug
    name
    description
    currency
    look {
      brandColor
      logo {
        ...PictureFacts
      }
    }
  }
}
    fragment PictureFacts on Media {
  id
  url(width: 480)
  srcset
  alt
  color
}`, {"hash":"sha256:b1b3b4329c97d3611f732581a8137351689f5ea5e98b485796274c9089f941d6"}) as unknown as TypedDocumentString<StoreQuery, StoreQueryVariables>;
export const CategoriesDocument = new TypedDocumentString(`
    query Categories {
  categories {
    id
    slug
    name
    productCount
  }
}
    `, {"hash":"sha256:e17aeaff54cff2be436052f04ad83bc4f0213a2298e8272bb0e55d397df0d631"}) as unknown as TypedDocumentString<CategoriesQuery, CategoriesQueryVariables>;
export const ProductsDocument = new TypedDocumentString(`
    query Products($first: Int = 24, $after: String, $filter: ProductFilter, $sort: ProductSort) {
  products(first: $first, after: $after, filter: $filter, sort: $sort) {
    nodes {
      ...ProductCard
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    fragment MoneyFacts on Money {
  amount
  minor
  currency
  formatted
}
fragment PictureFacts on Media {
  id
  url(width: 480)
  srcset
  alt
  color
}
fragment ProductCard on Product {
  id
  slug
  name
  summary
  isAvailable
  cover {
    ...PictureFacts
  }
  priceRange {
    min {
      ...MoneyFacts
    }
    max {
      ...MoneyFacts
    }
  }
}`, {"hash":"sha256:3a3c98bcdd1b8cf3c9b3b690bb25f08fcf5fa74ad79fbfd8f8e03ccf4b6df1d4"}) as unknown as TypedDocumentString<ProductsQuery, ProductsQueryVariables>;
export const ProductDocument = new TypedDocumentString(`
    query Product($id: ID, $slug: String) {
  product(id: $id, slug: $slug) {
    ...ProductCard
    description
    media {
      media {
        ...PictureFacts
      }
      optionValueId
    }
    options {
      id
      code
      name
      display
      values {
        id
        code
        name
        swatch
      }
    }
    variants {
      ...VariantFacts
    }
    defaultVariant {
      id
    }
    modifierGroups {
      id
      name
      minimum
      maximum
      options {
        id
        name
        price {
          ...MoneyFacts
        }
      }
    }
  }
}
    fragment MoneyFacts on Money {
  amount
  minor
  currency
  formatted
}
fragment PictureFacts on Media {
  id
  url(width: 480)
  srcset
  alt
  color
}
fragment ProductCard on Product {
  id
  slug
  name
  summary
  isAvailable
  cover {
    ...PictureFacts
  }
  priceRange {
    min {
      ...MoneyFacts
    }
    max {
      ...MoneyFacts
    }
  }
}
fragment VariantFacts on Variant {
  id
  name
  price {
    ...MoneyFacts
  }
  compareAt {
    ...MoneyFacts
  }
  availability {
    canBuy
    available
    isLow
  }
  optionValues {
    id
  }
  cover {
    ...PictureFacts
  }
}`, {"hash":"sha256:ea057890606de0f6324a139e933a035e61bd12c394064a1c6454caa2be623fe3"}) as unknown as TypedDocumentString<ProductQuery, ProductQueryVariables>;
export const PickupPointsDocument = new TypedDocumentString(`
    query PickupPoints {
  pickupPoints {
    id
    name
    address
    isOpen
    readyMinutes
  }
}
    `, {"hash":"sha256:77a054f141c15adbf458dbcd7fc48da383c30f41c53ce736e1ada322243b2a25"}) as unknown as TypedDocumentString<PickupPointsQuery, PickupPointsQueryVariables>;
export const OrderPlaceDocument = new TypedDocumentString(`
    mutation OrderPlace($input: OrderPlaceInput!) {
  orderPlace(input: $input) {
    order {
      ...OrderFacts
    }
    userErrors {
      ...Refusal
    }
  }
}
    fragment Refusal on UserError {
  code
  message
  path
  ... on InsufficientStockError {
    variantId
    available
  }
  ... on PriceChangedError {
    before {
      ...MoneyFacts
    }
    after {
      ...MoneyFacts
    }
    quote {
      id
    }
  }
}
fragment TotalsFacts on Totals {
  items {
    ...MoneyFacts
  }
  discount {
    ...MoneyFacts
  }
  delivery {
    ...MoneyFacts
  }
  total {
    ...MoneyFacts
  }
}
fragment MoneyFacts on Money {
  amount
  minor
  currency
  formatted
}
fragment OrderFacts on Order {
  id
  number
  lifecycle
  paymentStatus
  fulfilmentStatus
  statusText
  placedAt
  lines {
    id
    name
    variantName
    quantity
    total {
      ...MoneyFacts
    }
  }
  totals {
    ...TotalsFacts
  }
}`, {"hash":"sha256:231e114bd31e756db03412510211bd4451540bc7ec4e205e87df18ecfd9e7725"}) as unknown as TypedDocumentString<OrderPlaceMutation, OrderPlaceMutationVariables>;
export const OrderDocument = new TypedDocumentString(`
    query Order($id: ID!) {
  order(id: $id) {
    ...OrderFacts
  }
}
    fragment TotalsFacts on Totals {
  items {
    ...MoneyFacts
  }
  discount {
    ...MoneyFacts
  }
  delivery {
    ...MoneyFacts
  }
  total {
    ...MoneyFacts
  }
}
fragment MoneyFacts on Money {
  amount
  minor
  currency
  formatted
}
fragment OrderFacts on Order {
  id
  number
  lifecycle
  paymentStatus
  fulfilmentStatus
  statusText
  placedAt
  lines {
    id
    name
    variantName
    quantity
    total {
      ...MoneyFacts
    }
  }
  totals {
    ...TotalsFacts
  }
}`, {"hash":"sha256:879e4c925c27973c3e595918e1150dab3b878a447cff1fb8efc9d9fc5dd494e4"}) as unknown as TypedDocumentString<OrderQuery, OrderQueryVariables>;
export const OrdersDocument = new TypedDocumentString(`
    query Orders($first: Int = 20, $after: String) {
  me {
    orders(first: $first, after: $after) {
      nodes {
        ...OrderFacts
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
}
    fragment TotalsFacts on Totals {
  items {
    ...MoneyFacts
  }
  discount {
    ...MoneyFacts
  }
  delivery {
    ...MoneyFacts
  }
  total {
    ...MoneyFacts
  }
}
fragment MoneyFacts on Money {
  amount
  minor
  currency
  formatted
}
fragment OrderFacts on Order {
  id
  number
  lifecycle
  paymentStatus
  fulfilmentStatus
  statusText
  placedAt
  lines {
    id
    name
    variantName
    quantity
    total {
      ...MoneyFacts
    }
  }
  totals {
    ...TotalsFacts
  }
}`, {"hash":"sha256:e2e9b91af822f70afd71ee1fc5d03175a92a708a18c81a01f79a64e508954192"}) as unknown as TypedDocumentString<OrdersQuery, OrdersQueryVariables>;
export const OrderUpdatedDocument = new TypedDocumentString(`
    subscription OrderUpdated($id: ID!) {
  orderUpdated(id: $id) {
    order {
      ...OrderFacts
    }
  }
}
    fragment TotalsFacts on Totals {
  items {
    ...MoneyFacts
  }
  discount {
    ...MoneyFacts
  }
  delivery {
    ...MoneyFacts
  }
  total {
    ...MoneyFacts
  }
}
fragment MoneyFacts on Money {
  amount
  minor
  currency
  formatted
}
fragment OrderFacts on Order {
  id
  number
  lifecycle
  paymentStatus
  fulfilmentStatus
  statusText
  placedAt
  lines {
    id
    name
    variantName
    quantity
    total {
      ...MoneyFacts
    }
  }
  totals {
    ...TotalsFacts
  }
}`, {"hash":"sha256:4b6987a9e694c53e19ce9f6b069d8d10820102707946c38cb3ee33efbacce183"}) as unknown as TypedDocumentString<OrderUpdatedSubscription, OrderUpdatedSubscriptionVariables>;
export const TelegramSignInCreateDocument = new TypedDocumentString(`
    mutation TelegramSignInCreate {
  telegramSignInCreate {
    telegramSignIn {
      url
      secret
      matchCode
      expiresAt
    }
    userErrors {
      ...Refusal
    }
  }
}
    fragment Refusal on UserError {
  code
  message
  path
  ... on InsufficientStockError {
    variantId
    available
  }
  ... on PriceChangedError {
    before {
      ...MoneyFacts
    }
    after {
      ...MoneyFacts
    }
    quote {
      id
    }
  }
}
fragment MoneyFacts on Money {
  amount
  minor
  currency
  formatted
}`, {"hash":"sha256:83cc2c98567ff42d2eef1ce7faca988f3cdf495a96336880c78024aebaa58754"}) as unknown as TypedDocumentString<TelegramSignInCreateMutation, TelegramSignInCreateMutationVariables>;
export const SessionCreateDocument = new TypedDocumentString(`
    mutation SessionCreate($input: SessionCreateInput!) {
  sessionCreate(input: $input) {
    tokens {
      ...TokenFacts
    }
    userErrors {
      ...Refusal
    }
  }
}
    fragment Refusal on UserError {
  code
  message
  path
  ... on InsufficientStockError {
    variantId
    available
  }
  ... on PriceChangedError {
    before {
      ...MoneyFacts
    }
    after {
      ...MoneyFacts
    }
    quote {
      id
    }
  }
}
fragment MoneyFacts on Money {
  amount
  minor
  currency
  formatted
}
fragment TokenFacts on SessionTokens {
  accessToken
  accessExpiresAt
  refreshToken
}`, {"hash":"sha256:c81a7f525c10ff63e027bee88d5e3faafee3170f2fc2a0ee9816e64009d7c911"}) as unknown as TypedDocumentString<SessionCreateMutation, SessionCreateMutationVariables>;
export const SessionRefreshDocument = new TypedDocumentString(`
    mutation SessionRefresh($input: SessionRefreshInput!) {
  sessionRefresh(input: $input) {
    tokens {
      ...TokenFacts
    }
    userErrors {
      ...Refusal
    }
  }
}
    fragment Refusal on UserError {
  code
  message
  path
  ... on InsufficientStockError {
    variantId
    available
  }
  ... on PriceChangedError {
    before {
      ...MoneyFacts
    }
    after {
      ...MoneyFacts
    }
    quote {
      id
    }
  }
}
fragment MoneyFacts on Money {
  amount
  minor
  currency
  formatted
}
fragment TokenFacts on SessionTokens {
  accessToken
  accessExpiresAt
  refreshToken
}`, {"hash":"sha256:66fed1e48eb6d5fc48d86cb81a331077b15df69bee8f7c332f8d27f884721e22"}) as unknown as TypedDocumentString<SessionRefreshMutation, SessionRefreshMutationVariables>;
export const SessionEndDocument = new TypedDocumentString(`
    mutation SessionEnd {
  sessionEnd(input: {}) {
    session {
      id
    }
    userErrors {
      ...Refusal
    }
  }
}
    fragment Refusal on UserError {
  code
  message
  path
  ... on InsufficientStockError {
    variantId
    available
  }
  ... on PriceChangedError {
    before {
      ...MoneyFacts
    }
    after {
      ...MoneyFacts
    }
    quote {
      id
    }
  }
}
fragment MoneyFacts on Money {
  amount
  minor
  currency
  formatted
}`, {"hash":"sha256:bf4e20a5ddfd15e51e8ad8ece555bd169eab3f667d0b9d56c419dbe441e96b34"}) as unknown as TypedDocumentString<SessionEndMutation, SessionEndMutationVariables>;
export const MeDocument = new TypedDocumentString(`
    query Me {
  me {
    customer {
      id
      name
      firstName
      phone
      language
    }
    cart {
      ...CartFacts
    }
  }
}
    fragment TotalsFacts on Totals {
  items {
    ...MoneyFacts
  }
  discount {
    ...MoneyFacts
  }
  delivery {
    ...MoneyFacts
  }
  total {
    ...MoneyFacts
  }
}
fragment CartFacts on Cart {
  id
  version
  quantity
  lines {
    id
    quantity
    product {
      slug
      name
    }
    variant {
      id
      name
      cover {
        ...PictureFacts
      }
    }
    unitPrice {
      ...MoneyFacts
    }
    total {
      ...MoneyFacts
    }
  }
  totals {
    ...TotalsFacts
  }
  contact {
    name
    phone
  }
  paymentMethods
  readiness {
    canPlace
    blockers {
      code
      step
      message
      lineId
    }
  }
  quote {
    id
    expiresAt
  }
}
fragment MoneyFacts on Money {
  amount
  minor
  currency
  formatted
}
fragment PictureFacts on Media {
  id
  url(width: 480)
  srcset
  alt
  color
}`, {"hash":"sha256:720ce957a17bc40947649bc8f4696fffe0937e98257825bb5b8df9b898721eee"}) as unknown as TypedDocumentString<MeQuery, MeQueryVariables>;