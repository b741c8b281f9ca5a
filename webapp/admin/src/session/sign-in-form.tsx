import { Alert, Button, Stack, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useT } from '../i18n/i18n';
import { Icon } from '../ui/icons';
import { ErrorState } from '../ui/states';
import { initData, linkCode } from './launch';
import { signIn } from './sign-in';

type SignInFormProps = {
  /** The refusal of a code that came with the address. */
  refusal?: string | undefined;
  onDone: () => void;
};

/** Pasted link or code; inside Telegram one tap. Used on the sign-in page and over a page whose session has ended. */
export function SignInForm({ refusal, onDone }: SignInFormProps) {
  const t = useT();
  const [pasted, setPasted] = useState('');
  const [state, setState] = useState<{ busy?: 'code' | 'telegram'; refusal?: string | undefined; fault?: unknown }>({
    refusal,
  });
  const code = linkCode(pasted);

  const run = async (busy: 'code' | 'telegram', input: Parameters<typeof signIn>[0]) => {
    setState({ busy });
    try {
      const refused = await signIn(input);
      if (refused === null) onDone();
      else setState({ refusal: refused || t('signIn.refused') });
    } catch (fault) {
      setState({ fault });
    }
  };

  return (
    <Stack gap="md">
      {state.refusal && (
        <Alert color="red" variant="light" role="alert" icon={<Icon name="alert" />}>
          {state.refusal}
        </Alert>
      )}
      {state.fault != null && <ErrorState error={state.fault} />}
      {initData() && (
        <Button
          size="md"
          leftSection={<Icon name="send" size={18} />}
          loading={state.busy === 'telegram'}
          onClick={() => void run('telegram', { initData: initData() })}
        >
          {t('signIn.telegram')}
        </Button>
      )}
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (code) void run('code', { code });
        }}
      >
        <Stack gap="sm">
          <Textarea
            label={t('signIn.link')}
            description={t('signIn.linkHint')}
            placeholder="dkl_…"
            autosize
            minRows={2}
            maxRows={4}
            autoComplete="off"
            spellCheck={false}
            value={pasted}
            error={pasted.trim() !== '' && !code ? t('signIn.noCode') : undefined}
            onChange={(event) => setPasted(event.currentTarget.value)}
          />
          <Button
            type="submit"
            size="md"
            variant={initData() ? 'default' : 'filled'}
            disabled={!code}
            loading={state.busy === 'code'}
          >
            {t('signIn.enter')}
          </Button>
        </Stack>
      </form>
      <Text size="sm" c="dimmed">
        {t('signIn.how')}
      </Text>
    </Stack>
  );
}
