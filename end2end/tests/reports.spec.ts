// Saved reports: from the menu of files to the list, found, downloaded, changed, copied, deleted; on a server that asks people to
// sign in.

import { readFileSync } from "node:fs";

import type { Page } from "@playwright/test";

import { expectAccessible } from "../support/axe";
import { come, guarded, settled, signIn, type Guarded } from "../support/sign_in";
import { alive, expect, test } from "../support/test";

const LIST = "/reportes";

let server: Guarded;

test.describe.configure({ mode: "serial" });

test.beforeAll(async () => {
  server = await guarded("reports");
});

test.afterAll(async () => {
  await server.stop();
});

test.afterEach(async ({ page }) => {
  await page.goto("about:blank");
});

/** The row of a report, a card on a phone. */
const row = (page: Page, name: string) => page.locator("tbody tr").filter({ has: page.getByRole("link", { name, exact: true }) });

/** Everything that a finger aims at is 44 px high. */
async function expectTouchable(page: Page) {
  const low = await page.locator("main").evaluate((main) =>
    [...main.querySelectorAll<HTMLElement>("a.button, th a, button, summary, .keys-choice, input[type=text], input[type=search]")]
      .filter((element) => element.checkVisibility() && element.getBoundingClientRect().height < 43.5)
      .map((element) => `${element.textContent?.trim()} ${element.getBoundingClientRect().height}`),
  );
  expect(low).toEqual([]);
}

/** Saves what the page shows under a name. */
async function save(page: Page, scripts: boolean, name: string, more?: () => Promise<void>) {
  await page.locator(".export > summary").click();
  await page.getByRole("link", { name: "Guardar como reporte" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Guardar como reporte");
  await settled(page, scripts);
  await page.getByLabel("Nombre").fill(name);
  await more?.();
  await page.getByRole("button", { name: "Guardar reporte" }).click();
  await expect(page.getByRole("status").first()).toHaveText("El reporte quedó guardado.");
}

test("a view becomes a report, is found, downloaded, changed, copied and deleted", async ({ page, scripts, phone, guard }) => {
  // A name that is taken.
  guard.allow(/status 422|422 \(Unprocessable/);
  const name = `Anual ${phone ? "tel" : "esc"} ${scripts}`;
  await signIn(page, server, "viewer@demo", "/historico?year=2025&por=year");
  if (scripts) await alive(page);
  await save(page, scripts, name, async () => {
    await expect(page.locator(".report-what")).toHaveText("Histórico · Periodo 2025");
    await expect(page.getByRole("radio", { name: "Excel" })).toBeChecked();
    await expect(page.getByRole("radio", { name: "GeoJSON" })).toHaveCount(0);
    await page.getByRole("radio", { name: "CSV" }).check();
    if (scripts) await expectAccessible(page);
    if (phone) await expectTouchable(page);
  });

  await come(page, `${server.url}${LIST}`, scripts);
  if (scripts) await expectAccessible(page);
  if (phone) await expectTouchable(page);
  await page.getByRole("searchbox").fill(name.toUpperCase());
  await page.getByRole("searchbox").press("Enter");
  await page.waitForURL(/buscar=/);
  await expect(page.locator("tbody tr")).toHaveCount(1);
  await expect(row(page, name)).toContainText("Periodo 2025");
  await expect(row(page, name)).toContainText("CSV");

  const [download] = await Promise.all([
    page.waitForEvent("download"),
    row(page, name).getByRole("link", { name: `Descargar: ${name}` }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^falcon-demo-history-year-2025.*\.csv$/);
  expect(readFileSync(await download.path(), "utf8")).toMatch(/^\uFEFF?.*Grupo/);

  // The view opens for the report; with another filter its menu leads back.
  await row(page, name).getByRole("link", { name: `Editar: ${name}` }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(name);
  await settled(page, scripts);
  const opened = await page.getByRole("link", { name: "Abrir la vista" }).getAttribute("href");
  expect(opened).toMatch(/^\/historico\?year=2025&por=year&reporte=\d+$/);
  await come(page, server.url + opened!.replace("2025", "2024"), scripts);
  await page.locator(".export > summary").click();
  await page.getByRole("link", { name: "Guardar en este reporte" }).click();
  await expect(page.locator(".report-what")).toHaveText("Histórico · Periodo 2024");
  await settled(page, scripts);
  await page.getByRole("radio", { name: "JSON" }).check();
  await page.getByLabel("Compartir con la organización").check();
  await page.getByRole("button", { name: "Guardar cambios" }).click();
  await expect(page.getByRole("status").first()).toHaveText("El reporte quedó guardado.");
  await expect(row(page, name)).toContainText("Compartido");
  await expect(row(page, name)).toContainText("Periodo 2024");
  await expect(row(page, name)).toContainText("JSON");
  await settled(page, scripts);

  await row(page, name).getByRole("button", { name: `Duplicar: ${name}` }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(`${name} (copia)`);
  await settled(page, scripts);
  await page.getByLabel("Nombre").fill(name);
  await page.getByRole("button", { name: "Guardar cambios" }).click();
  await expect(page.locator(".fault")).toHaveText("Ya tienes un reporte con ese nombre: usa otro.");
  await settled(page, scripts);
  if (scripts) await expectAccessible(page);

  // By the keyboard: asked once more before it is gone.
  for (const each of [`${name} (copia)`, name]) {
    await come(page, `${server.url}${LIST}`, scripts);
    await row(page, each).locator("summary").focus();
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("status").first()).toHaveText("El reporte se borró.");
    await expect(row(page, each)).toHaveCount(0);
  }
});

test("what is shared is downloaded by others, and changed by its owner", async ({ page, scripts, phone }) => {
  const name = `Común ${phone ? "tel" : "esc"} ${scripts}`;
  await signIn(page, server, "director@demo", "/indicadores?year=2025");
  if (scripts) await alive(page);
  await save(page, scripts, name, async () => page.getByLabel("Compartir con la organización").check());
  await page.context().clearCookies();
  await signIn(page, server, "viewer@demo", LIST);
  await settled(page, scripts);
  await expect(row(page, name)).toContainText("Compartido");
  await expect(row(page, name).getByRole("link", { name: /^Editar/ })).toHaveCount(0);
  await page.getByRole("link", { name, exact: true }).click();
  await expect(page.locator("main")).toContainText("Para cambiarlo, duplícalo");
  await expect(page.getByLabel("Nombre")).toHaveCount(0);
  if (scripts) await expectAccessible(page);
});

test.describe("in English, dark", () => {
  test.use({ locale: "en-US", colorScheme: "dark" });

  test("nothing yet says how to make one", async ({ page, scripts }) => {
    await signIn(page, server, "supervisor@demo", `${LIST}?buscar=nadie`);
    await settled(page, scripts);
    await expect(page.locator("main")).toContainText("No report and no owner has that name");
    if (scripts) await expectAccessible(page);
    await come(page, `${server.url}/reportes/nuevo?vista=board&consulta=year%3D2025&formato=xlsx`, scripts);
    await expect(page.getByLabel("Name")).toBeVisible();
    if (scripts) await expectAccessible(page);
  });
});

test("a server that asks nobody to sign in shows them shut", async ({ page, scripts, open }) => {
  await open(LIST);
  await expect(page.locator("main")).toContainText("un reporte necesita dueño");
  await expect(page.locator("main")).toContainText("Todavía no hay reportes");
  if (scripts) await expectAccessible(page);
});
