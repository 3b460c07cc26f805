// A newer Falcon, and newer data, while the network goes: they are taken over whole, or not at all.

import { writeFileSync } from "node:fs";

import type { Page } from "@playwright/test";

import { between, type Between } from "../support/between";
import { integer } from "../support/format";
import { kpiOf } from "../support/kpi";
import { holds, keeps, stoppable, type Stoppable } from "../support/engine";
import { falcon } from "../support/server.mjs";
import { alive, expect, test } from "../support/test";

test.use({ serviceWorkers: "allow" });
test.describe.configure({ mode: "default" });
test.skip(({ javaScriptEnabled, isMobile }) => javaScriptEnabled === false || isMobile === true, "asked once, with scripts");

let server: Stoppable;
let way: Between;

test.beforeEach(async ({ guard }) => {
  guard.allow(/ERR_CONNECTION_REFUSED|ERR_EMPTY_RESPONSE|ERR_CONNECTION_RESET|ERR_CONTENT_LENGTH_MISMATCH|ERR_INCOMPLETE_CHUNKED|client-side rendering/);
  server = await stoppable("update");
  way = await between(server.url);
});

test.afterEach(async () => {
  // A test that is left out began neither.
  await way?.stop();
  await server?.end();
});

/** The next build: its service worker names another, and one of its files is another. */
const next = (path: string, body: Buffer): Buffer => {
  if (path === "/sw.js") return Buffer.from(String(body).replace(/const BUILD = "[^"]+"/, 'const BUILD = "next"'));
  if (path === "/icon.svg") return Buffer.concat([body, Buffer.from("<!-- next -->")]);
  return body;
};

const caches = (page: Page) => page.evaluate(() => globalThis.caches.keys());
const icon = (page: Page) => page.evaluate(async () => (await (await fetch("/icon.svg")).text()).includes("<!-- next -->"));

test("a newer build waits, says so, and takes over as a whole", async ({ page }) => {
  test.setTimeout(120_000);
  await page.goto(`${way.url}/`);
  await keeps(page);
  const before = await caches(page);
  expect(before).toHaveLength(1);
  await expect(page.getByRole("button", { name: /nueva versión/i })).toHaveCount(0);

  way.change(next);
  await page.reload();
  await alive(page);
  const offer = page.getByRole("button", { name: /nueva versión/i });
  await expect(offer).toBeVisible({ timeout: 30_000 });
  // Until it is taken everything is of the one before.
  expect(await icon(page)).toBe(false);
  await page.goto(`${way.url}/historico`);
  await alive(page);
  expect(await icon(page)).toBe(false);

  await expect(offer).toBeVisible();
  await Promise.all([page.waitForEvent("load"), offer.click()]);
  await alive(page);
  await expect.poll(() => caches(page)).toEqual(["falcon-next"]);
  expect(await icon(page)).toBe(true);
  await expect(offer).toHaveCount(0);
  await expect(page).toHaveURL(`${way.url}/historico`);
  // And without network.
  await way.stop();
  await page.goto(`${way.url}/`);
  await alive(page);
  await expect(page.locator(".kpi-lead .lead-value")).toBeVisible();
});

test("the empty page of a newer build is not kept by the one before", async ({ page }) => {
  await page.goto(`${way.url}/`);
  await keeps(page);
  const shell = () => page.evaluate(async () => (await (await globalThis.caches.match("/sin-red"))!.text()));
  const before = await shell();
  way.change((path, body) => (path === "/sin-red" ? Buffer.from(String(body).replaceAll(/\/pkg\/[0-9a-f]{12}\//g, "/pkg/ffffffffffff/")) : body));
  // A choice of theme has the page anew.
  await page.goto(`${way.url}/preferencias?theme=dark&volver=%2F`);
  await alive(page);
  await page.waitForTimeout(3_000);
  expect(await shell()).toBe(before);
  await way.stop();
  await page.goto(`${way.url}/`);
  await alive(page);
  await expect(page.locator(".kpi-lead .lead-value")).toBeVisible();
});

test("the network goes while a newer build comes: the one before serves on, and the newer comes later", async ({ page }) => {
  test.setTimeout(120_000);
  await page.goto(`${way.url}/`);
  await keeps(page);
  const before = await caches(page);
  way.change((path, body) => (path === "/icon.svg" ? null : next(path, body)));
  await page.reload();
  await alive(page);
  await page.waitForTimeout(4_000);
  await expect(page.getByRole("button", { name: /nueva versión/i })).toHaveCount(0);
  expect((await page.evaluate(async () => (await navigator.serviceWorker.getRegistration())!.waiting)) === null).toBe(true);
  // What is kept is whole: it opens with the server stopped.
  await server.stop();
  await page.goto(`${way.url}/indicadores`);
  await alive(page);
  await expect(page.locator("main .card, main .summary").first()).toBeVisible();
  expect(await icon(page)).toBe(false);
  expect(await caches(page)).toEqual(expect.arrayContaining(before));

  await server.start();
  way.change(next);
  await page.goto(`${way.url}/`);
  await expect(page.getByRole("button", { name: /nueva versión/i })).toBeVisible({ timeout: 30_000 });
});

test("the network goes while newer data come: the page keeps its figures, and has the newer ones when it is back", async ({ page }, info) => {
  test.setTimeout(120_000);
  const lead = page.locator(".kpi-lead .lead-value");
  const version = () => page.locator("html").getAttribute("data-engine");
  await page.goto(`${way.url}/`);
  await holds(page);
  const [shown, held] = [await lead.innerText(), await version()];
  // Differences and whole snapshots break off in the middle.
  way.change((path, body) => (/\/fn\/snapshot\/(newer|part)/.test(path) ? null : body));
  const before = await kpiOf(server.data, "demo");
  const file = info.outputPath("una.csv");
  writeFileSync(file, "Sucursal,Fecha,Calificación\n1,2026-11-02,31.5\n1,2026-11-03,32.5\n");
  await falcon(server.data, ["import", "--org", "demo", file]);
  await page.waitForTimeout(4_000);
  await expect(lead).toHaveText(shown);
  expect(await version()).toBe(held);
  // What is kept is of the version before, whole: another page opens from it.
  await page.goto(`${way.url}/historico`);
  await alive(page);
  await expect(page.locator("main table").first()).toBeVisible();
  way.change(undefined);
  await expect.poll(version, { timeout: 40_000 }).not.toBe(held);
  await page.goto(`${way.url}/`);
  await alive(page);
  await expect(page.locator(".kpi-lead .n").first()).toHaveText(new RegExp(`^n ${integer(before.kpis.n + 2)}\\b`));
});
