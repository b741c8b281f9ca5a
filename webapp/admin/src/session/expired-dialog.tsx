import { Modal, Stack, Text } from '@mantine/core';
import { useT } from '../i18n/i18n';
import { SignInForm } from './sign-in-form';
import { useSessionState } from './use-session';

/** Over the page whose session has ended: nothing typed below is lost, and signing in here or in another tab goes on. */
export function ExpiredDialog() {
  const t = useT();
  const state = useSessionState();
  return (
    <Modal
      opened={state === 'expired'}
      onClose={() => undefined}
      withCloseButton={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
      centered
      title={t('signIn.expired')}
    >
      <Stack gap="md">
        <Text size="sm">{t('signIn.expiredText')}</Text>
        <SignInForm onDone={() => undefined} />
      </Stack>
    </Modal>
  );
}
