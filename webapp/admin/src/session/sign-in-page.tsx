import { Loader, Paper, Stack, Text, Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { getRouteApi, useRouter, useRouterState } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useT } from '../i18n/i18n';
import { LanguageSwitch } from '../shell/language-switch';
import { Logo } from '../shell/logo';
import { initData, linkCode } from './launch';
import { signIn } from './sign-in';
import { SignInForm } from './sign-in-form';
import css from './sign-in-page.module.css';

const route = getRouteApi('/sign-in');

/** The way in: by the code in the address, by Telegram, else by a pasted link. Goes back to where one wanted to be. */
export function SignInPage() {
  const t = useT();
  const router = useRouter();
  const { returnTo } = route.useSearch();
  const hash = useRouterState({ select: (state) => state.location.hash });
  const [attempt, setAttempt] = useState<{ busy: boolean; refusal?: string | undefined }>({
    busy: linkCode(location.hash) !== undefined || initData() !== '',
  });
  useDocumentTitle(`${t('signIn.title')} · Dokon`);

  useEffect(() => {
    const code = linkCode(hash);
    const input = code ? { code } : initData() ? { initData: initData() } : undefined;
    if (!input) return;
    setAttempt({ busy: true });
    const failed = (refusal: string) => {
      setAttempt({ busy: false, refusal });
      // A used code has no business in the address; staying there it would be tried again on reload.
      if (code) router.history.replace(location.pathname + location.search);
    };
    void signIn(input)
      .then((refusal) => {
        if (refusal === null) router.history.replace(returnTo ?? '/admin/');
        else failed(refusal || t('signIn.refused'));
      })
      .catch(() => failed(t('signIn.unreachable')));
  }, [router, returnTo, hash, t]);

  return (
    <main className={css.page}>
      <div className={css.card}>
        <Paper withBorder p="xl" radius="lg">
          <div className={css.brand}>
            <Logo size={36} />
            <Title order={1}>{t('signIn.title')}</Title>
          </div>
          {attempt.busy ? (
            <Stack align="center" py="lg" role="status">
              <Loader />
              <Text>{t('signIn.busy')}</Text>
            </Stack>
          ) : (
            <SignInForm refusal={attempt.refusal} onDone={() => router.history.replace(returnTo ?? '/admin/')} />
          )}
        </Paper>
        <div className={css.switch}>
          <LanguageSwitch />
        </div>
      </div>
    </main>
  );
}
