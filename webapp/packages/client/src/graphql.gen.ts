import { document, type TypedDocument } from './document.ts';

/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };

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
  /** Digital and other goods cannot be in one order. */
  | 'DIGITAL_APART'
  /** Stars go back in full only: for a part there is no refund. */
  | 'REFUND_IN_FULL'
  /** The product is not digital. */
  | 'NOT_DIGITAL'
  /** Sign in first. */
  | 'SIGN_IN_REQUIRED'
  /** A choice is needed in this modifier group. */
  | 'MODIFIER_REQUIRED'
  /** More choices than this modifier group allows. */
  | 'MODIFIER_TOO_MANY'
  /** This modifier does not belong to the product. */
  | 'MODIFIER_UNKNOWN'
  /** The IKPU or the package code of a product is missing, without which the store sells nothing. */
  | 'FISCAL_CODE_MISSING'
  /** The order is closed: canceled or expired. */
  | 'ORDER_CLOSED'
  /** This step is not possible in the present state. */
  | 'TRANSITION_REFUSED'
  /** Say why. */
  | 'REASON_REQUIRED'
  /** A bill of which nothing is to be paid any more in this way: its sum, its order or its time is another. */
  | 'PAYMENT_OUTDATED'
  /** A bill of another buyer. */
  | 'PAYMENT_FOREIGN'
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
  /** The collection is gathered by a rule and has no list to change. */
  | 'COLLECTION_BY_RULE'
  /** The location is the default one, or pieces are there. */
  | 'LOCATION_IN_USE'
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
  /** There is no such gift card, it has expired, or nothing is left on it. */
  | 'GIFT_CARD_UNKNOWN'
  /** What is on the gift card or the cashback has changed; read the cart again. */
  | 'CREDIT_CHANGED'
  /** The cash the buyer wants change from is less than what is to be paid. */
  | 'CHANGE_TOO_SMALL'
  /** The cash taken is not the sum due. */
  | 'CASH_MISMATCH'
  /** The order is paid. */
  | 'ALREADY_PAID'
  /** A provider may bring the money of another attempt at any moment; that one has to end first. */
  | 'PAYMENT_IN_PROGRESS'
  /** The payment provider did not answer; the call may be repeated. */
  | 'PROVIDER_UNAVAILABLE'
  /** The payment provider refused, and no money has moved: {reason} says why in its words. */
  | 'PAYMENT_REFUSED'
  /** Less than this can go back to the buyer. */
  | 'NOT_SO_MUCH_PAID'
  /** The bank or the provider does not take this card; another one may do. */
  | 'CARD_REFUSED'
  /** There is not enough money on the card. */
  | 'CARD_LACKS_FUNDS'
  /** The card is not verified yet; see cardVerify. */
  | 'CARD_UNVERIFIED'
  /** The SMS could not be sent: most often the card has no SMS notices. */
  | 'CARD_CODE_UNSENT'
  /** The code of the SMS is another one. */
  | 'CARD_CODE_WRONG'
  /** The code of the SMS is too old, or was tried too often; see cardCodeSend. */
  | 'CARD_CODE_EXPIRED'
  /** The courier carries less cash than this. */
  | 'NOT_SO_MUCH_CASH'
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
  /** Of one of these brands, by slug, at most 50. */
  brands?: Array<string> | null | undefined;
  /** With one of these tags, by code, at most 50. */
  tags?: Array<string> | null | undefined;
  /** All of these hold, at most 10. */
  attributes?: Array<AttributeFilter> | null | undefined;
  /** Lowest price at least this, tiyin. */
  priceFrom?: number | null | undefined;
  /** Lowest price at most this, tiyin. */
  priceTo?: number | null | undefined;
  /** Only what can be bought now. */
  isAvailable?: boolean | null | undefined;
  /** Only what costs less than before, in one of its variants, whoever buys it. */
  isOnSale?: boolean | null | undefined;
  /** Words to find in name and description, in any script, small mistakes allowed. The sort is then by match. */
  search?: string | null | undefined;
  /** ACTIVE when left out; other states need CATALOG_READ. */
  status?: Array<ProductStatus> | null | undefined;
};

