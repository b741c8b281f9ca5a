import { Button, Group, Modal, Text } from '@mantine/core';
import { useBlocker } from '@tanstack/react-router';
import { useT } from '../i18n/i18n';

/** Asks before unsaved work is left, inside the app and on closing the tab. */
export function LeaveGuard({ isDirty }: { isDirty: boolean }) {
  const t = useT();
  const blocker = useBlocker({
    shouldBlockFn: ({ current, next }) => isDirty && current.pathname !== next.pathname,
    enableBeforeUnload: () => isDirty,
    withResolver: true,
  });
  const isOpen = blocker.status === 'blocked';
  return (
    <Modal
      opened={isOpen}
      onClose={() => blocker.reset?.()}
      title={t('leave.title')}
      centered
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <Text size="sm">{t('leave.text')}</Text>
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={() => blocker.reset?.()} data-autofocus>
          {t('leave.stay')}
        </Button>
        <Button color="red" onClick={() => blocker.proceed?.()}>
          {t('leave.discard')}
        </Button>
      </Group>
    </Modal>
  );
}
