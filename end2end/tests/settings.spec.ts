// What an organization measures by, set by an administrator; with and without scripts.

import type { Page } from "@playwright/test";

import { expectAccessible } from "../support/axe";
import { section, table } from "../support/read";
import { come, guarded, settled, signIn, type Guarded } from "../support/sign_in";
import { expect, test } from "../support/test";

const PAGE = "/administracion/ajustes";

let server: Guarded;

test.describe.configure({ mode: "serial" });

test.beforeAll(async () => {
  server = await guarded("settings");
});

test.afterAll(async () => {
  await server.stop();
});

test.afterEach(async ({ page }) => {
  await page.goto("about:blank");
});

/** Sends a part's form and comes back to it. */
async function save(page: Page, title: string, scripts: boolean) {
  await section(page, title).getByRole("button", { name: "Guardar" }).click();
  await expect(section(page, title).getByRole("status").first()).toHaveText("Guardado.");
  await settled(page, scripts);
}

test("the bands are drawn as they are typed, saved, and measured by", async ({ page, scripts, guard }) => {
  guard.allow(/status 422|422 \(Unprocessable/);
  await signIn(page, server, "admin@demo", "/administracion");
  await settled(page, scripts);
  await page.getByRole("link", { name: "Ajustes" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Ajustes");
  await settled(page, scripts);
  if (scripts) await expectAccessible(page);

  const card = section(page, "Meta y bandas");
  const list = card.locator(".ruler-list li");
  await expect(list).toHaveText([/Excelente\s*desde 90/, /Bueno\s*desde 80 hasta antes de 90/, /Regular/, /Crítico\s*menos de 70/]);
  await card.getByRole("textbox", { name: "Excelente" }).fill("93.5");
  await card.getByRole("textbox", { name: "Meta", exact: true }).fill("92");
  if (scripts) {
    await expect(list.first()).toContainText("desde 93.5");
    await expect(card.locator(".ruler text.target")).toHaveText("Meta 92");
    await card.getByRole("textbox", { name: "Bueno" }).fill("95");
    await expect(card.getByText("Los límites deben bajar")).toHaveCount(1);
    // The last that could be drawn stays.
    await expect(list.first()).toContainText("desde 93.5");
  } else {
    await card.getByRole("textbox", { name: "Bueno" }).fill("95");
  }
  await card.getByRole("button", { name: "Guardar" }).click();
  await expect(card.getByRole("alert")).toContainText("No se guardó nada");
  await expect(card.getByText("Los límites deben bajar")).toHaveCount(1);
  await expect(card.locator(".ruler")).toBeVisible();
  await settled(page, scripts);
  if (scripts) await expectAccessible(page);
  await expect(card.getByRole("textbox", { name: "Meta", exact: true })).toHaveValue("92");
  await card.getByRole("textbox", { name: "Bueno" }).fill("82");
  await save(page, "Meta y bandas", scripts);
  await expect(list.nth(1)).toHaveText(/desde 82 hasta antes de 93.5/);
  if (scripts) await expectAccessible(page);
  await come(page, `${server.url}/`, scripts);
  await expect(page.locator("main")).toContainText("92");

  // As it was, for the next test.
  await come(page, server.url + PAGE, scripts);
  for (const [label, value] of [["Excelente", "90"], ["Bueno", "80"]]) await card.getByRole("textbox", { name: label }).fill(value);
  await card.getByRole("textbox", { name: "Meta", exact: true }).fill("90");
  await save(page, "Meta y bandas", scripts);
});

test("who is slower sees both and loses nothing", async ({ page, scripts, guard, browser }) => {
  guard.allow(/status 409|409 \(Conflict/);
  await signIn(page, server, "admin@demo", PAGE);
  await settled(page, scripts);
  const name = section(page, "General").getByLabel("Nombre de la organización");
  const before = await name.inputValue();
  await name.fill("Mía");

  const other = await browser.newContext({ javaScriptEnabled: false, locale: "es-MX" });
  const there = await other.newPage();
  await signIn(there, server, "admin@demo", PAGE);
  await section(there, "General").getByLabel("Nombre de la organización").fill("Suya");
  await save(there, "General", false);
  await other.close();

  await section(page, "General").getByRole("button", { name: "Guardar" }).click();
  await expect(section(page, "General").getByRole("alert")).toContainText("Alguien más guardó cambios");
  await settled(page, scripts);
  if (scripts) await expectAccessible(page);
  await expect(name).toHaveValue("Mía");
  await expect(section(page, "General").locator(".stored")).toHaveText("Guardado ahora: Suya");
  await save(page, "General", scripts);
  await expect(name).toHaveValue("Mía");
  await name.fill(before);
  await save(page, "General", scripts);
});

test("a period is drawn, listed, changed and removed", async ({ page, scripts, guard }) => {
  guard.allow(/status 422|422 \(Unprocessable/);
  await signIn(page, server, "admin@demo", PAGE);
  await settled(page, scripts);
  const card = section(page, "Periodos con nombre");
  await card.getByRole("link", { name: "Nuevo periodo" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Nuevo periodo");
  await settled(page, scripts);
  if (scripts) await expectAccessible(page);
  const days = page.locator(".settings-days");
  await page.getByLabel("Código").fill("verano 31");
  await page.getByLabel("Nombre").fill("Verano 2031");
  await page.getByLabel("Serie").fill("campaña");
  await days.nth(0).getByLabel("Primer día").fill("2031-06-01");
  await days.nth(0).getByLabel("Último día").fill("2031-05-31");
  await page.getByRole("button", { name: "Guardar" }).click();
  await expect(page.getByRole("alert")).toContainText("No se guardó nada");
  await settled(page, scripts);
  await expect(days.nth(0)).toContainText("El último día cae antes que el primero");
  await expect(page.getByLabel("Nombre")).toHaveValue("Verano 2031");
  if (scripts) await expectAccessible(page);
  await days.nth(0).getByLabel("Último día").fill("2031-08-31");
  await days.nth(1).getByLabel("Primer día").fill("2031-07-01");
  await days.nth(1).getByLabel("Último día").fill("2031-07-31");
  await page.getByRole("button", { name: "Guardar" }).click();
  await expect(card.getByRole("status").first()).toHaveText("Periodo guardado.");
  await settled(page, scripts);
  const row = (await table(card)).find((cells) => cells.join(" ").includes("Verano 2031"))!;
  expect(row.join(" ")).toMatch(/verano 31 campaña 1 jun 2031 – 31 ago 2031.*Local: 1 jul 2031 – 31 jul 2031/);

  await come(page, `${server.url}${PAGE}?anio=2031`, scripts);
  const bars = card.locator(".calendar a");
  await expect(bars).toHaveCount(2);
  await expect(card.locator(".calendar .lane")).toHaveText(["campaña", "campaña · Local"]);
  if (scripts) await expectAccessible(page);
  await bars.first().click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Verano 2031");
  await settled(page, scripts);
  await page.getByText("Quitar…").click();
  await page.getByRole("button", { name: "Sí, quitar este periodo" }).click();
  await expect(card.getByRole("status").first()).toHaveText("Periodo quitado.");
  await settled(page, scripts);
  await expect(card).not.toContainText("Verano 2031");
});

test("key areas are marked where areas are listed", async ({ page, scripts }) => {
  await signIn(page, server, "admin@demo", PAGE);
  await settled(page, scripts);
  const first = section(page, "Áreas").getByRole("checkbox").first();
  await first.check();
  await save(page, "Áreas", scripts);
  await expect(first).toBeChecked();
  await come(page, `${server.url}/indicadores?kind=all`, scripts);
  await expect(page.locator("main .rank small").filter({ hasText: "área clave" })).toHaveCount(1);
  await come(page, server.url + PAGE, scripts);
  await first.uncheck();
  await save(page, "Áreas", scripts);
});

test.describe("in English, dark", () => {
  test.use({ locale: "en-US", colorScheme: "dark" });

  test("the same page", async ({ page, scripts }) => {
    await signIn(page, server, "admin@demo", PAGE);
    await settled(page, scripts);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Settings");
    const card = section(page, "Target and bands");
    await expect(card.locator(".ruler-list li").first()).toHaveText(/Excellent\s*from 90/);
    if (scripts) await expectAccessible(page);
    await page.getByRole("link", { name: "New period" }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("New period");
    await settled(page, scripts);
    if (scripts) await expectAccessible(page);
  });
});

test("who is no administrator finds no settings", async ({ page, guard }) => {
  guard.allow(/status 403|403 \(Forbidden\)/);
  await signIn(page, server, "director@demo", "/mas");
  await expect(page.locator("main")).not.toContainText("Ajustes");
  const answer = await page.goto(server.url + PAGE);
  expect(answer!.status()).toBe(403);
});
