import { GqlError, NetworkError } from '@dokon/gql';
import { expect, test } from 'vitest';
import { faultText } from './fault';

test('a fault keeps the id by which the log tells of it', () => {
  expect(faultText(new GqlError('INTERNAL', 'x', undefined, 'req1'))).toEqual({
    title: 'fault.unknown',
    hint: 'fault.unknownHint',
    requestId: 'req1',
  });
});

test.each([
  [new NetworkError('no answer'), 'fault.offline'],
  [new GqlError('FORBIDDEN', 'x'), 'fault.forbidden'],
  [new GqlError('SESSION_EXPIRED', 'x'), 'fault.signedOut'],
  [new Error('a bug'), 'fault.unknown'],
  [undefined, 'fault.unknown'],
])('%s is told as %s', (error, title) => expect(faultText(error).title).toBe(title));
