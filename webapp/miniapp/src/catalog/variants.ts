import type { OptionChoice } from '../ui/choice';
import type { Product, Variant } from './wish';

const ids = (variant: Variant) => variant.optionValues.map((value) => value.id);

/** The variant to show first: the one of the link, else the one the shop puts first, else any that can be bought. */
export function firstVariant(product: Product, wished: string | null): Variant | undefined {
  const find = (id: string | null | undefined) => product.variants.find((variant) => variant.id === id);
  return (
    find(wished) ??
    find(product.defaultVariant?.id) ??
    product.variants.find((variant) => variant.availability.canBuy) ??
    product.variants[0]
  );
}

/**
 * The variant after choosing a value: the other choices are kept where a variant has them, else the nearest variant
 * with the value is taken, one that can be bought before one that cannot.
 */
export function choose(product: Product, now: Variant, value: string): Variant {
  const kept = ids(now);
  const score = (variant: Variant) =>
    ids(variant).filter((id) => kept.includes(id)).length * 2 + (variant.availability.canBuy ? 1 : 0);
  const withValue = product.variants.filter((variant) => ids(variant).includes(value));
  return withValue.reduce((best, variant) => (score(variant) > score(best) ? variant : best), withValue[0] ?? now);
}

/** The values of one option as they stand beside the other choices of the present variant. */
export function choices(product: Product, option: Product['options'][number], now: Variant): OptionChoice[] {
  const own = new Set(option.values.map((value) => value.id));
  const others = ids(now).filter((id) => !own.has(id));
  return option.values
    .filter((value) => product.variants.some((variant) => ids(variant).includes(value.id)))
    .map((value) => {
      const match = product.variants.find(
        (variant) => ids(variant).includes(value.id) && others.every((id) => ids(variant).includes(id)),
      );
      const state = !match ? 'other' : match.availability.canBuy ? 'free' : 'out';
      return { value: value.id, name: value.name, swatch: value.swatch, state };
    });
}

/** Pictures in order, those of the chosen colour first; pictures of other colours are left out. */
export function picturesFor(product: Product, now: Variant | undefined) {
  const chosen = new Set(now ? ids(now) : []);
  const own = product.media.filter((m) => m.optionValueId !== null && chosen.has(m.optionValueId));
  const common = product.media.filter((m) => m.optionValueId === null);
  const all = own.length + common.length > 0 ? [...own, ...common] : product.media;
  return all.map((m) => m.media);
}