/**
 * Wanted values of an attribute that the store has defined: of CHOICE and COLOR `choices`, of NUMBER `from` or `to` or both, of
 * BOOLEAN `isTrue`. TEXT is no filter.
 */
export type AttributeFilter = {
  /** Code of the attribute. */
  code: string;
  /** Codes of choices, of which the product has one, at most 50. */
  choices?: Array<string> | null | undefined;
  /** At least this. */
  from?: string | null | undefined;
  /** At most this. */
  to?: string | null | undefined;
  /** Yes or no. Products that say neither have neither. */
  isTrue?: boolean | null | undefined;
};

/** What products are sorted by. */
export type ProductSort =
  /** As the shop arranged them. */
  | 'POSITION'
  /** By how many orders of the last 90 days had it, late ones counting more; most first with DESC. */
  | 'POPULARITY'
  /** By the lowest price. */
  | 'PRICE'
  /** By the day of going on sale; newest first with DESC. */
  | 'PUBLISHED'
  /** By the last change; needs CATALOG_READ. */
  | 'UPDATED';

/** What a product is measured in. */
export type Unit =
  /** Single things. */
  | 'PIECE'
  /** Things sold together. */
  | 'SET'
  /** Two that belong together. */
  | 'PAIR'
  /** Packages. */
  | 'PACK'
  /** Kilograms. */
  | 'KG'
  /** Grams. */
  | 'G'
  /** Litres. */
  | 'L'
  /** Millilitres. */
  | 'ML'
  /** Metres. */
  | 'M'
  /** Centimetres. */
  | 'CM'
  /** Square metres. */
  | 'M2'
  /** Hours. */
  | 'HOUR';

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
  /** Tiyin the buyer will hand over in cash, at least what is to be paid; 0 when no change is needed. */
  changeFrom?: number | null | undefined;
  /** Code of a gift card that pays as much as it can; empty takes it away. Codes tried are counted: 20 a minute. */
  giftCardCode?: string | null | undefined;
  /** Tiyin of cashback to use at most; what the shop's rule and the balance allow is used. */
  cashback?: number | null | undefined;
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
  | 'PICKUP'
  /**
   * Digital goods: nothing is brought, the buyer finds what was bought in the order and in the chat. A cart of digital goods has it by itself,
   * whatever was chosen; it is not set, and such a cart needs neither address nor place. Clients leave the step of delivery out then.
   */
  | 'DIGITAL';

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
  | 'CASH'
  /** On the page or in the app of Payme, before the shop accepts. Offered by stores that have an account with payme. */
  | 'PAYME'
  /** On the page or in the app of CLICK, before the shop accepts. Offered by stores that have an account with click. */
  | 'CLICK'
  /** A transfer to the store's account in a bank, confirmed by staff. Offered by stores that have an account with bank. */
  | 'BANK_TRANSFER'
  /**
   * By card in the sheet of the messenger: an invoice of the shop's bot. Offered by stores that have an account with telegram. It is paid
   * by openInvoice of the Mini App; whether it was, the order says.
   */
  | 'TELEGRAM'
  /** In the app of Uzum Bank, before the shop accepts. Offered by stores that have an account with uzum. */
  | 'UZUM'
  /**
   * With Telegram Stars, in the sheet of the messenger, for digital goods alone. Offered by stores that have an account with stars. It is paid
   * by openInvoice of the Mini App, which gets `payment.checkoutUrl`; whether it was, the order says. Inside Telegram digital goods can
   * be paid in no other way.
   */
  | 'TELEGRAM_STARS'
  /** By card on the page of Uzum Checkout, before the shop accepts. Offered by stores that have an account with uzum-checkout. */
  | 'UZUM_CHECKOUT'
  /** On the page of another bank or gateway, before the shop accepts. Offered by stores that have an account with hosted. */
  | 'HOSTED'
  /** Out of a gift card, besides the method; see cartSet.giftCardCode. Not chosen as a method. */
  | 'GIFT_CARD'
  /** Out of the buyer's cashback, besides the method; see cartSet.cashback. Not chosen as a method. */
  | 'CASHBACK';

