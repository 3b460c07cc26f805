// `test` with what every browser test of Falcon needs: the address of the demo's server, and a guard that fails the
// test on anything the browser complains about.

import { test as base, expect, type Page } from "@playwright/test";

/**
 * axe puts style elements into a page to measure it, and stumbles where the page's policy refuses them; and tests that do not ask
 * for service workers have none.
 */
const OURS = /Service Worker registration blocked by Playwright|Applying inline style violates the following Content Security Policy directive 'style-src 'self''|Couldn't load preload assets/;

/** What the browser complained about, and what a test expects it to. */
export class Guard {
  private complaints: string[] = [];
  private expected: RegExp[] = [];

  /** A test that provokes an error says which: a pattern of the complaint. */
  allow(pattern: RegExp) {
    this.expected.push(pattern);
  }

  watch(page: Page) {
    page.on("console", (message) => {
      const type = message.type();
      if (type === "error" || type === "warning" || type === "assert") {
        this.complaints.push(`console ${type}: ${message.text()} (${message.location().url})`);
      }
    });
    page.on("pageerror", (error) => this.complaints.push(`page error: ${error.stack ?? error.message}`));
    page.on("requestfailed", (request) => {
      const why = request.failure()?.errorText ?? "";
      // Leaving a page ends what it was still loading.
      if (why !== "net::ERR_ABORTED") this.complaints.push(`request failed: ${request.url()} ${why}`);
    });
    page.on("response", (response) => {
      if (response.status() >= 400) this.complaints.push(`status ${response.status()}: ${response.url()}`);
    });
  }

  check() {
    const left = this.complaints.filter((text) => !OURS.test(text) && !this.expected.some((pattern) => pattern.test(text)));
    expect(left, "what the browser complained about").toEqual([]);
  }
}

/** Parts of the WASM are preloaded: where scripts are off Chromium refuses their modules, and misses a use of the rest. */
export const WITHOUT_SCRIPTS = /^request failed: \S+\/pkg\/\S+\.js csp$|\/pkg\/\S+ was preloaded using link preload but not used/;

interface Fixtures {
  guard: Guard;
  /** Are scripts on in this project? */
  scripts: boolean;
  /** Is this a phone? */
  phone: boolean;
  /** Opens a page and waits until it is alive (with scripts) or there (without). */
  open: (address: string) => Promise<void>;
}

export const test = base.extend<Fixtures>({
  baseURL: async ({}, use) => use(process.env.FALCON_E2E_URL),
  guard: [
    async ({ page, javaScriptEnabled }, use) => {
      const guard = new Guard();
      if (javaScriptEnabled === false) {
        guard.allow(WITHOUT_SCRIPTS);
      }
      guard.watch(page);
      await use(guard);
      guard.check();
    },
    { auto: true },
  ],
  scripts: async ({ javaScriptEnabled }, use) => use(javaScriptEnabled !== false),
  phone: async ({ isMobile }, use) => use(isMobile === true),
  open: async ({ page, scripts }, use) => {
    await use(async (address) => {
      await page.goto(address);
      if (scripts) await alive(page);
    });
  },
});

/** The WASM has taken over the page. */
export async function alive(page: Page) {
  // A development build is twenty megabytes, and the machine may be busy with other steps.
  await page.locator("html[data-live]").waitFor({ state: "attached", timeout: 30_000 });
}

export { expect };
