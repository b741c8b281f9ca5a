import { Alert, Button, Code, CopyButton, Stack, Text } from '@mantine/core';
import { useT } from '../i18n/i18n';
import { Icon } from './icons';

/** Something shown this once: a link, a token. */
export function Secret({ text, hint }: { text: string; hint: string }) {
  const t = useT();
  return (
    <Alert color="brand" variant="light" icon={<Icon name="key" />}>
      <Stack gap="sm" align="flex-start">
        <Text size="sm">{hint}</Text>
        <Code block w="100%" style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }} data-testid="secret">
          {text}
        </Code>
        <CopyButton value={text}>
          {({ copied, copy }) => (
            <Button size="sm" onClick={copy} leftSection={<Icon name={copied ? 'check' : 'copy'} size={16} />}>
              {t(copied ? 'common.copied' : 'common.copy')}
            </Button>
          )}
        </CopyButton>
      </Stack>
    </Alert>
  );
}
