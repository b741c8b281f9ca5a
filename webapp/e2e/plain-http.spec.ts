import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@playwright/test';

// The example that an integrator reads first does what it says, in every demo shop.
test('an order in each demo shop by plain HTTP', async () => {
  const { stdout } = await promisify(execFile)('node', [join(import.meta.dirname, '../../examples/order.mjs')]);
  for (const store of ['zarbof', 'sadaf', 'anhor', 'lola'])
    expect(stdout).toMatch(new RegExp(`^${store}: .* told in both chats$`, 'm'));
});
