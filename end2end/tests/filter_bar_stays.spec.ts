// The filter bar was drawn anew by every answer: an open menu closed, focus was lost, and of two quick changes the
// first got lost.

import { values } from "../support/filters";
import { expect, test } from "../support/test";

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
