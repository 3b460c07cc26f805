// A file from upload to dashboard, with forms and links only; into a data folder of its own.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import type { Page } from "@playwright/test";

import { expectAccessible } from "../support/axe";
import { score } from "../support/format";
import { kpiOf } from "../support/kpi";
import { facts, section, table } from "../support/read";
import { serve } from "../support/server.mjs";
import { alive, expect, test } from "../support/test";

const fixture = (name: string) => fileURLToPath(new URL(`../fixtures/${name}`, import.meta.url));

let server: Awaited<ReturnType<typeof serve>>;

test.beforeEach(async () => {
  server = await serve(mkdtempSync(join(tmpdir(), "falcon-import-")), { FALCON_ORG: "prueba" });
});

test.afterEach(async ({ page }) => {
  // A page that still loads its icon would complain of a server that is gone.
  await page.goto("about:blank");
  await server.stop();
  rmSync(server.data, { recursive: true, force: true });
});

/** Uploads a file; ends on its preview. */
async function upload(page: Page, name: string, scripts: boolean) {
  await page.goto(`${server.url}/importar`);
  if (scripts) await alive(page);
  await page.getByLabel("Archivo").setInputFiles(fixture(name));
  await page.getByRole("button", { name: "Subir y revisar" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(name);
  if (scripts) await alive(page);
}

/** Takes the previewed file; ends on its result. */
async function take(page: Page, scripts: boolean) {
  await page.getByRole("button", { name: "Importar", exact: true }).click({ noWaitAfter: true });
  await expect(page.locator("main")).toContainText("Importación terminada", { timeout: 20_000 });
  if (scripts) await alive(page);
}

const number = (value: string) => Number(value.replaceAll(",", ""));

test("CSV: preview, import, result, rejected rows, dashboard; again nothing changes", async ({ page, scripts }) => {
  await upload(page, "visitas.csv", scripts);
  const preview = await table(section(page, "Así se leerá"));
  expect(preview.length).toBe(8);
  expect(preview[0]).toEqual(expect.arrayContaining(["4 mar 2025", "95.50", "3"]));
  expect(preview.filter((row) => /Rechazadas/.test(row[row.length - 1])).length).toBe(2);
  // Why a row is refused is in sight, also on a phone.
  const why = section(page, "Así se leerá").getByRole("cell", { name: /^Rechazadas/ }).first();
  const { x, width } = (await why.boundingBox())!;
  expect(x + width).toBeLessThanOrEqual(page.viewportSize()!.width);
  const raw = await table(section(page, "Así viene en el archivo"));
  expect(raw[0]).toContain("v-1");

  await take(page, scripts);
  const result = await facts(page);
  const [read, inserted, updated, unchanged, skipped, rejected] = ["Leídas", "Nuevas", "Actualizadas", "Sin cambios", "Omitidas", "Rechazadas"].map((name) => number(result[name]));
  expect({ read, inserted, updated, unchanged, skipped, rejected }).toEqual({ read: 8, inserted: 5, updated: 0, unchanged: 0, skipped: 1, rejected: 2 });

  const card = section(page, "Rechazadas");
  expect((await table(card)).length).toBe(2);
  const href = await card.getByRole("link", { name: "Descargar rechazadas (CSV)" }).getAttribute("href");
  const file = await (await page.request.get(server.url + href)).text();
  expect(file.trim().split("\n").length).toBe(3);
  expect(file).toContain("no es fecha");
  expect(file).toContain("170");

  await page.getByRole("link", { name: "Ver tablero" }).click();
  const want = await kpiOf(server.data, "prueba");
  expect(want.kpis).toMatchObject({ n: 5, sum_hundredths: 9550 + 8225 + 6400 + 8800 });
  await expect(page.locator(".lead-value")).toHaveText(score(want.kpis));
  await expect(page.locator("body")).not.toContainText("Datos de demostración");

  await upload(page, "visitas.csv", scripts);
  await take(page, scripts);
  await expect(page.locator("main")).toContainText("Nada cambió");
  expect((await facts(page))["Sin cambios"]).toBe("5");
  await page.locator("main").getByRole("link", { name: "Importar otro archivo" }).click();
  await expect(section(page, "Importaciones anteriores").locator("tbody tr")).toHaveCount(2);
});

test("XLSX: the same figures", async ({ page, scripts }) => {
  await upload(page, "visitas.xlsx", scripts);
  expect((await table(section(page, "Así se leerá"))).length).toBe(5);
  await take(page, scripts);
  expect((await facts(page))["Nuevas"]).toBe("5");
  const want = await kpiOf(server.data, "prueba");
  expect(want.kpis.n).toBe(5);
  expect(want.areas.map((area) => [area.name, area.n]).sort()).toEqual([["Baños", 5], ["Cocina", 4], ["Comedor", 5]]);
});

test("a column that was guessed wrong is corrected in the form", async ({ page, scripts }) => {
  await upload(page, "visitas.csv", scripts);
  const form = page.locator("form.import-mapping");
  const select = form.locator("select").filter({ has: page.locator("option", { hasText: "calificacion_general_zenput" }) });
  const at = await select.evaluateAll((all) => all.findIndex((one) => (one as HTMLSelectElement).value === "calificacion_general_zenput"));
  expect(at).toBeGreaterThanOrEqual(0);
  await select.nth(at).selectOption("AREA_Cocina");
  await page.getByRole("button", { name: "Actualizar vista previa" }).click();
  await expect(section(page, "Así se leerá").locator("tbody tr").first()).toContainText("90.00");
});

test("what is no table is refused in words, and nothing changes", async ({ page, scripts, guard }) => {
  guard.allow(/4\d\d/);
  await page.goto(`${server.url}/importar`);
  if (scripts) await alive(page);
  await page.getByLabel("Archivo").setInputFiles({ name: "foto.xlsx", mimeType: "image/png", buffer: Buffer.from(Array.from({ length: 4_000 }, (_, at) => (at * 7919) % 251)) });
  await page.getByRole("button", { name: "Subir y revisar" }).click();
  await expect(page.getByRole("alert")).toBeVisible();
  await page.goto(`${server.url}/`);
  await expect(page.locator("main")).toContainText("Todavía no hay supervisiones");
});

test("every step of an import is accessible", async ({ page, scripts }) => {
  test.skip(!scripts, "the same document");
  await upload(page, "visitas.csv", scripts);
  await expectAccessible(page);
  await take(page, scripts);
  await expectAccessible(page);
  await page.emulateMedia({ colorScheme: "dark", reducedMotion: "reduce" });
  await expectAccessible(page);
});
