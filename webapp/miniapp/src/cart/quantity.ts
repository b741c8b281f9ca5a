import type { Unit } from '../generated/gql/graphql';
import type { Steps } from '../ui/stepper';

/** How much of a variant an order can hold, in all of its lines: `SaleRule` of the schema. */
export interface SaleRule {
  /** What one of a quantity is; absent: a single piece. */
  portion?: { amount: string; unit: Unit };
  /** Quantities are multiples of this. */
  step: number;
  /** A multiple of step. */
  minimum: number;
  /** Null when there is none but MOST. */
  maximum: number | null;
}

/** The rule of what is sold by single pieces. */
export const BY_ONE: SaleRule = { step: 1, minimum: 1, maximum: null };

/** Whether a quantity is read as an amount of a unit; single pieces are numbers alone. */
export function isMeasured({ portion }: Pick<SaleRule, 'portion'>): boolean {
  return portion !== undefined && (portion.unit !== 'PIECE' || portion.amount !== '1');
}

/** The largest quantity that the server takes. */
export const MOST = 999;

/**
 * Steps of a line, so that they and the pieces of its variant in other lines together are what the rule allows. A quantity
 * that the rule does not allow any more comes back to it with the first step. `available` is null when not counted.
 */
export function stepsFrom(quantity: number, sale: SaleRule, available: number | null, inOthers = 0): Steps {
  const { step, minimum } = sale;
  const maximum = sale.maximum ?? MOST;
  const all = quantity + inOthers;
  const above = Math.max(minimum, (Math.floor(all / step) + 1) * step);
  const below = Math.floor(Math.min(all - 1, maximum) / step) * step;
  return {
    less: below < minimum ? 0 : Math.max(0, below - inOthers),
    more: above > Math.min(maximum, available ?? MOST) ? null : above - inOthers,
  };
}
