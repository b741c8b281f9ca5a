import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import './app.css';
import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { firstTable, I18nProvider } from './i18n/i18n';
import { router } from './router';
import { queryClient, session } from './session/api';
import { initData, takeLaunch } from './session/launch';
import { cssVariables, theme } from './theme';
import { Notices } from './ui/notices';

const schemes = localStorageColorSchemeManager({ key: 'dokon.scheme' });
const place = document.getElementById('root');
if (!place) throw new Error('index.html has no #root');

takeLaunch();
// Telegram says who holds the phone now, and the link says at which shop: an older session is not asked.
if (initData()) session.leave();
window.addEventListener('storage', () => session.changed());

/** Texts from the server come in the language of the request. */
const readAgain = () => void queryClient.invalidateQueries();

const words = await firstTable();
createRoot(place).render(
  <StrictMode>
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      colorSchemeManager={schemes}
      defaultColorScheme="auto"
    >
      <QueryClientProvider client={queryClient}>
        <I18nProvider words={words} onChange={readAgain}>
          <Notices />
          <RouterProvider router={router} />
        </I18nProvider>
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);
