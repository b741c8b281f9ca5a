import { Alert, Stack, Text } from '@mantine/core';
import type { UserError } from './field-errors';
import { Icon } from './icons';

/** Refusals that no field on screen shows. */
export function Refusals({ errors }: { errors: readonly UserError[] }) {
  if (errors.length === 0) return null;
  return (
    <Alert color="red" variant="light" icon={<Icon name="alert" />} role="alert">
      <Stack gap={4}>
        {errors.map((error) => (
          <Text size="sm" key={`${error.code} ${(error.path ?? []).join('.')}`}>
            {error.message}
          </Text>
        ))}
      </Stack>
    </Alert>
  );
}