type Refusal_GenericError_Fragment = { code: ErrorCode, message: string, path: Array<string> };

type Refusal_InsufficientStockError_Fragment = { variantId: string, available: number, code: ErrorCode, message: string, path: Array<string> };

type Refusal_PriceChangedError_Fragment = { code: ErrorCode, message: string, path: Array<string>, before: MoneyFactsFragment, after: MoneyFactsFragment, quote: { id: string } };

export type RefusalFragment =
  | Refusal_GenericError_Fragment
  | Refusal_InsufficientStockError_Fragment
  | Refusal_PriceChangedError_Fragment
;

export type TotalsFactsFragment = { items: MoneyFactsFragment, discount: MoneyFactsFragment, delivery: MoneyFactsFragment, total: MoneyFactsFragment };

export type CartFactsFragment = { id: string, version: number, quantity: number, paymentMethods: Array<PaymentMethod>, lines: Array<{ id: string, quantity: number, product: { slug: string, name: string, sale: SaleFactsFragment }, variant: { id: string, name: string, cover: PictureFactsFragment | null }, unitPrice: MoneyFactsFragment, total: MoneyFactsFragment }>, totals: TotalsFactsFragment, contact: { name: string, phone: string }, readiness: { canPlace: boolean, blockers: Array<{ code: ErrorCode, step: CheckoutStep, message: string, lineId: string | null }> }, quote: { id: string, expiresAt: string } | null };

export type CartCreateMutationVariables = Exact<{ [key: string]: never; }>;


export type CartCreateMutation = { cartCreate: { cartToken: string | null, cart: CartFactsFragment | null, userErrors: Array<
      | Refusal_GenericError_Fragment
      | Refusal_InsufficientStockError_Fragment
      | Refusal_PriceChangedError_Fragment
    > } };

export type CartSetMutationVariables = Exact<{
  input: CartSetInput;
}>;


export type CartSetMutation = { cartSet: { cart: CartFactsFragment | null, userErrors: Array<
      | Refusal_GenericError_Fragment
      | Refusal_InsufficientStockError_Fragment
      | Refusal_PriceChangedError_Fragment
    > } };

export type CartLinesAddMutationVariables = Exact<{
  input: CartLinesAddInput;
}>;


export type CartLinesAddMutation = { cartLinesAdd: { cart: CartFactsFragment | null, userErrors: Array<
      | Refusal_GenericError_Fragment
      | Refusal_InsufficientStockError_Fragment
      | Refusal_PriceChangedError_Fragment
    > } };

export type CartLinesUpdateMutationVariables = Exact<{
  input: CartLinesUpdateInput;
}>;


export type CartLinesUpdateMutation = { cartLinesUpdate: { cart: CartFactsFragment | null, userErrors: Array<
      | Refusal_GenericError_Fragment
      | Refusal_InsufficientStockError_Fragment
      | Refusal_PriceChangedError_Fragment
    > } };

export type CartUpdatedSubscriptionVariables = Exact<{ [key: string]: never; }>;


export type CartUpdatedSubscription = { cartUpdated: { cart: CartFactsFragment | null } };

export type CartQueryVariables = Exact<{
  cartToken: string;
}>;


export type CartQuery = { cart: CartFactsFragment | null };

export type MoneyFactsFragment = { amount: string, minor: number, currency: CurrencyCode, formatted: string };

export type PictureFactsFragment = { id: string, url: string, srcset: string, alt: string, color: string };

export type SaleFactsFragment = { step: number, minimum: number, maximum: number | null, portion: { unit: Unit, formatted: string } };

export type ProductCardFragment = { id: string, slug: string, name: string, summary: string, isAvailable: boolean, sale: SaleFactsFragment, cover: PictureFactsFragment | null, priceRange: { min: MoneyFactsFragment, max: MoneyFactsFragment } };

