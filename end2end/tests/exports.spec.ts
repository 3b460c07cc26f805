// The menu of files: each comes whole under its name, its way is told, and what goes wrong is said there.

import { readFileSync } from "node:fs";

import type { Page } from "@playwright/test";

import { expectAccessible } from "../support/axe";
import { expect, test } from "../support/test";

/** The first bytes of each kind, and its name. */
const FILES: [string, RegExp, RegExp][] = [
  ["Excel", /^falcon-.*\.xlsx$/, /^PK/],
  ["PDF", /^falcon-.*\.pdf$/, /^%PDF-/],
  ["PNG", /^falcon-.*\.png$/, /^.PNG/s],
  ["CSV", /^falcon-.*\.csv$/, /Sucursal|Cifra|Indicador/],
  ["Detalle en CSV", /^falcon-.*supervisions.*\.csv$/, /,/],
  ["JSON", /^falcon-.*\.json$/, /^\{"data"/],
];

const menu = (page: Page) => page.locator(".export > .menu-panel");

/** The link of a file: its name is the line in bold. */
const file = (page: Page, name: string) =>
  menu(page).getByRole("link").filter({ has: page.locator("b", { hasText: new RegExp(`^${name}$`) }) });

/** What is said of a file. */
const told = (page: Page, name: string) => menu(page).getByRole("status").filter({ hasText: name });

test("each kind of file comes whole", async ({ page, scripts, open }) => {
  await open("/?year=2025");
  await page.locator(".export > summary").click();
  for (const [name, called, begins] of FILES) {
    const [download] = await Promise.all([page.waitForEvent("download"), file(page, name).click()]);
    expect(download.suggestedFilename(), name).toMatch(called);
    expect(readFileSync(await download.path(), "latin1"), name).toMatch(begins);
    if (scripts) await expect(told(page, name)).toHaveText(`${name}: descargado`);
  }
  if (scripts) await expectAccessible(page);
});

test("what goes wrong is said in the menu, and a file under way can be stopped", async ({ page, scripts, guard, open }) => {
  test.skip(!scripts, "without scripts the browser itself tells");
  guard.allow(/status 503|503 \(Service|ERR_FAILED|ERR_ABORTED|Failed to load resource/);
  await open("/");
  await page.locator(".export > summary").click();
  await page.route(/format=xlsx/, (route) =>
    route.fulfill({ status: 503, contentType: "application/json", body: '{"message":"Falcon no puede responder ahora."}' }),
  );
  await file(page, "Excel").click();
  await expect(told(page, "Excel")).toHaveText("Excel: Falcon no puede responder ahora.");
  await page.unroute(/format=xlsx/);

  await page.route(/format=pdf/, (route) => route.abort());
  await file(page, "PDF").click();
  await expect(told(page, "PDF")).toHaveText("PDF: no se pudo descargar. Revisa tu conexión e inténtalo otra vez.");
  await page.unroute(/format=pdf/);

  let go = () => {};
  const held = new Promise<void>((done) => (go = done));
  await page.route(/format=png/, async (route) => {
    await held;
    await route.abort().catch(() => {});
  });
  await file(page, "PNG").click();
  await expect(told(page, "PNG")).toHaveText("Preparando PNG…");
  // Another one meanwhile: neither is lost.
  const [csv] = await Promise.all([page.waitForEvent("download"), file(page, "CSV").click()]);
  expect(csv.suggestedFilename()).toMatch(/\.csv$/);
  await expect(told(page, "PNG")).toHaveText("Preparando PNG…");
  await menu(page).getByRole("button", { name: "Cancelar" }).click();
  await expect(told(page, "PNG")).toHaveText("PNG: cancelado");
  go();
  await page.unroute(/format=png/);

  // Afterwards it works.
  const [download] = await Promise.all([page.waitForEvent("download"), file(page, "PNG").click()]);
  expect(download.suggestedFilename()).toMatch(/\.png$/);
  await expect(told(page, "PNG")).toHaveText("PNG: descargado");
});
