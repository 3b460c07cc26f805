// Every filter by hand: with scripts each change applies at once, without a reload; without them by the form's button.

import type { Page } from "@playwright/test";

import { expectBoard } from "../support/board";
import { values } from "../support/filters";
import { expect, test } from "../support/test";

/** The filter bar as a person uses it. */
class Bar {
  constructor(
    private page: Page,
    private scripts: boolean,
    private phone: boolean,
  ) {}

  private form = () => this.page.locator("#filtros");

  /** On phones the filters are a sheet behind a button. */
  private async show() {
    if (this.phone && !(await this.form().isVisible())) {
      await this.page.getByRole("button", { name: /^Filtros/ }).click();
      await expect(this.form()).toBeVisible();
    }
  }

  private async menu(label: string) {
    await this.show();
    const panel = this.form().getByRole("group", { name: label, exact: true });
    if (!(await panel.isVisible())) {
      await this.form().locator("summary.pill").filter({ has: this.page.locator(".pill-label", { hasText: new RegExp(`^${label}$`) }) }).click();
    }
    await expect(panel).toBeVisible();
    return panel;
  }

  private async apply() {
    if (!this.scripts) await this.submit();
  }

  /** The form's own button. On a desktop without scripts, too, there must be one to press. */
  async submit() {
    await this.show();
    await this.form().getByRole("button", { name: /Aplicar|Ver resultados/ }).last().click();
  }

  /** Ticks (or unticks) choices of a menu, by value, one after the other without waiting. */
  async choose(label: string, ...values: string[]) {
    const panel = await this.menu(label);
    for (const value of values) await panel.locator(`label:has(input[value="${value}"])`).click();
    if (this.scripts) {
      for (const value of values) await expect(panel.locator(`input[value="${value}"]`)).toBeChecked();
    }
    await this.apply();
  }

  async kind(value: string) {
    await this.show();
    await this.form().locator("select[name=kind]").selectOption(value);
    await this.apply();
  }

  /** A period by its link. */
  async period(name: string) {
    const panel = await this.menu("Periodo");
    await panel.getByRole("link", { name, exact: true }).click();
  }

  async range(from: string, to: string) {
    const panel = await this.menu("Periodo");
    await panel.locator("input[name=from]").fill(from);
    await panel.locator("input[name=to]").fill(to);
    await panel.getByRole("button", { name: "Aplicar" }).click();
  }

  async search(text: string) {
    await this.show();
    const field = this.form().locator("input[name=q]");
    await field.fill(text);
    await field.press("Enter");
  }
}

test.describe.configure({ timeout: 120_000 });

test("each parameter by hand", async ({ page, open, scripts, phone }) => {
  const { year, states, groups, areas, branches } = await values();
  const bar = new Bar(page, scripts, phone);
  const word = branches[0].name.split(" ").pop()!;
  const walks: [string, () => Promise<void>, string][] = [
    ["a year", () => bar.period(String(year)), `year=${year}`],
    ["a quarter", async () => (await bar.period(String(year)), await page.waitForURL(/year=/), await bar.period(`Q3 ${year}`)), `year=${year}&quarter=Q3`],
    ["a month", async () => (await bar.period(String(year)), await page.waitForURL(/year=/), await bar.period("may")), `month=${year}-05`],
    ["a range", () => bar.range(`${year}-02-10`, `${year}-06-20`), `from=${year}-02-10&to=${year}-06-20`],
    ["another kind", () => bar.kind("seguridad"), "kind=seguridad"],
    ["all kinds", () => bar.kind("all"), "kind=all"],
    ["territory", () => bar.choose("Territorio", "foranea"), "territory=foranea"],
    ["two states", () => bar.choose("Estado", states[0], states[1]), `estado=${states[0]}&estado=${states[1]}`],
    ["a group", () => bar.choose("Grupo", groups[2]), `grupo=${groups[2]}`],
    ["an area", () => bar.choose("Área", areas[3]), `area=${areas[3]}`],
    ["two bands", () => bar.choose("Banda", "regular", "critico"), "band=regular&band=critico"],
    ["text", () => bar.search(word), `q=${encodeURIComponent(word)}`],
  ];
  for (const [name, walk, query] of walks) {
    await test.step(name, async () => {
      await open("/");
      await walk();
      await expect(page).toHaveURL((url) => same(url.search.slice(1), query), { timeout: 15_000 });
      await expectBoard(page, query);
    });
  }
});

/** Same parameters, whatever their order; empty ones (as a plain form sends) mean nothing. */
function same(left: string, right: string): boolean {
  const sorted = (query: string) =>
    [...new URLSearchParams(query)]
      .filter(([, value]) => value !== "")
      .map((pair) => pair.join("="))
      .sort()
      .join("&");
  return sorted(left) === sorted(right);
}