export type VariantFactsFragment = { id: string, name: string, price: MoneyFactsFragment | null, compareAt: MoneyFactsFragment | null, availability: { canBuy: boolean, available: number | null, isLow: boolean }, optionValues: Array<{ id: string }>, cover: PictureFactsFragment | null };

export type StoreQueryVariables = Exact<{ [key: string]: never; }>;


export type StoreQuery = { store: { id: string, slug: string, name: string, description: string, currency: CurrencyCode, look: { brandColor: string, logo: PictureFactsFragment | null } } };

export type CategoriesQueryVariables = Exact<{ [key: string]: never; }>;


export type CategoriesQuery = { categories: Array<{ id: string, slug: string, name: string, productCount: number }> };

export type ProductsQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  filter?: ProductFilter | null | undefined;
  sort?: ProductSort | null | undefined;
}>;


export type ProductsQuery = { products: { nodes: Array<ProductCardFragment>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type ProductQueryVariables = Exact<{
  id?: string | null | undefined;
  slug?: string | null | undefined;
}>;


export type ProductQuery = { product: (
    { description: string, media: Array<{ optionValueId: string | null, media: PictureFactsFragment }>, options: Array<{ id: string, code: string, name: string, display: OptionDisplay, values: Array<{ id: string, code: string, name: string, swatch: string }> }>, variants: Array<VariantFactsFragment>, defaultVariant: { id: string } | null, modifierGroups: Array<{ id: string, name: string, minimum: number, maximum: number, options: Array<{ id: string, name: string, price: MoneyFactsFragment }> }> }
    & ProductCardFragment
  ) | null };

export type PickupPointsQueryVariables = Exact<{ [key: string]: never; }>;


export type PickupPointsQuery = { pickupPoints: Array<{ id: string, name: string, address: string, isOpen: boolean, readyMinutes: number }> };

export type OrderFactsFragment = { id: string, number: number, lifecycle: OrderLifecycle, paymentStatus: OrderPaymentStatus, fulfilmentStatus: OrderFulfilmentStatus, statusText: string, placedAt: string, lines: Array<{ id: string, name: string, variantName: string, quantity: number, total: MoneyFactsFragment }>, totals: TotalsFactsFragment };

export type OrderPlaceMutationVariables = Exact<{
  input: OrderPlaceInput;
}>;


export type OrderPlaceMutation = { orderPlace: { order: OrderFactsFragment | null, userErrors: Array<
      | Refusal_GenericError_Fragment
      | Refusal_InsufficientStockError_Fragment
      | Refusal_PriceChangedError_Fragment
    > } };

export type OrderQueryVariables = Exact<{
  id: string;
}>;


export type OrderQuery = { me: { order: OrderFactsFragment | null } };

export type OrdersQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type OrdersQuery = { me: { orders: { nodes: Array<OrderFactsFragment>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } } };

export type OrderUpdatedSubscriptionVariables = Exact<{
  id: string;
}>;


export type OrderUpdatedSubscription = { orderUpdated: { order: OrderFactsFragment } };

export type TokenFactsFragment = { accessToken: string, accessExpiresAt: string, refreshToken: string };

export type TelegramSignInCreateMutationVariables = Exact<{ [key: string]: never; }>;


export type TelegramSignInCreateMutation = { telegramSignInCreate: { telegramSignIn: { url: string, secret: string, matchCode: string, expiresAt: string } | null, userErrors: Array<
      | Refusal_GenericError_Fragment
      | Refusal_InsufficientStockError_Fragment
      | Refusal_PriceChangedError_Fragment
    > } };

export type SessionCreateMutationVariables = Exact<{
  input: SessionCreateInput;
}>;


export type SessionCreateMutation = { sessionCreate: { tokens: TokenFactsFragment | null, userErrors: Array<
      | Refusal_GenericError_Fragment
      | Refusal_InsufficientStockError_Fragment
      | Refusal_PriceChangedError_Fragment
    > } };

export type SessionRefreshMutationVariables = Exact<{
  input: SessionRefreshInput;
}>;


export type SessionRefreshMutation = { sessionRefresh: { tokens: TokenFactsFragment | null, userErrors: Array<
      | Refusal_GenericError_Fragment
      | Refusal_InsufficientStockError_Fragment
      | Refusal_PriceChangedError_Fragment
    > } };

export type SessionEndMutationVariables = Exact<{ [key: string]: never; }>;


export type SessionEndMutation = { sessionEnd: { session: { id: string } | null, userErrors: Array<
      | Refusal_GenericError_Fragment
      | Refusal_InsufficientStockError_Fragment
      | Refusal_PriceChangedError_Fragment
    > } };

export type MeQueryVariables = Exact<{ [key: string]: never; }>;


export type MeQuery = { me: { customer: { id: string, name: string, firstName: string, phone: string | null, language: Language }, cart: CartFactsFragment } };

// Fragments, each once.
const CartFactsText = "fragment CartFacts on Cart{id version quantity lines{id quantity product{slug name sale{...SaleFacts}}variant{id name cover{...PictureFacts}}unitPrice{...MoneyFacts}total{...MoneyFacts}}totals{...TotalsFacts}contact{name phone}paymentMethods readiness{canPlace blockers{code step message lineId}}quote{id expiresAt}}";
const MoneyFactsText = "fragment MoneyFacts on Money{amount minor currency formatted}";
const OrderFactsText = "fragment OrderFacts on Order{id number lifecycle paymentStatus fulfilmentStatus statusText placedAt lines{id name variantName quantity total{...MoneyFacts}}totals{...TotalsFacts}}";
const PictureFactsText = "fragment PictureFacts on Media{id url(width:480)srcset alt color}";
const ProductCardText = "fragment ProductCard on Product{id slug name summary isAvailable sale{...SaleFacts}cover{...PictureFacts}priceRange{min{...MoneyFacts}max{...MoneyFacts}}}";
const RefusalText = "fragment Refusal on UserError{code message path ...on InsufficientStockError{variantId available}...on PriceChangedError{before{...MoneyFacts}after{...MoneyFacts}quote{id}}}";
const SaleFactsText = "fragment SaleFacts on SaleRule{portion{unit formatted}step minimum maximum}";
const TokenFactsText = "fragment TokenFacts on SessionTokens{accessToken accessExpiresAt refreshToken}";
const TotalsFactsText = "fragment TotalsFacts on Totals{items{...MoneyFacts}discount{...MoneyFacts}delivery{...MoneyFacts}total{...MoneyFacts}}";
const VariantFactsText = "fragment VariantFacts on Variant{id name price{...MoneyFacts}compareAt{...MoneyFacts}availability{canBuy available isLow}optionValues{id}cover{...PictureFacts}}";

export const CartCreateDocument: TypedDocument<CartCreateMutation, CartCreateMutationVariables> = /* @__PURE__ */ document("sha256:dd4d40209ac53df8e844d86fc43c9465914877b339268ee36469258f5b54c81e", "mutation CartCreate{cartCreate{cart{...CartFacts}cartToken userErrors{...Refusal}}}" + CartFactsText + MoneyFactsText + PictureFactsText + RefusalText + SaleFactsText + TotalsFactsText);
export const CartSetDocument: TypedDocument<CartSetMutation, CartSetMutationVariables> = /* @__PURE__ */ document("sha256:69556f93f1e1498966178beba4d9a940ed5484a35d1304becc97d7c6c075a071", "mutation CartSet($input:CartSetInput!){cartSet(input:$input){cart{...CartFacts}userErrors{...Refusal}}}" + CartFactsText + MoneyFactsText + PictureFactsText + RefusalText + SaleFactsText + TotalsFactsText);
export const CartLinesAddDocument: TypedDocument<CartLinesAddMutation, CartLinesAddMutationVariables> = /* @__PURE__ */ document("sha256:79df3c28dea8db6a49004ce31844f04fb5a39f9eff11b3d2aab1285c8c2d72d4", "mutation CartLinesAdd($input:CartLinesAddInput!){cartLinesAdd(input:$input){cart{...CartFacts}userErrors{...Refusal}}}" + CartFactsText + MoneyFactsText + PictureFactsText + RefusalText + SaleFactsText + TotalsFactsText);
export const CartLinesUpdateDocument: TypedDocument<CartLinesUpdateMutation, CartLinesUpdateMutationVariables> = /* @__PURE__ */ document("sha256:9c1eed45a8f5db7325cd0e482abd8ca035de9c1b2ce94f0b6b1537582b14667e", "mutation CartLinesUpdate($input:CartLinesUpdateInput!){cartLinesUpdate(input:$input){cart{...CartFacts}userErrors{...Refusal}}}" + CartFactsText + MoneyFactsText + PictureFactsText + RefusalText + SaleFactsText + TotalsFactsText);
export const CartUpdatedDocument: TypedDocument<CartUpdatedSubscription, CartUpdatedSubscriptionVariables> = /* @__PURE__ */ document("sha256:e9b01f8678ae82275f770356393ee1be13c68b1d7837688833cbd001dcf4ef10", "subscription CartUpdated{cartUpdated{cart{...CartFacts}}}" + CartFactsText + MoneyFactsText + PictureFactsText + SaleFactsText + TotalsFactsText);
export const CartDocument: TypedDocument<CartQuery, CartQueryVariables> = /* @__PURE__ */ document("sha256:19c9e5575f969e7db720534db766030597c45d454a0067216092c83dd0bf6d47", "query Cart($cartToken:String!){cart(cartToken:$cartToken){...CartFacts}}" + CartFactsText + MoneyFactsText + PictureFactsText + SaleFactsText + TotalsFactsText);
export const StoreDocument: TypedDocument<StoreQuery, StoreQueryVariables> = /* @__PURE__ */ document("sha256:e8bf05901d27c6fcda541e2135f0524d3086abce5f963dbd5f92d7591973f641", "query Store{store{id slug name description currency look{brandColor logo{...PictureFacts}}}}" + PictureFactsText);
export const CategoriesDocument: TypedDocument<CategoriesQuery, CategoriesQueryVariables> = /* @__PURE__ */ document("sha256:fc031b9c442b1e0a59dcabf5405878b63ba2c29b8a24b760859e3c964e88ccac", "query Categories{categories{id slug name productCount}}");
export const ProductsDocument: TypedDocument<ProductsQuery, ProductsQueryVariables> = /* @__PURE__ */ document("sha256:f78adb9152a1b99840442bdd830a8384f709f22629a335e53a7648d27d64940a", "query Products($first:Int=24$after:String$filter:ProductFilter$sort:ProductSort){products(first:$first after:$after filter:$filter sort:$sort){nodes{...ProductCard}pageInfo{hasNextPage endCursor}}}" + MoneyFactsText + PictureFactsText + ProductCardText + SaleFactsText);
export const ProductDocument: TypedDocument<ProductQuery, ProductQueryVariables> = /* @__PURE__ */ document("sha256:e71ca7218c0e956342c2feea001e70142ee7e43b6950abeb26dcc66e554c9522", "query Product($id:ID$slug:String){product(id:$id slug:$slug){...ProductCard description media{media{...PictureFacts}optionValueId}options{id code name display values{id code name swatch}}variants{...VariantFacts}defaultVariant{id}modifierGroups{id name minimum maximum options{id name price{...MoneyFacts}}}}}" + MoneyFactsText + PictureFactsText + ProductCardText + SaleFactsText + VariantFactsText);
export const PickupPointsDocument: TypedDocument<PickupPointsQuery, PickupPointsQueryVariables> = /* @__PURE__ */ document("sha256:4fa1cc8b871896154fb8b3a6b919328a6f19bfded522553906caf55b7c486e77", "query PickupPoints{pickupPoints{id name address isOpen readyMinutes}}");
export const OrderPlaceDocument: TypedDocument<OrderPlaceMutation, OrderPlaceMutationVariables> = /* @__PURE__ */ document("sha256:3ff6bca0d9de8c52718caec2ce6e07c693f58e8bbdd948274b371315583433ce", "mutation OrderPlace($input:OrderPlaceInput!){orderPlace(input:$input){order{...OrderFacts}userErrors{...Refusal}}}" + MoneyFactsText + OrderFactsText + RefusalText + TotalsFactsText);
export const OrderDocument: TypedDocument<OrderQuery, OrderQueryVariables> = /* @__PURE__ */ document("sha256:2738bc3c26d59215df327ffc655193dfc1e7567104561cd77852db84e795fff9", "query Order($id:ID!){me{order(id:$id){...OrderFacts}}}" + MoneyFactsText + OrderFactsText + TotalsFactsText);
export const OrdersDocument: TypedDocument<OrdersQuery, OrdersQueryVariables> = /* @__PURE__ */ document("sha256:65d07aaf85cf0029a43e4a76b7bfb84fa6bffa8c4dbf419ca34aa60cdbe5db17", "query Orders($first:Int=20$after:String){me{orders(first:$first after:$after){nodes{...OrderFacts}pageInfo{hasNextPage endCursor}}}}" + MoneyFactsText + OrderFactsText + TotalsFactsText);
export const OrderUpdatedDocument: TypedDocument<OrderUpdatedSubscription, OrderUpdatedSubscriptionVariables> = /* @__PURE__ */ document("sha256:03bb4722184e59b55a7dad260534d1c1e3c44c5b81f07189875e7ebbc732743b", "subscription OrderUpdated($id:ID!){orderUpdated(id:$id){order{...OrderFacts}}}" + MoneyFactsText + OrderFactsText + TotalsFactsText);
export const TelegramSignInCreateDocument: TypedDocument<TelegramSignInCreateMutation, TelegramSignInCreateMutationVariables> = /* @__PURE__ */ document("sha256:98ed1ee62b2557ca579476457b991c294e67c3f34b678c8ac5838ed10f66e4b5", "mutation TelegramSignInCreate{telegramSignInCreate{telegramSignIn{url secret matchCode expiresAt}userErrors{...Refusal}}}" + MoneyFactsText + RefusalText);
export const SessionCreateDocument: TypedDocument<SessionCreateMutation, SessionCreateMutationVariables> = /* @__PURE__ */ document("sha256:fb59a89a0c3c90d071131bce2f3015925962c9d1925def06f96204d20a87d034", "mutation SessionCreate($input:SessionCreateInput!){sessionCreate(input:$input){tokens{...TokenFacts}userErrors{...Refusal}}}" + MoneyFactsText + RefusalText + TokenFactsText);
export const SessionRefreshDocument: TypedDocument<SessionRefreshMutation, SessionRefreshMutationVariables> = /* @__PURE__ */ document("sha256:9badbeefdb655ec2b0af303d2e24102ea484a8117fe7a0db5901ddd6f38fc5ae", "mutation SessionRefresh($input:SessionRefreshInput!){sessionRefresh(input:$input){tokens{...TokenFacts}userErrors{...Refusal}}}" + MoneyFactsText + RefusalText + TokenFactsText);
export const SessionEndDocument: TypedDocument<SessionEndMutation, SessionEndMutationVariables> = /* @__PURE__ */ document("sha256:855916f88100f28d7545e83f6fe55dc02eecb696ea1875086d5d91f653afa3bd", "mutation SessionEnd{sessionEnd(input:{}){session{id}userErrors{...Refusal}}}" + MoneyFactsText + RefusalText);
export const MeDocument: TypedDocument<MeQuery, MeQueryVariables> = /* @__PURE__ */ document("sha256:9cdff3631d9469d157322bf65b972d47d686b7493ffd93b743622241023022c8", "query Me{me{customer{id name firstName phone language}cart{...CartFacts}}}" + CartFactsText + MoneyFactsText + PictureFactsText + SaleFactsText + TotalsFactsText);
