import { Alert, Button, Group, Text } from '@mantine/core';
import { useT } from '../i18n/i18n';
import { Icon } from './icons';

/** Two people edit the same thing: nothing is lost silently, the reader decides. */
export function Outdated({ onTheirs, onMine }: { onTheirs: () => void; onMine: () => void }) {
  const t = useT();
  return (
    <Alert color="orange" variant="light" icon={<Icon name="users" />} title={t('save.outdated')} role="alert">
      <Text size="sm">{t('save.outdatedText')}</Text>
      <Group gap="xs" mt="sm">
        <Button size="xs" variant="default" onClick={onTheirs}>
          {t('save.theirs')}
        </Button>
        <Button size="xs" variant="default" onClick={onMine}>
          {t('save.mine')}
        </Button>
      </Group>
    </Alert>
  );
}
