import { ActionIcon, Fieldset, Group, NativeSelect, NumberInput, SegmentedControl, Stack, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { branches, treeOptions } from '../category/category-tree';
import {
  type AttributeFormFragment,
  BrandsDocument,
  CategoriesDocument,
  CollectionRuleCountDocument,
  type CollectionRuleInput,
  TagsDocument,
} from '../generated/gql/graphql';
import { useI18n } from '../i18n/i18n';
import { query } from '../session/api';
import { AddButton } from '../ui/add-button';
import { Icon } from '../ui/icons';
import { MoneyInput } from '../ui/money-input';
import { Pick } from '../ui/pick';
import { AttributeCondition } from './attribute-condition';
import { blank, type Condition, conditionKinds, type RuleDraft } from './rule';

type RuleEditorProps = {
  rule: RuleDraft;
  /** The same as it is sent; undefined while something is missing. */
  input: CollectionRuleInput | undefined;
  attributes: readonly AttributeFormFragment[];
  errors: Record<string, string>;
  onChange: (rule: RuleDraft) => void;
};

const most = 20;

/** Conditions, one below the other, and how many products meet them now. */
export function RuleEditor({ rule, input, attributes, errors, onChange }: RuleEditorProps) {
  const { t } = useI18n();
  const { match, conditions } = rule;
  return (
    <Stack gap="md">
      <SegmentedControl
        aria-label={t('rule.match')}
        style={{ alignSelf: 'flex-start' }}
        value={match}
        onChange={(next) => onChange({ ...rule, match: next === 'ANY' ? 'ANY' : 'ALL' })}
        data={(['ALL', 'ANY'] as const).map((value) => ({ value, label: t(`ruleMatch.${value}`) }))}
      />
      {conditions.map((condition, at) => (
        <Fieldset key={condition.key} legend={t('rule.condition', { number: at + 1 })} p="sm">
          <Group gap="xs" align="flex-start" wrap="nowrap">
            <Stack gap="xs" style={{ flex: 1, minWidth: 0 }}>
              <NativeSelect
                aria-label={t('rule.kind')}
                value={condition.kind}
                onChange={(event) => {
                  const kind = conditionKinds.find((each) => each === event.currentTarget.value) ?? 'CATEGORY';
                  onChange({
                    ...rule,
                    conditions: conditions.map((each, i) => (i === at ? blank(kind, each.key) : each)),
                  });
                }}
                data={conditionKinds.map((value) => ({ value, label: t(`conditionKind.${value}`) }))}
              />
              <Wanted
                condition={condition}
                attributes={attributes}
                error={refusalOf(errors, at)}
                onChange={(part) =>
                  onChange({
                    ...rule,
                    conditions: conditions.map((each, i) => (i === at ? { ...each, ...part } : each)),
                  })
                }
              />
            </Stack>
            <ActionIcon
              variant="subtle"
              color="gray"
              size={44}
              aria-label={t('rule.remove', { number: at + 1 })}
              disabled={conditions.length === 1}
              onClick={() => onChange({ ...rule, conditions: conditions.filter((_, i) => i !== at) })}
            >
              <Icon name="trash" size={18} />
            </ActionIcon>
          </Group>
        </Fieldset>
      ))}
      {conditions.length < most && (
        <AddButton
          quiet
          label={t('rule.add')}
          onClick={() => onChange({ ...rule, conditions: [...conditions, blank('TAG', crypto.randomUUID())] })}
        />
      )}
      {errors['rule.conditions'] && (
        <Text size="sm" c="red" role="alert">
          {errors['rule.conditions']}
        </Text>
      )}
      <RuleCount input={input} />
    </Stack>
  );
}

/** The first refusal of a condition. */
function refusalOf(errors: Record<string, string>, at: number): string | undefined {
  const path = Object.keys(errors).find((each) => `${each}.`.startsWith(`rule.conditions.${at}.`));
  return path && errors[path];
}

function RuleCount({ input }: { input: CollectionRuleInput | undefined }) {
  const { t, number } = useI18n();
  const [asked] = useDebouncedValue(input, 300);
  const count = useQuery({
    ...query('collectionRuleCount', CollectionRuleCountDocument, { rule: asked ?? { conditions: [] } }),
    enabled: asked !== undefined,
    placeholderData: keepPreviousData,
  });
  const found = count.data?.collectionRuleCount;
  const words =
    input === undefined || !found
      ? t(count.error ? 'rule.uncounted' : 'rule.unfinished')
      : t(found.isExact ? 'rule.count' : 'rule.countMany', { count: found.value, number: number(found.value) });
  return (
    <Text fw={600} role="status" style={{ opacity: count.isPlaceholderData ? 0.6 : 1 }}>
      {words}
    </Text>
  );
}

type WantedProps = {
  condition: Condition;
  attributes: readonly AttributeFormFragment[];
  error: string | undefined;
  onChange: (part: Partial<Condition>) => void;
};

/** The fields of one kind of condition. */
function Wanted({ condition, attributes, error, onChange }: WantedProps) {
  const { t } = useI18n();
  const categories = useQuery({ ...query('categories', CategoriesDocument, {}), staleTime: 60_000 });
  const brands = useQuery({ ...query('brands', BrandsDocument, {}), staleTime: 60_000 });
  const tags = useQuery({ ...query('tags', TagsDocument, {}), staleTime: 60_000 });
  switch (condition.kind) {
    case 'CATEGORY':
      return (
        <Pick
          aria-label={t('product.category')}
          placeholder={t('rule.choose')}
          options={treeOptions(branches(categories.data))}
          value={condition.categoryId}
          error={error}
          onChange={(categoryId) => onChange({ categoryId })}
        />
      );
    case 'BRAND':
      return (
        <Pick
          aria-label={t('product.brand')}
          placeholder={t('rule.choose')}
          options={brands.data?.brands.map(({ id, name }) => ({ value: id, label: name })) ?? []}
          value={condition.brandId}
          error={error}
          onChange={(brandId) => onChange({ brandId })}
        />
      );
    case 'TAG':
      return (
        <Pick
          aria-label={t('product.tags')}
          placeholder={t('rule.choose')}
          options={tags.data?.tags.map(({ code, name }) => ({ value: code, label: name })) ?? []}
          value={condition.tag}
          error={error}
          onChange={(tag) => onChange({ tag })}
        />
      );
    case 'ATTRIBUTE':
      return <AttributeCondition condition={condition} attributes={attributes} error={error} onChange={onChange} />;
    case 'PRICE':
      return (
        <Group gap="xs" grow preventGrowOverflow={false} align="flex-start">
          <MoneyInput
            label={t('rule.from')}
            value={condition.priceFrom}
            error={error}
            onChange={(priceFrom) => onChange({ priceFrom })}
          />
          <MoneyInput label={t('rule.to')} value={condition.priceTo} onChange={(priceTo) => onChange({ priceTo })} />
        </Group>
      );
    case 'NEW':
      return (
        <NumberInput
          label={t('rule.days')}
          min={1}
          max={3650}
          allowDecimal={false}
          allowNegative={false}
          value={condition.days}
          error={error}
          onChange={(days) => onChange({ days: Number(days) || 1 })}
        />
      );
    default:
      return error ? (
        <Text size="sm" c="red">
          {error}
        </Text>
      ) : null;
  }
}
