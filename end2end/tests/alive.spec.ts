// A page comes alive part by part (src/ui/browser/real/later.rs), and whoever is quicker is answered by a page that is alive.

import type { Page } from "@playwright/test";

import { expect, test } from "../support/test";

/** The parts wait for their turn, until `giveTurns`. */
const holdTurns = (page: Page) =>
  page.addInitScript(() => {
    const held: (() => void)[] = [];
    const Real = MessageChannel;
    // As much of a channel as a turn is.
    class Held {
      port1 = { onmessage: () => {}, close: () => {} };
      port2 = { postMessage: () => held.push(() => this.port1.onmessage()) };
    }
    Object.assign(window, {
      MessageChannel: Held,
      giveTurns: () => {
        window.MessageChannel = Real;
        held.splice(0).forEach((go) => go());
      },
      turns: () => held.length,
    });
  });

const wait = (page: Page) => page.waitForFunction(() => (window as unknown as { turns: () => number }).turns() > 0);
const giveTurns = (page: Page) => page.evaluate(() => (window as unknown as { giveTurns: () => void }).giveTurns());
const isAlive = (page: Page) => page.evaluate(() => document.documentElement.hasAttribute("data-live"));

test("what is pressed before its part is alive changes the page in place", async ({ page, scripts }) => {
  test.skip(!scripts, "without scripts nothing comes alive");
  await holdTurns(page);
  await page.goto("/");
  await wait(page);
  expect(await isAlive(page)).toBe(false);
  await page.evaluate(() => Object.assign(window, { same: true }));
  const state = page.locator(".with-map .rank a[data-noscroll]").first();
  const name = (await state.innerText()).trim();
  await state.click();
  await expect(page).toHaveURL(/[?&]estado=/);
  await giveTurns(page);
  await page.locator("html[data-live]").waitFor({ state: "attached" });
  await expect(page.locator(".chips .chip").first()).toContainText(name);
  expect(await page.evaluate(() => "same" in window), "the same document").toBe(true);
});

test("a choice made before the menus are alive applies", async ({ page, scripts, phone }) => {
  test.skip(!scripts || phone, "a menu of a desktop");
  await holdTurns(page);
  await page.goto("/");
  await wait(page);
  await page.evaluate(() => Object.assign(window, { same: true }));
  await page.locator(".menu > summary", { hasText: "Estado" }).click();
  const box = page.locator(".menu[open] input[name=estado]").first();
  const value = await box.getAttribute("value");
  await box.check();
  await expect(page).toHaveURL(new RegExp(`[?&]estado=${value}`));
  await giveTurns(page);
  await page.locator("html[data-live]").waitFor({ state: "attached" });
  await expect(box).toBeChecked();
  expect(await page.evaluate(() => "same" in window), "the same document").toBe(true);
});

test("a link pressed while a page's part is still on its way leads there", async ({ page, scripts }) => {
  test.skip(!scripts, "without scripts every link is one");
  let go = () => {};
  const held = new Promise<void>((done) => (go = done));
  let asked = 0;
  // The part of the WASM that only this page needs.
  await page.route(/\/pkg\/.*\.wasm$/, async (route) => {
    if (!/falcon\.wasm$/.test(route.request().url()) && (asked += 1)) await held;
    await route.continue().catch(() => {});
  });
  await page.goto("/historico?year=2025");
  await expect.poll(() => asked).toBeGreaterThan(0);
  await page.waitForTimeout(500);
  await page.locator(".chips .chip").first().click();
  go();
  await expect(page).toHaveURL((url) => url.pathname === "/historico" && url.search === "");
  await page.locator("html[data-live]").waitFor({ state: "attached" });
  await expect(page.locator(".chips .chip")).toHaveCount(0);
});
