import { Modal, Stack, Text } from '@mantine/core';
import { useT } from '../i18n/i18n';
import { SignInForm } from './sign-in-form';

/** Over the page whose session has ended: nothing typed below is lost, and signing in here or in another tab goes on. */
export function ExpiredDialog() {
  const t = useT();
  return (
    <Modal
      opened
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