test("filters add up, and chips take them away one by one", async ({ page, open, scripts, phone }) => {
  const { year, states } = await values();
  const bar = new Bar(page, scripts, phone);
  await open("/");
  await bar.period(String(year));
  await page.waitForURL(/year=/);
  await bar.choose("Estado", states[0]);
  await expect(page).toHaveURL((url) => same(url.search, `year=${year}&estado=${states[0]}`));
  await bar.choose("Banda", "bueno");
  await expect(page).toHaveURL((url) => same(url.search, `year=${year}&estado=${states[0]}&band=bueno`));
  await expectBoard(page, `year=${year}&estado=${states[0]}&band=bueno`);
  if (phone && (await page.locator("#filtros").isVisible())) await page.keyboard.press("Escape");
  const chips = page.getByRole("list", { name: "Filtros activos" });
  await expect(chips.locator("a.chip")).toHaveCount(3);
  await chips.getByRole("link", { name: /Quitar el filtro:? Banda/ }).click();
  await expect(page).toHaveURL((url) => same(url.search, `year=${year}&estado=${states[0]}`));
  await expectBoard(page, `year=${year}&estado=${states[0]}`);
  await chips.getByRole("link", { name: /Quitar el filtro:? Periodo/ }).click();
  await expect(page).toHaveURL((url) => same(url.search, `estado=${states[0]}`));
  await expectBoard(page, `estado=${states[0]}`);
  await chips.getByRole("link", { name: /Quitar el filtro:? Estado/ }).click();
  await expect(page).toHaveURL((url) => url.search === "");
  await expect(chips).toHaveCount(0);
  await expectBoard(page, "");
  if (scripts) {
    await page.goBack();
    await expect(page).toHaveURL((url) => same(url.search, `estado=${states[0]}`));
    await expectBoard(page, `estado=${states[0]}`);
  }
});

test("a named period by its name, and all filters at once dropped", async ({ page, open, scripts, phone }) => {
  const { year } = await values();
  await open("/");
  if (phone) await page.getByRole("button", { name: /^Filtros/ }).click();
  await page.locator("#filtros summary.pill").filter({ hasText: "Periodo" }).click();
  await page.locator(`#filtros a[href$="period=${year}-T2"]`).click();
  await expect(page).toHaveURL((url) => same(url.search, `period=${year}-T2`));
  await expectBoard(page, `period=${year}-T2`);
  await open(`/?year=${year}&territory=local`);
  await page.getByRole("list", { name: "Filtros activos" }).getByRole("link", { name: "Quitar todo" }).click();
  await expect(page).toHaveURL((url) => url.search === "");
  await expectBoard(page, "");
});

test("typing suggests branches, groups, areas and states", async ({ page, open, scripts, phone }) => {
  test.skip(!scripts, "needs scripts; without them Enter searches");
  const { all } = await values();
  const group = all.groups[0];
  await open("/");
  if (phone) await page.getByRole("button", { name: /^Filtros/ }).click();
  const field = page.locator("#filtros input[name=q]");
  await field.pressSequentially("zzzz", { delay: 20 });
  await expect(page.getByRole("status").filter({ hasText: "se llama así" })).toBeVisible();
  await field.fill("");
  await expect(page.getByText("se llama así")).toHaveCount(0);
  await field.pressSequentially(group.name.split(" ").pop()!, { delay: 20 });
  const list = page.getByRole("group", { name: "Sugerencias" });
  await list.getByRole("link", { name: group.name }).first().click();
  await expect(page).toHaveURL((url) => same(url.search, `grupo=${group.slug}`));
  await expectBoard(page, `grupo=${group.slug}`);
});

test("what stands for a set filters by it: month, band, row, state", async ({ page, open }) => {
  const { all, year } = await values();
  const group = all.groups[0];
  await open("/");
  await page.locator(".band-chart li a").filter({ hasText: "Regular" }).click();
  await expect(page).toHaveURL((url) => same(url.search, "band=regular"));
  await expectBoard(page, "band=regular");
  await open(`/?year=${year}`);
  await page.locator("section.card ol.rank").first().getByRole("link", { name: group.name }).first().click();
  await expect(page).toHaveURL((url) => same(url.search, `year=${year}&grupo=${group.slug}`));
  await expectBoard(page, `year=${year}&grupo=${group.slug}`);
  await open(`/?year=${year}`);
  await page.locator("details.as-table > summary").first().click();
  await page.locator("details.as-table a").last().click();
  await expect(page).toHaveURL(/month=/);
  await expectBoard(page, new URL(page.url()).search.slice(1));
  await open("/");
  const state = page.locator(".state-map svg a").first();
  await state.click({ force: true });
  await expect(page).toHaveURL(/estado=/);
  await expectBoard(page, new URL(page.url()).search.slice(1));
});
