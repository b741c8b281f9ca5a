import { expect, test } from 'vitest';
import { blank, conditionInput, ruleAsItIs, ruleInput } from './rule';

const typeOf = (code: string) => (({ weight: 'NUMBER', halal: 'BOOLEAN', season: 'CHOICE' }) as const)[code];

test('a condition sends the fields of its kind alone', () => {
  const all = {
    ...blank('PRICE', 'a'),
    categoryId: 'cat_1',
    tag: 'gift',
    attribute: 'weight',
    choices: ['x'],
    priceFrom: 0,
    numberTo: '1,5',
  };
  expect(conditionInput(all, typeOf)).toEqual({ kind: 'PRICE', priceFrom: 0 });
  expect(conditionInput({ ...all, kind: 'CATEGORY' }, typeOf)).toEqual({ kind: 'CATEGORY', categoryId: 'cat_1' });
  expect(conditionInput({ ...all, kind: 'AVAILABLE' }, typeOf)).toEqual({ kind: 'AVAILABLE' });
  expect(conditionInput({ ...all, kind: 'NEW' }, typeOf)).toEqual({ kind: 'NEW', days: 30 });
});

test('what an attribute wants is said by its type', () => {
  const condition = { ...blank('ATTRIBUTE', 'a'), choices: ['summer'], numberTo: '1,5', isTrue: false };
  const of = (attribute: string) => conditionInput({ ...condition, attribute }, typeOf);
  expect(of('weight')).toEqual({ kind: 'ATTRIBUTE', attribute: 'weight', numberTo: '1.5' });
  expect(of('halal')).toEqual({ kind: 'ATTRIBUTE', attribute: 'halal', isTrue: false });
  expect(of('season')).toEqual({ kind: 'ATTRIBUTE', attribute: 'season', choices: ['summer'] });
  expect(of('gone')).toBeUndefined();
});

test('a rule is asked for once all of it is there', () => {
  const rule = { match: 'ANY' as const, conditions: [blank('ON_SALE', 'a'), blank('BRAND', 'b')] };
  expect(ruleInput(rule, typeOf)).toBeUndefined();
  expect(ruleInput({ ...rule, conditions: [] }, typeOf)).toBeUndefined();
  expect(ruleInput({ ...rule, conditions: rule.conditions.slice(0, 1) }, typeOf)).toEqual({
    match: 'ANY',
    conditions: [{ kind: 'ON_SALE' }],
  });
});

test('a rule that lacks something is sent for the server to say so', () => {
  const rule = { match: 'ALL' as const, conditions: [{ ...blank('ATTRIBUTE', 'a'), attribute: 'weight' }] };
  expect(ruleAsItIs(rule, typeOf).conditions).toEqual([{ kind: 'ATTRIBUTE', attribute: 'weight' }]);
});
