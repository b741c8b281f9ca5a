import type { Permission } from '../generated/gql/graphql';

/** What a program may be allowed; shoppers, the bot and the platform have tokens of their own kind. */
export const scopes = [
  'CATALOG_READ',
  'CATALOG_WRITE',
  'STOCK_WRITE',
  'ORDERS_READ',
  'ORDERS_WRITE',
  'ORDERS_DELIVER',
  'CUSTOMERS_READ',
  'CUSTOMERS_WRITE',
  'PAYMENTS_READ',
  'PAYMENTS_WRITE',
  'STORE_READ',
  'STORE_WRITE',
  'STAFF_READ',
  'STAFF_WRITE',
  'EVENTS_READ',
  'WEBHOOKS_WRITE',
] as const satisfies Permission[];
