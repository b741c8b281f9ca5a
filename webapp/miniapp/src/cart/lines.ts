import { isMeasured, type SaleRule } from './quantity';

/** One wish of the shopper: a variant with its modifiers. Two wishes with the same key are one line. */
export interface LineWish {
  variantId: string;
  modifiers: { optionId: string; quantity: number }[];
}

/** What a line looks like before the server has answered. */
export interface LineView {
  productSlug: string;
  name: string;
  variantName: string;
  picture: { url: string; srcset?: string; color: string; alt?: string } | null;
  modifierNames: string[];
  /** Tiyin for one piece, modifiers included. */
  unitPrice: number;
  compareAt: number | null;
  /** Pieces that can be bought; null when not counted. */
  available: number | null;
  sale: SaleRule;
}

export interface Line extends LineWish, LineView {
  key: string;
  /** Server's id; empty until it is known there. */
  id: string;
  quantity: number;
  problems: { code: string; message: string; available: number | null }[];
}

/** A change on this device that the server has not confirmed: the wished quantity, 0 to remove. */
export interface Change {
  wish: LineWish;
  view: LineView;
  quantity: number;
}

export function keyOf({ variantId, modifiers }: LineWish): string {
  const choices = modifiers.map((m) => `${m.optionId}x${m.quantity}`).sort();
  return [variantId, ...choices].join('+');
}

/** What the shopper sees: the server's lines with this device's changes laid over them, in the order of adding. */
export function overlay(lines: readonly Line[], changes: ReadonlyMap<string, Change>): Line[] {
  const known = new Set(lines.map((line) => line.key));
  const kept = lines.map((line) => ({ ...line, quantity: changes.get(line.key)?.quantity ?? line.quantity }));
  const added = [...changes]
    .filter(([key]) => !known.has(key))
    .map(([key, { wish, view, quantity }]) => ({ ...wish, ...view, key, id: '', quantity, problems: [] }));
  return [...kept, ...added].filter((line) => line.quantity > 0);
}

/** The whole list of lines for cartSet. */
export function inputOf(lines: readonly Line[]) {
  return lines.map(({ variantId, quantity, modifiers }) => ({ variantId, quantity, modifiers }));
}

export function sumOf(lines: readonly Line[]): number {
  return lines.reduce((total, line) => total + line.unitPrice * line.quantity, 0);
}

export function piecesOf(lines: readonly Line[]): number {
  return lines.reduce((total, line) => total + line.quantity, 0);
}

/** How many things are in the cart: what is weighed or packed is one, however much of it. */
export function countOf(lines: readonly Line[]): number {
  return lines.reduce((total, line) => total + (isMeasured(line.sale) ? 1 : line.quantity), 0);
}

/** Pieces of a variant, with whatever modifiers. */
export function amountOf(variantId: string, lines: readonly Line[]): number {
  return piecesOf(lines.filter((line) => line.variantId === variantId));
}
