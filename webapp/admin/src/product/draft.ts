import type {
  OptionDisplay,
  PictureFragment,
  ProductFormFragment,
  ProductKind,
  ProductLineFragment,
  ProductNature,
  ProductRelation,
  ProductStatus,
  ProductUpsertInput,
} from '../generated/gql/graphql';
import { noTexts, type Texts, textsInput, textsOf } from '../ui/texts';
import { emptyVariant, type VariantDraft } from './matrix';
import { type SaleDraft, singly } from './sale';
import { type Values, valueInputs, valuesOf } from './values';

export type ValueDraft = { code: string; name: Texts; swatch: string };
export type OptionForm = { code: string; name: Texts; display: OptionDisplay; values: ValueDraft[] };
export type AttributeDraft = { code: string; name: Texts; value: Texts };

/** A picture of the product; `shows` is the option value in view (a colour), null: the product as such. */
export type PictureDraft = PictureFragment & { shows: { optionCode: string; valueCode: string } | null };

export type Related = Record<ProductRelation, ProductLineFragment[]>;

export type ProductDraft = {
  status: ProductStatus;
  /** RFC 3339; null: at once, and for always. */
  publishFrom: string | null;
  publishUntil: string | null;
  kind: ProductKind;
  nature: ProductNature;
  slug: string;
  categoryId: string | null;
  brandId: string | null;
  /** Codes. */
  tags: string[];
  sale: SaleDraft;
  related: Related;
  name: Texts;
  summary: Texts;
  description: Texts;
  media: PictureDraft[];
  options: OptionForm[];
  variants: VariantDraft[];
  modifierGroupIds: string[];
  /** Of attributes that the store has defined, by code. */
  values: Values;
  /** Those for reading alone. */
  attributes: AttributeDraft[];
  ikpu: string;
  packageCode: string;
  vatPercent: number;
};

export const relations = ['GOES_WITH', 'SIMILAR'] as const satisfies ProductRelation[];

export const newProduct: ProductDraft = {
  status: 'DRAFT',
  publishFrom: null,
  publishUntil: null,
  kind: 'GOODS',
  nature: 'PHYSICAL',
  slug: '',
  categoryId: null,
  brandId: null,
  tags: [],
  sale: singly,
  related: { SIMILAR: [], GOES_WITH: [] },
  name: noTexts,
  summary: noTexts,
  description: noTexts,
  media: [],
  options: [],
  variants: [emptyVariant()],
  modifierGroupIds: [],
  values: {},
  attributes: [],
  ikpu: '',
  packageCode: '',
  vatPercent: 12,
};

export function draftOf(product: ProductFormFragment): ProductDraft {
  const places = new Map(
    product.options.flatMap((option) =>
      option.values.map((value) => [value.id, { optionCode: option.code, valueCode: value.code }]),
    ),
  );
  return {
    status: product.status,
    publishFrom: product.publishFrom,
    publishUntil: product.publishUntil,
    kind: product.kind,
    nature: product.nature,
    slug: product.slug,
    categoryId: product.category?.id ?? null,
    brandId: product.brand?.id ?? null,
    tags: product.tags.map((tag) => tag.code),
    sale: {
      unit: product.sale.portion.unit,
      portion: product.sale.portion.amount,
      step: product.sale.step,
      minimum: product.sale.minimum,
      maximum: product.sale.maximum,
    },
    related: { SIMILAR: product.similar, GOES_WITH: product.goesWith },
    name: textsOf(product.translations.name),
    summary: textsOf(product.translations.summary),
    description: textsOf(product.translations.description),
    media: product.media.map(({ media, optionValueId }) => ({
      ...media,
      shows: places.get(optionValueId ?? '') ?? null,
    })),
    options: product.options.map((option) => ({
      code: option.code,
      display: option.display,
      name: textsOf(option.nameTranslations),
      values: option.values.map((value) => ({
        code: value.code,
        swatch: value.swatch,
        name: textsOf(value.nameTranslations),
      })),
    })),
    variants: product.variants.map((variant) => ({
      id: variant.id,
      choice: Object.fromEntries(
        variant.optionValues.flatMap((value) => {
          const place = places.get(value.id);
          return place ? [[place.optionCode, place.valueCode]] : [];
        }),
      ),
      sku: variant.sku,
      barcode: variant.barcode,
      price: variant.price?.minor ?? null,
      compareAt: variant.compareAt?.minor ?? null,
      stock: variant.stock.find((level) => level.location.isDefault)?.onHand ?? null,
      tracksStock: variant.tracksStock,
      isActive: variant.isActive,
    })),
    modifierGroupIds: product.modifierGroups.map((group) => group.id),
    values: valuesOf(product.attributes),
    attributes: product.attributes
      .filter((attribute) => !attribute.definition)
      .map((attribute) => ({
        code: attribute.code,
        name: textsOf(attribute.nameTranslations),
        value: textsOf(attribute.valueTranslations),
      })),
    ikpu: product.fiscal.ikpu,
    packageCode: product.fiscal.packageCode,
    vatPercent: product.fiscal.vatPercent,
  };
}

/**
 * The whole product as the form shows it. On-hand stock goes along only where it was typed: orders change it all the
 * time, and sending back what was read would undo their sales.
 */
export function inputOf(draft: ProductDraft, base: ProductDraft): ProductUpsertInput {
  const stockBefore = new Map(base.variants.map((variant) => [variant.id, variant.stock]));
  return {
    status: draft.status,
    publishFrom: draft.publishFrom,
    publishUntil: draft.publishUntil,
    kind: draft.kind,
    nature: draft.nature,
    ...(draft.slug.trim() && { slug: draft.slug.trim() }),
    categoryId: draft.categoryId,
    brandId: draft.brandId,
    tags: draft.tags,
    sale: draft.sale,
    related: relations.flatMap((kind) => draft.related[kind].map(({ id }) => ({ kind, productId: id }))),
    name: textsInput(draft.name),
    summary: textsInput(draft.summary),
    description: textsInput(draft.description),
    media: draft.media.map(({ id, shows }) => ({ mediaId: id, ...shows })),
    options: draft.options.map((option) => ({
      code: option.code,
      display: option.display,
      name: textsInput(option.name),
      values: option.values.map((value) => ({
        code: value.code,
        name: textsInput(value.name),
        ...(value.swatch && { swatch: value.swatch }),
      })),
    })),
    variants: draft.variants.map((variant) => ({
      ...(variant.id && { id: variant.id }),
      sku: variant.sku.trim(),
      barcode: variant.barcode.trim(),
      choice: Object.entries(variant.choice).map(([optionCode, valueCode]) => ({ optionCode, valueCode })),
      ...(variant.price !== null && { price: variant.price }),
      compareAt: variant.compareAt,
      isActive: variant.isActive,
      tracksStock: variant.tracksStock,
      ...(variant.tracksStock &&
        variant.stock !== null &&
        variant.stock !== (variant.id ? stockBefore.get(variant.id) : undefined) && { onHand: variant.stock }),
    })),
    modifierGroupIds: draft.modifierGroupIds,
    attributes: [
      ...draft.attributes.map((attribute) => ({
        code: attribute.code,
        name: textsInput(attribute.name),
        value: textsInput(attribute.value),
      })),
      ...valueInputs(draft.values),
    ],
    ikpu: draft.ikpu.replace(/\D/g, ''),
    packageCode: draft.packageCode.trim(),
    vatPercent: draft.vatPercent,
  };
}
