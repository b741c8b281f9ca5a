import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useT } from '../i18n/i18n';

type ConfirmProps = {
  opened: boolean;
  onClose: () => void;
  /** Names the object: «Delete “Blue shirt”?» */
  title: string;
  /** Says the effect. */
  children: ReactNode;
  action: string;
  isDangerous?: boolean;
  onConfirm: () => Promise<unknown>;
};

/** Asks before an act that cannot be undone. Stays open and busy until the act is done. */
export function Confirm({ opened, onClose, title, children, action, isDangerous, onConfirm }: ConfirmProps) {
  const t = useT();
  const [isBusy, setBusy] = useState(false);
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={title}
      centered
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <Stack gap="sm">{typeof children === 'string' ? <Text size="sm">{children}</Text> : children}</Stack>
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={onClose} disabled={isBusy}>
          {t('common.cancel')}
        </Button>
        <Button
          {...(isDangerous && { color: 'red' })}
          loading={isBusy}
          onClick={() => {
            setBusy(true);
            void onConfirm().finally(() => setBusy(false));
          }}
        >
          {action}
        </Button>
      </Group>
    </Modal>
  );
}
