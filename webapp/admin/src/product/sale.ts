import type { Unit } from '../generated/gql/graphql';

export type SaleDraft = { unit: Unit; portion: string; step: number; minimum: number; maximum: number | null };

export const singly: SaleDraft = { unit: 'PIECE', portion: '1', step: 1, minimum: 1, maximum: null };

export const units = [
  'PIECE',
  'PAIR',
  'SET',
  'PACK',
  'KG',
  'G',
  'L',
  'ML',
  'M',
  'CM',
  'M2',
  'HOUR',
] as const satisfies Unit[];

/** What is counted is sold whole; what is measured by portions of the unit. */
export function isMeasured(unit: Unit): boolean {
  return !['PIECE', 'PAIR', 'SET', 'PACK'].includes(unit);
}

/** Thousandths of a unit; undefined when it is no amount, zero, or finer than that. */
function milli(text: string): number | undefined {
  const found = /^(\d{1,6})(?:[.,](\d{0,3}))?$/.exec(text.trim());
  const value = found ? Number(found[1]) * 1000 + Number((found[2] ?? '').padEnd(3, '0')) : 0;
  return value > 0 ? value : undefined;
}

function text(thousandths: number): string {
  return String(thousandths / 1000);
}

/** An amount as the API takes it, "0.1"; undefined when it is none. */
export function amountOf(typed: string): string | undefined {
  const value = milli(typed);
  return value === undefined ? undefined : text(value);
}

/** How many portions an amount of the unit is: 0.3 by 0.1 is 3; undefined when it is no whole number of them. */
export function portionsOf(typed: string, portion: string): number | undefined {
  const amount = milli(typed);
  const one = milli(portion);
  return amount && one && amount % one === 0 ? amount / one : undefined;
}

/** The amount of the unit that some portions are: 3 by 0.1 is "0.3". */
export function amountIn(portions: number, portion: string): string {
  return text(portions * (milli(portion) ?? 1000));
}

/** With the decimal mark of the language. */
export function written(amount: string, lang: string): string {
  return lang === 'en' ? amount : amount.replace('.', ',');
}

/** A change of the step keeps the smallest quantity a multiple of it. */
export function withStep(sale: SaleDraft, step: number): SaleDraft {
  const minimum = Math.max(step, Math.ceil(sale.minimum / step) * step);
  return { ...sale, step, minimum, maximum: sale.maximum === null ? null : Math.max(sale.maximum, minimum) };
}
