import { Group, SegmentedControl, Stack, Text, TextInput } from '@mantine/core';
import type { AttributeFormFragment } from '../generated/gql/graphql';
import { useT } from '../i18n/i18n';
import { Pick, PickMany } from '../ui/pick';
import type { Condition } from './rule';

type AttributeConditionProps = {
  condition: Condition;
  attributes: readonly AttributeFormFragment[];
  error: string | undefined;
  onChange: (part: Partial<Condition>) => void;
};

/** Which attribute, and what its type lets one want of it. Words are no filter. */
export function AttributeCondition({ condition, attributes, error, onChange }: AttributeConditionProps) {
  const t = useT();
  const chosen = attributes.find((each) => each.code === condition.attribute);
  const hasChoices = chosen?.type === 'CHOICE' || chosen?.type === 'COLOR';
  return (
    <Stack gap="xs">
      <Pick
        aria-label={t('rule.attribute')}
        placeholder={t('rule.choose')}
        options={attributes
          .filter((each) => each.type !== 'TEXT')
          .map(({ code, name }) => ({ value: code, label: name }))}
        value={condition.attribute}
        error={chosen ? undefined : error}
        onChange={(attribute) => onChange({ attribute, choices: [], numberFrom: '', numberTo: '' })}
      />
      {hasChoices && (
        <PickMany
          aria-label={chosen.name}
          placeholder={condition.choices.length === 0 ? t('rule.oneOf') : undefined}
          options={chosen.choices.map(({ code, name }) => ({ value: code, label: name }))}
          value={condition.choices}
          error={error}
          onChange={(choices) => onChange({ choices })}
        />
      )}
      {chosen?.type === 'BOOLEAN' && (
        <SegmentedControl
          aria-label={chosen.name}
          style={{ alignSelf: 'flex-start' }}
          value={condition.isTrue ? 'yes' : 'no'}
          onChange={(next) => onChange({ isTrue: next === 'yes' })}
          data={[
            { value: 'yes', label: t('common.yes') },
            { value: 'no', label: t('common.no') },
          ]}
        />
      )}
      {chosen?.type === 'NUMBER' && (
        <Group gap="xs" grow preventGrowOverflow={false} align="flex-start">
          <TextInput
            label={t('rule.from')}
            inputMode="decimal"
            rightSection={chosen.unit}
            value={condition.numberFrom}
            error={error}
            onChange={(event) => onChange({ numberFrom: event.currentTarget.value })}
          />
          <TextInput
            label={t('rule.to')}
            inputMode="decimal"
            rightSection={chosen.unit}
            value={condition.numberTo}
            onChange={(event) => onChange({ numberTo: event.currentTarget.value })}
          />
        </Group>
      )}
      {chosen?.type === 'BOOLEAN' && error && (
        <Text size="sm" c="red">
          {error}
        </Text>
      )}
    </Stack>
  );
}
