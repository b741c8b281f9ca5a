import type {
  AttributeType,
  CollectionConditionInput,
  CollectionConditionKind,
  CollectionFormFragment,
  CollectionRuleInput,
  RuleMatch,
} from '../generated/gql/graphql';

/** One condition as it is being made; `key` tells rows apart. Numbers are as typed, prices tiyin. */
export type Condition = {
  key: string;
  kind: CollectionConditionKind;
  categoryId: string | null;
  brandId: string | null;
  tag: string | null;
  attribute: string | null;
  choices: string[];
  isTrue: boolean;
  numberFrom: string;
  numberTo: string;
  priceFrom: number | null;
  priceTo: number | null;
  days: number;
};

export type RuleDraft = { match: RuleMatch; conditions: Condition[] };

export const conditionKinds = [
  'CATEGORY',
  'BRAND',
  'TAG',
  'ATTRIBUTE',
  'PRICE',
  'ON_SALE',
  'AVAILABLE',
  'NEW',
] as const satisfies CollectionConditionKind[];

export function blank(kind: CollectionConditionKind, key: string): Condition {
  return {
    key,
    kind,
    categoryId: null,
    brandId: null,
    tag: null,
    attribute: null,
    choices: [],
    isTrue: true,
    numberFrom: '',
    numberTo: '',
    priceFrom: null,
    priceTo: null,
    days: 30,
  };
}

export function ruleOf(rule: NonNullable<CollectionFormFragment['rule']>): RuleDraft {
  return {
    match: rule.match,
    conditions: rule.conditions.map((each, at) => ({
      ...blank(each.kind, String(at)),
      categoryId: each.category?.id ?? null,
      brandId: each.brand?.id ?? null,
      tag: each.tag?.code ?? null,
      attribute: each.attribute?.code ?? null,
      choices: each.choices.map((choice) => choice.code),
      isTrue: each.isTrue ?? true,
      numberFrom: each.numberFrom ?? '',
      numberTo: each.numberTo ?? '',
      priceFrom: each.priceFrom?.minor ?? null,
      priceTo: each.priceTo?.minor ?? null,
      days: each.days ?? 30,
    })),
  };
}

const decimal = (text: string) => text.trim().replace(',', '.');

/** The condition with the fields of its kind alone; undefined while one that is needed is missing. */
export function conditionInput(
  condition: Condition,
  typeOf: (code: string) => AttributeType | undefined,
): CollectionConditionInput | undefined {
  const { kind, categoryId, brandId, tag, attribute, choices, isTrue, numberFrom, numberTo, priceFrom, priceTo, days } =
    condition;
  switch (kind) {
    case 'CATEGORY':
      return categoryId ? { kind, categoryId } : undefined;
    case 'BRAND':
      return brandId ? { kind, brandId } : undefined;
    case 'TAG':
      return tag ? { kind, tag } : undefined;
    case 'PRICE':
      if (priceFrom === null && priceTo === null) return undefined;
      return { kind, ...(priceFrom !== null && { priceFrom }), ...(priceTo !== null && { priceTo }) };
    case 'NEW':
      return { kind, days };
    case 'ATTRIBUTE': {
      const type = attribute ? typeOf(attribute) : undefined;
      if (!attribute || !type) return undefined;
      if (type === 'BOOLEAN') return { kind, attribute, isTrue };
      if (type !== 'NUMBER') return choices.length > 0 ? { kind, attribute, choices } : undefined;
      const from = decimal(numberFrom);
      const to = decimal(numberTo);
      if (!from && !to) return undefined;
      return { kind, attribute, ...(from && { numberFrom: from }), ...(to && { numberTo: to }) };
    }
    default:
      return { kind };
  }
}

/** The whole rule; undefined while a condition is not whole, or there is none. */
export function ruleInput(
  rule: RuleDraft,
  typeOf: (code: string) => AttributeType | undefined,
): CollectionRuleInput | undefined {
  const conditions = rule.conditions.map((each) => conditionInput(each, typeOf));
  if (conditions.length === 0 || conditions.some((each) => each === undefined)) return undefined;
  return { match: rule.match, conditions: conditions.filter((each) => each !== undefined) };
}

/** The rule as it stands, whole or not: the server says what is missing, and where. */
export function ruleAsItIs(rule: RuleDraft, typeOf: (code: string) => AttributeType | undefined): CollectionRuleInput {
  return {
    match: rule.match,
    conditions: rule.conditions.map(
      (each) =>
        conditionInput(each, typeOf) ?? { kind: each.kind, ...(each.attribute && { attribute: each.attribute }) },
    ),
  };
}
