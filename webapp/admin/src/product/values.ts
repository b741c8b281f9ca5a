import type { AttributeType, ProductAttributeInput } from '../generated/gql/graphql';
import { isEmpty, type Texts, textsInput, textsOf } from '../ui/texts';

/** What a product has of a defined attribute: the one part that its type takes. */
export type Value = { text?: Texts; number?: string; isTrue?: boolean; choices?: string[] };
export type Values = Record<string, Value>;

type Read = {
  code: string;
  definition: { type: AttributeType } | null;
  number: string | null;
  isTrue: boolean | null;
  choices: { code: string }[];
  valueTranslations: Parameters<typeof textsOf>[0];
};

export function valuesOf(attributes: readonly Read[]): Values {
  return Object.fromEntries(
    attributes.flatMap(({ code, definition, number, isTrue, choices, valueTranslations }): [string, Value][] => {
      if (!definition) return [];
      if (definition.type === 'NUMBER') return [[code, { number: number ?? '' }]];
      if (definition.type === 'BOOLEAN') return [[code, { isTrue: isTrue ?? false }]];
      if (definition.type === 'TEXT') return [[code, { text: textsOf(valueTranslations) }]];
      return [[code, { choices: choices.map((choice) => choice.code) }]];
    }),
  );
}

/** Whether nothing is said: such a value is none. */
export function isBlank({ text, number, isTrue, choices }: Value): boolean {
  return (
    (text === undefined || isEmpty(text)) &&
    (number ?? '').trim() === '' &&
    isTrue === undefined &&
    (choices ?? []).length === 0
  );
}

export function valueInputs(values: Values): ProductAttributeInput[] {
  return Object.entries(values)
    .filter(([, value]) => !isBlank(value))
    .map(([code, { text, number, isTrue, choices }]) => ({
      code,
      ...(text && { value: textsInput(text) }),
      ...(number !== undefined && { number: number.trim().replace(',', '.') }),
      ...(isTrue !== undefined && { isTrue }),
      ...(choices && { choices }),
    }));
}

/** Refusals of values by code instead of by place: "attributes.3.number" is "values.weight.number". */
export function valueErrors(errors: Record<string, string>, values: Values, before: number): Record<string, string> {
  const codes = valueInputs(values).map(({ code }) => code);
  return Object.fromEntries(
    Object.entries(errors).flatMap(([path, message]) => {
      const [, at] = /^attributes\.(\d+)/.exec(path) ?? [];
      const code = at === undefined ? undefined : codes[Number(at) - before];
      return code === undefined ? [] : [[code, message]];
    }),
  );
}
