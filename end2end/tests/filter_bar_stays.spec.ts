// The filter bar was drawn anew by every answer: an open menu closed, focus was lost, and of two quick changes the
// first got lost.

import type { Page } from "@playwright/test";

import { values } from "../support/filters";
import { expect, test } from "../support/test";

/** The WASM comes when the answer is called. */
const holdWasm = async (page: Page) => {
  let go = () => {};
  const held = new Promise<void>((done) => (go = done));
  await page.route(/\.wasm$/, async (route) => {
    await held;
    await route.continue();
  });
  return go;
};

test.skip(({ javaScriptEnabled }) => javaScriptEnabled === false, "without scripts every change is a new page");

test("a menu stays open while its choices are ticked, and keeps the focus", async ({ page, open, phone }) => {
  const { states } = await values();
  await open("/");
  if (phone) await page.getByRole("button", { name: /^Filtros/ }).click();
  const form = page.locator("#filtros");
  await form.locator("summary.pill").filter({ hasText: "Estado" }).click();
  const boxes = form.getByRole("group", { name: "Estado", exact: true }).locator("input");
  await boxes.nth(0).focus();
  await page.keyboard.press("Space");
  await expect(page).toHaveURL(/estado=/);
  await expect(form.locator("summary.pill b").filter({ hasText: /./ }).nth(1)).toBeVisible();
  await expect(boxes.nth(0)).toBeFocused();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Space");
  await expect(page).toHaveURL((url) => url.searchParams.getAll("estado").length === 2);
  await expect(boxes.nth(1)).toBeFocused();
  await expect(boxes.nth(1)).toBeChecked();
  expect(await boxes.count()).toBe(states.length);
  if (phone) await expect(form).toBeVisible();
  await page.goBack();
  await expect(boxes.nth(1)).not.toBeChecked();
  await expect(boxes.nth(0)).toBeChecked();
});

test("quick changes add up although no answer has come yet", async ({ page, open, phone }) => {
  const { states, year } = await values();
  await open("/");
  await page.route("**/fn/**", async (route) => {
    await new Promise((done) => setTimeout(done, 600));
    await route.continue().catch(() => {});
  });
  if (phone) await page.getByRole("button", { name: /^Filtros/ }).click();
  const form = page.locator("#filtros");
  const menu = (label: string) => form.locator("summary.pill").filter({ hasText: label });
  await menu("Periodo").click();
  await form.getByRole("link", { name: String(year), exact: true }).click();
  await menu("Estado").click();
  for (const state of states.slice(0, 3)) await form.locator(`label:has(input[value="${state}"])`).click();
  await form.locator("select[name=kind]").selectOption("all");
  const wanted = new URLSearchParams([["kind", "all"], ["year", String(year)], ...states.slice(0, 3).map((state) => ["estado", state])]);
  await expect(page).toHaveURL((url) => [...url.searchParams].sort().join() === [...wanted].sort().join());
  await expect(form.locator("input[type=checkbox]:checked")).toHaveCount(3);
  await expect(form.locator("select[name=kind]")).toHaveValue("all");
  await expect(menu("Periodo").locator("b")).toHaveText(String(year));
});

test("a choice taken back at once is taken back", async ({ page, open, phone }) => {
  await open("/");
  if (phone) await page.getByRole("button", { name: /^Filtros/ }).click();
  for (const wait of [0, 15, 30, 60]) {
    await page.evaluate(async (wait) => {
      const box = document.querySelector<HTMLInputElement>('input[name="band"][value="excelente"]')!;
      box.click();
      await new Promise((done) => setTimeout(done, wait));
      box.click();
    }, wait);
    await page.waitForTimeout(300);
    await expect(page.locator('input[name="band"][value="excelente"]')).not.toBeChecked();
    await expect(page).toHaveURL((url) => url.search === "");
  }
});

test("arrow keys walk the suggestions, and a chosen one empties the field", async ({ page, open, phone }) => {
  test.skip(phone, "keyboards stand on desks");
  const { all } = await values();
  const word = all.groups[0].name.split(" ").pop()!;
  await open("/");
  const field = page.locator("#filtros input[name=q]");
  await field.pressSequentially(word, { delay: 20 });
  const list = page.getByRole("group", { name: "Sugerencias" });
  await expect(list).toBeVisible();
  await field.press("ArrowDown");
  await expect(list.getByRole("link").first()).toBeFocused();
  await page.keyboard.press("ArrowUp");
  await expect(field).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(list).toHaveCount(0);
  await field.fill("");
  await field.pressSequentially(word, { delay: 20 });
  await expect(list).toBeVisible();
  await field.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/grupo=|sucursal=|estado=|area=/);
  await expect(field).toHaveValue("");
  await expect(list).toHaveCount(0);
});

test("what is chosen before the scripts have come is applied when they have", async ({ page, phone }) => {
  const { states } = await values();
  const go = await holdWasm(page);
  await page.goto("/?q=a");
  if (phone) await page.getByRole("button", { name: /^Filtros/ }).click();
  const form = page.locator("#filtros");
  await form.locator("summary.pill").filter({ hasText: "Estado" }).click();
  await form.locator(`label:has(input[value="${states[0]}"])`).click();
  await form.locator("select[name=kind]").selectOption("all");
  go();
  await expect(page).toHaveURL((url) => url.search === `?kind=all&estado=${states[0]}&q=a`);
  await expect(page.locator(".chips .chip")).toHaveCount(3);
});

