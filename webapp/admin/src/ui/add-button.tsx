import { Button } from '@mantine/core';
import { Icon } from './icons';

/** Adds something to a list; `quiet` within a form, whose own act is to be saved. */
export function AddButton({ label, quiet, onClick }: { label: string; quiet?: boolean; onClick: () => void }) {
  return (
    <Button
      {...(quiet && { variant: 'default' })}
      style={{ alignSelf: 'flex-start' }}
      leftSection={<Icon name="plus" size={18} />}
      onClick={onClick}
    >
      {label}
    </Button>
  );
}
