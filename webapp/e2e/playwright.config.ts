import { defineConfig } from '@playwright/test';
import { PROFILES, type ProfileName } from './profiles';

/** Which of the programs a shopper may use plays the host; an option of each project. */
export interface HostOption {
  profile: ProfileName;
}

/**
 * Runs on the built apps against a running server with the demo shops.
 *
 * BASE_URL   address of the server, http://localhost:8080 when not set
 * DOKON_CLI  how to call the server's command line, `go run ./server` when not set (run in the folder above webapp/)
 * CHROMIUM   the browser, /usr/bin/chromium when not set
 *
 * Traces cost a third of the time and are made on demand: `npm run e2e -- --trace retain-on-failure admin-order`.
 */
export default defineConfig<HostOption>({
  testDir: '.',
  outputDir: '../test-results/e2e',
  fullyParallel: false,
  workers: 1,
  retries: 0,
  forbidOnly: true,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [['list']],
  use: {
    baseURL: process.env.BASE_URL ?? 'http://localhost:8080',
    viewport: { width: 360, height: 740 },
    deviceScaleFactor: 2,
    hasTouch: true,
    isMobile: true,
    locale: 'uz-UZ',
    timezoneId: 'Asia/Tashkent',
    contextOptions: { reducedMotion: 'reduce' },
    trace: 'off',
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
  // Every host must carry a shopper from the catalog to a live order; the rest is checked in one.
  projects: (Object.keys(PROFILES) as ProfileName[]).map((profile) => ({
    name: profile,
    use: { profile },
    ...(profile === 'android' ? {} : { testMatch: 'miniapp/order.spec.ts' }),
  })),
});