test("the kind that is shown is the one of the address, whatever was chosen before", async ({ page, open, phone }) => {
  await open("/");
  if (phone) await page.getByRole("button", { name: /^Filtros/ }).click();
  const kind = page.locator("#filtros select[name=kind]");
  const first = await kind.inputValue();
  await kind.selectOption("all");
  await expect(page).toHaveURL(/kind=all/);
  await expect(page.locator(".chips .chip")).toHaveCount(1);
  await page.goBack();
  await expect(kind).toHaveValue(first);
  await page.goForward();
  await expect(kind).toHaveValue("all");
});

test("dates the wrong way round lose nothing, and those of a period that was left are gone", async ({ page, open, phone }) => {
  const { states, year } = await values();
  await open(`/?estado=${states[0]}&year=${year}`);
  if (phone) await page.getByRole("button", { name: /^Filtros/ }).click();
  const form = page.locator("#filtros");
  const menu = form.locator("summary.pill").filter({ hasText: "Periodo" });
  await menu.click();
  const [from, to] = [form.locator("input[type=date][name=from]"), form.locator("input[type=date][name=to]")];
  await from.fill(`${year}-06-01`);
  await to.fill(`${year}-03-01`);
  await form.locator(".range").getByRole("button").click();
  expect(await to.evaluate((field: HTMLInputElement) => field.validationMessage)).toBe("Debe ser igual o posterior a la otra fecha");
  expect(new URL(page.url()).search).toBe(`?estado=${states[0]}&year=${year}`);
  await to.fill(`${year}-07-01`);
  await form.locator(".range").getByRole("button").click();
  await expect(page).toHaveURL((url) => url.searchParams.get("to") === `${year}-07-01` && url.searchParams.get("estado") === states[0]);
  if (!(await from.isVisible())) await menu.click();
  await form.getByRole("link", { name: String(year), exact: true }).click();
  await expect(page).toHaveURL((url) => url.searchParams.get("year") === String(year));
  await menu.click();
  await expect(from).toHaveValue("");
  await expect(to).toHaveValue("");
});

test("one tap in the sheet opens another menu", async ({ page, open, phone }) => {
  test.skip(!phone, "the sheet is a phone's");
  await open("/");
  await page.getByRole("button", { name: /^Filtros/ }).tap();
  const form = page.locator("#filtros");
  const menu = (label: string) => form.locator("summary.pill").filter({ hasText: label });
  for (const label of ["Estado", "Territorio", "Grupo", "Periodo"]) {
    // A finger: where the menu is before anything moves.
    const box = (await menu(label).boundingBox())!;
    await page.touchscreen.tap(box.x + box.width / 2, box.y + box.height / 2);
    await expect(form.locator("details[open] > summary")).toHaveText(new RegExp(label));
  }
});

test("a menu stays open however often the page had nothing to show before", async ({ page, open, phone }) => {
  test.skip(phone, "in a sheet menus do not close when they are left");
  const { areas } = await values();
  await open("/");
  for (let round = 0; round < 3; round += 1) {
    await page.locator("#filtros input[name=q]").fill("zzzz");
    await page.locator("#filtros input[name=q]").press("Enter");
    await expect(page.locator("main .empty").first()).toBeVisible();
    await page.goBack();
    await expect(page.locator(".kpis")).toBeVisible();
  }
  const menu = page.locator("#filtros details", { has: page.locator("summary", { hasText: "Área" }) });
  await menu.locator("summary").click();
  const box = menu.locator(`input[value="${areas[1]}"]`);
  await box.evaluate((box) => Object.assign(box, { same: true }));
  await menu.locator(`label:has(input[value="${areas[1]}"])`).click();
  await expect(page).toHaveURL(/area=/);
  await expect(page.locator(".chips .chip")).toHaveCount(1);
  await expect(menu).toHaveAttribute("open", "");
  expect(await box.evaluate((box) => "same" in box), "the same box").toBe(true);
});

test("a link in a menu that was open before the scripts came is followed", async ({ page, phone }) => {
  const { year } = await values();
  const go = await holdWasm(page);
  await page.goto("/");
  if (phone) await page.getByRole("button", { name: /^Filtros/ }).click();
  await page.locator("#filtros summary.pill").filter({ hasText: "Periodo" }).click();
  go();
  await page.locator("html[data-live]").waitFor({ state: "attached" });
  await page.locator("#filtros").getByRole("link", { name: String(year), exact: true }).click();
  await expect(page).toHaveURL(new RegExp(`year=${year}`));
});

test("what a browser remembers of a form is not chosen", async ({ page, open, phone }) => {
  test.skip(phone, "the same on a phone");
  const { states } = await values();
  await open("/");
  await page.locator("#filtros summary.pill").filter({ hasText: "Estado" }).click();
  await page.locator(`#filtros label:has(input[value="${states[0]}"])`).click();
  await expect(page).toHaveURL(/estado=/);
  await page.goto("/mas");
  await page.evaluate(() => history.go(-2));
  await expect(page).toHaveURL((url) => url.pathname === "/");
  await page.locator("html[data-live]").waitFor({ state: "attached" });
  await page.waitForTimeout(300);
  expect(new URL(page.url()).search).toBe("");
  await expect(page.locator("#filtros input:checked")).toHaveCount(0);
});
