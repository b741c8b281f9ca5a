import type { LineView, LineWish } from '../cart/lines';
import type { ProductCardFragment, ProductPageQuery } from '../generated/gql/graphql';

export type Product = NonNullable<ProductPageQuery['product']>;
export type Variant = Product['variants'][number];

/** What the plus on a card puts into the cart; undefined when something has to be chosen first. */
export function quickWish(card: ProductCardFragment): { wish: LineWish; view: LineView } | undefined {
  const variant = card.defaultVariant;
  if (!variant?.availability.canBuy || card.options.length > 0 || card.modifierGroups.length > 0) return undefined;
  return {
    wish: { variantId: variant.id, modifiers: [] },
    view: {
      productSlug: card.slug,
      name: card.name,
      variantName: '',
      picture: card.cover,
      modifierNames: [],
      unitPrice: card.priceRange.min.minor,
      compareAt: card.priceRange.compareAt?.minor ?? null,
      available: variant.availability.available,
      sale: card.sale,
    },
  };
}

/** Quantities of chosen modifier options by option id. */
export type Chosen = ReadonlyMap<string, number>;

export function defaultModifiers(product: Product): Chosen {
  const chosen = new Map<string, number>();
  for (const group of product.modifierGroups) {
    const active = group.options.filter((o) => o.isActive);
    const start = active.filter((o) => o.isDefault);
    for (const option of start.slice(0, group.maximum)) chosen.set(option.id, 1);
  }
  return chosen;
}

/** Modifier groups that still need a choice. */
export function unfinished(product: Product, chosen: Chosen) {
  return product.modifierGroups.filter((group) => group.options.filter((o) => chosen.has(o.id)).length < group.minimum);
}

/** The line that a variant with these modifiers makes. */
export function wishOf(product: Product, variant: Variant, chosen: Chosen): { wish: LineWish; view: LineView } {
  const options = product.modifierGroups.flatMap((g) => g.options).filter((o) => chosen.has(o.id));
  const extra = options.reduce((sum, o) => sum + o.price.minor * (chosen.get(o.id) ?? 0), 0);
  return {
    wish: {
      variantId: variant.id,
      modifiers: options.map((o) => ({ optionId: o.id, quantity: chosen.get(o.id) ?? 1 })),
    },
    view: {
      productSlug: product.slug,
      name: product.name,
      variantName: variant.name,
      picture: variant.cover ?? product.cover,
      modifierNames: options.map((o) => o.name),
      unitPrice: (variant.price?.minor ?? 0) + extra,
      compareAt: variant.compareAt ? variant.compareAt.minor + extra : null,
      available: variant.availability.available,
      sale: product.sale,
    },
  };
}
