import { defineConfig, type PlaywrightTestOptions, type Project } from "@playwright/test";

import { chromium, chromiumArgs } from "./support/server.mjs";

const desktop = { viewport: { width: 1440, height: 900 } };
const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
const plain = { javaScriptEnabled: false };

const project = (name: string, use: Partial<PlaywrightTestOptions>, more: Partial<Project> = {}) => ({ name, use, ...more });

/**
 * Desktop and phone run everything with scripts. A phone without them gets the documents of a desktop without them in another
 * style: it runs what looks at every screen and every filter. Colour scheme and language are options of tests.
 */
export default defineConfig({
  testDir: "tests",
  outputDir: process.env.FALCON_E2E_OUT || "test-results",
  globalSetup: "./support/setup.ts",
  fullyParallel: true,
  forbidOnly: Boolean(process.env.CI),
  workers: 2,
  // A machine shared with builds may starve a page once; a test that needed its second try is reported as flaky.
  retries: process.env.CI ? 1 : 0,
  timeout: 90_000,
  expect: { timeout: 10_000 },
  reporter: "line",
  use: {
    browserName: "chromium",
    launchOptions: { executablePath: chromium, args: chromiumArgs },
    locale: "es-MX",
    timezoneId: "America/Mexico_City",
    colorScheme: "light",
    actionTimeout: 10_000,
    navigationTimeout: 30_000,
    screenshot: "only-on-failure",
    // Tests of being offline allow them; the others would fetch every file of the site each time.
    serviceWorkers: "block",
  },
  projects: [
    project("desktop", desktop),
    project("desktop-plain", { ...desktop, ...plain }),
    project("phone", phone),
    project("phone-plain", { ...phone, ...plain }, { testMatch: /(sweep|figures|board|frame|filters|import|keys|people|door|profile|passkeys|settings|audit|reports)\.spec/ }),
  ],
});
