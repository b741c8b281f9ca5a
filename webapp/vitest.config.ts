import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';

/**
 * Two projects: logic in node, and formatting/DOM in the Chromium that shoppers have (its Intl knows less Uzbek than
 * Node's). CHROMIUM names another browser binary than Debian's.
 */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          environment: 'node',
          include: ['{packages,miniapp,admin}/**/*.test.ts', 'tools/*.test.mjs'],
          exclude: ['**/node_modules/**', '**/*.browser.test.*'],
        },
      },
      {
        oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
        test: {
          name: 'browser',
          include: ['{packages,miniapp}/**/*.browser.test.{ts,tsx}'],
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            instances: [{ browser: 'chromium' }],
            provider: playwright({
              launchOptions: {
                executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
                args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync'],
              },
            }),
          },
        },
      },
    ],
  },
});
