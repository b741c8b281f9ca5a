import { expect, test } from 'vitest';
import { draftOf, inputOf } from './account-draft';

const provider = {
  provider: 'payme',
  method: 'PAYME' as const,
  hasSecret: true,
  callbackUrl: null,
  settings: [
    { name: 'merchantId', pattern: '^.+$', default: '' },
    { name: 'accountField', pattern: '^.+$', default: 'order_id' },
  ],
};
const account = {
  id: 'pac_1',
  provider: 'payme',
  mode: 'TEST' as const,
  isActive: true,
  settings: [{ name: 'merchantId', value: 'abc' }],
  secretHint: '6789',
  previousSecretUntil: null,
  allowedIps: ['185.8.212.0/24'],
  payWithinMinutes: null,
  version: 3,
};

test('a new account begins as a test, with the settings that providers say', () => {
  const draft = draftOf(provider, undefined);
  expect(draft.mode).toBe('TEST');
  expect(draft.settings.map(({ value }) => value)).toEqual(['', 'order_id']);
});

test('a secret that was not written stays, and nothing is said of an overlap', () => {
  const input = inputOf(provider, account, draftOf(provider, account), 3);
  expect(input).not.toHaveProperty('secret');
  expect(input).not.toHaveProperty('keepPreviousMinutes');
  expect(input.expectedVersion).toBe(3);
});

test('only a secret of the same mode has one before it', () => {
  const draft = { ...draftOf(provider, account), secret: ' new-key ' };
  expect(inputOf(provider, account, draft, 3)).toMatchObject({ secret: 'new-key', keepPreviousMinutes: 1440 });
  expect(inputOf(provider, account, { ...draft, mode: 'LIVE' }, 3)).not.toHaveProperty('keepPreviousMinutes');
});

test('addresses stand one a line, however they were pasted', () => {
  const draft = { ...draftOf(provider, account), allowedIps: '10.0.0.1, 10.0.0.2\n\n10.1.0.0/16' };
  expect(inputOf(provider, account, draft, 3).allowedIps).toEqual(['10.0.0.1', '10.0.0.2', '10.1.0.0/16']);
});
