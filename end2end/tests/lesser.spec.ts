// Browsers that lack something go on without it, and show the same figures.

import { expectBoard } from "../support/board";
import { go, holds } from "../support/engine";
import { expect, test } from "../support/test";

test.skip(({ javaScriptEnabled }) => javaScriptEnabled === false, "what is lacking is asked of scripts");

/** Taken away before any script runs; whether the page's engine can be there all the same. */
const LACKING: [name: string, of: string[], engine: boolean][] = [
  ["no service worker, as in Telegram on iOS", ["Navigator.prototype.serviceWorker"], true],
  [
    "no word of idleness, of sharing, of memory, as in Safari",
    ["requestIdleCallback", "Navigator.prototype.share", "Navigator.prototype.deviceMemory", "Navigator.prototype.connection"],
    true,
  ],
  ["no words between tabs, no events", ["BroadcastChannel", "EventSource"], true],
  ["nothing that tells what is in the window", ["IntersectionObserver"], true],
  ["no database", ["indexedDB"], false],
  ["no workers", ["Worker"], false],
];

for (const [name, of, engine] of LACKING) {
  test(name, async ({ page, open, context, guard }) => {
    await page.addInitScript((paths) => {
      for (const path of paths) {
        const steps = path.split(".");
        const last = steps.pop()!;
        const owner = steps.reduce((at, step) => at[step], globalThis as any);
        delete owner[last];
        if (last in owner) Object.defineProperty(owner, last, { value: undefined });
      }
    }, of);
    await open("/");
    const left = await page.evaluate(
      (paths) => paths.filter((path) => path.split(".").reduce((at, step) => at?.[step], globalThis as any) !== undefined),
      of.filter((path) => !path.includes("prototype")),
    );
    expect(left).toEqual([]);
    if (engine) await holds(page);
    for (const query of ["year=2025", "estado=19", ""]) {
      await go(page, query ? `/?${query}` : "/");
      await expectBoard(page, query);
    }
    expect(await page.locator("html[data-engine]").count()).toBe(engine ? 1 : 0);
    guard.allow(/ERR_INTERNET_DISCONNECTED/);
    // The network goes: what is open goes on, and says so.
    await context.setOffline(true);
    if (engine) {
      await go(page, "/?year=2025");
      await expectBoard(page, "year=2025");
    } else {
      await go(page, "/mas");
      await go(page, "/?year=2025");
    }
    await expect(page.locator(".context .live")).toHaveText("Sin conexión: ves lo guardado", { timeout: 15_000 });
    await context.setOffline(false);
    await expect(page.locator(".context .live")).toHaveText("", { timeout: 15_000 });
  });
}
