// The dashboard's figures on screen, held against `falcon kpi`.

import { expect, type Page } from "@playwright/test";

import { delta, integer, percent, score, share } from "./format";
import { kpi, type Kpi } from "./kpi";
import { ranking, section, table, text } from "./read";

/** Rows on a page of the long ranking. */
export const PER_PAGE = 20;

/** Label → value of the smaller figures, with their notes. */
async function figures(page: Page): Promise<Record<string, { value: string; note: string }>> {
  return page.locator(".kpis > .kpi:not(.lead)").evaluateAll((cards) => {
    const read = (card: Element, selector: string) =>
      (card.querySelector(selector)?.textContent ?? "").replace(/\s+/g, " ").trim();
    return Object.fromEntries(
      cards.map((card) => [
        read(card, ".kpi-label"),
        { value: read(card, ".kpi-value"), note: read(card, ".kpi-note") },
      ]),
    );
  });
}

/** Waits until the dashboard shows the figures of `query`, then compares every one of them. */
export async function expectBoard(page: Page, query: string) {
  const want = await kpi(query);
  if (want.kpis.supervisions === 0) {
    await expect(page.locator("main .note.empty").first()).toContainText("Sin supervisiones con estos filtros");
    await expect(page.locator(".kpis")).toHaveCount(0);
    return;
  }
  await strip(page, want);
  await trend(page, want);
  await bands(page, want);
  await lists(page, want);
}

/** What is out of the window is told when the frame that shows the rest is out (told.js): here it is too. */
export async function drawn(page: Page) {
  // Without scripts nothing is told.
  if ((await page.locator("html[data-live]").count()) === 0) return;
  await page.evaluate(() => new Promise<void>((done) => requestAnimationFrame(() => (window.requestIdleCallback ?? setTimeout)(() => setTimeout(done)))));
}

/** The cards: average, change, and what they rest on. */
export async function strip(page: Page, { filter, kpis, areas, by_area }: Kpi) {
  await expect(page.locator(".kpi-lead .n")).toHaveText(new RegExp(`^n ${integer(kpis.n)}\\b`));
  await expect(page.locator(".lead-value")).toHaveText(score(kpis));
  const shown = await figures(page);
  expect(shown["Supervisiones"].value).toBe(integer(kpis.supervisions));
  expect(shown["Supervisiones"].note).toContain(integer(kpis.n));
  // With bands or areas it is a share of the selection, and says so.
  const coverage = shown["Cobertura"] ?? shown["Cobertura filtrada"];
  expect(coverage.value).toBe(share(kpis.branches_supervised, kpis.branches_active));
  expect(coverage.note).toContain(`${integer(kpis.branches_supervised)} de ${integer(kpis.branches_active)}`);
  const narrowed = /[?&](area|band)=/.test(`?${filter}`);
  expect("Cobertura filtrada" in shown).toBe(narrowed);
  if (narrowed) expect(coverage.note).toContain(`${integer(kpis.branches_visited)} visitada`);
  expect(shown["En crítico"].value).toBe(share(kpis.bands.critico, kpis.n));
  expect(shown["En crítico"].note).toContain(`${integer(kpis.bands.critico)} de ${integer(kpis.n)}`);
  // Scores without areas have none that could fail.
  expect(shown["Áreas de oportunidad"]?.value).toBe(areas.length ? integer(kpis.areas_of_opportunity) : undefined);
  if (areas.length) expect(shown["Áreas de oportunidad"].note).toContain(`de ${areas.length},`);
  expect(shown["Mediana"].value).toBe(percent(kpis.median));
  expect(shown["Mediana"].note).toContain(percent(kpis.p10));
  const change = page.locator(".lead-delta .delta > .num");
  if (kpis.previous) {
    await expect(change).toHaveText(`${delta(kpis, kpis.previous)} pts`);
  } else {
    await expect(change).toHaveCount(0);
  }
  // An area filter changes the measure, and every card that shows it says so (rule 10).
  await expect(page.locator(".kpis .tag")).toHaveCount(by_area ? await page.locator(".kpis .kpi").count() : 0);
  const outside = page.locator(".outside");
  if (kpis.outside_named_periods > 0) {
    await expect(outside).toContainText(integer(kpis.outside_named_periods));
  } else {
    await expect(outside).toHaveCount(0);
  }
  await drawn(page);
}

const MONTHS = ["ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic"];

/** `2025-08` as the page says it. */
export function month(code: string): string {
  return `${MONTHS[Number(code.slice(5)) - 1]} ${code.slice(0, 4)}`;
}

/** The line's table: every month with data. */
export async function trend(page: Page, want: Kpi) {
  const points = want.trend.filter((point) => point.n > 0);
  const card = section(page, "Promedio por mes");
  const closed = card.locator("details.as-table");
  // Where one month cannot make a line, the chart may say so in words instead.
  if ((await closed.count()) === 0 && points.length <= 1) return;
  // Its rows are written when it is opened.
  await closed.evaluate((details: HTMLDetailsElement) => (details.open = true));
  await expect.poll(() => table(card)).toEqual([...points].reverse().map((point) => [month(point.month), score(point), integer(point.n)]));
}

/** Scores by band. */
export async function bands(page: Page, { kpis }: Kpi) {
  const total = Object.values(kpis.bands).reduce((sum, count) => sum + count, 0);
  const rows = await page.locator(".band-chart li").allInnerTexts();
  const words: [string, number][] = [
    ["Excelente", kpis.bands.excelente],
    ["Bueno", kpis.bands.bueno],
    ["Regular", kpis.bands.regular],
    ["Crítico", kpis.bands.critico],
  ];
  expect(rows.map(text)).toEqual(words.map(([word, count]) => `${word} ${integer(count)} ${share(count, total)}`));
}

async function lists(page: Page, want: Kpi) {
  const groups = await ranking(section(page, "Grupos por promedio"));
  const known = new Map(want.groups.map((group) => [group.name, group]));
  expect(groups.length).toBe(Math.min(want.groups.length, 12));
  for (const row of groups) {
    const group = known.get(row.name)!;
    expect(row).toMatchObject(expected(group));
    expect(row.detail).toContain(`${integer(group.visited)}/${integer(group.branches)}`);
  }
  expect(groups[0].name).toBe(want.groups[0].name);

  const areas = await ranking(section(page, /^Áreas/));
  expect(areas.map((row) => ({ ...row, detail: "" }))).toEqual(
    [...want.areas].reverse().slice(0, 12).map((area) => ({ name: area.name, detail: "", ...expected(area) })),
  );

  const branches = await ranking(page.locator("#lista"));
  expect(branches).toEqual(
    want.branches.slice(0, PER_PAGE).map((branch) => ({
      name: branch.name,
      detail: branch.group ?? "",
      ...expected(branch),
    })),
  );

  // The small map colours the states with data, and says each figure.
  const titles = await page.locator(".state-map svg a title").allTextContents();
  const shown = want.states.filter((state) => state.n > 0);
  for (const state of shown) expect(titles).toContain(`${state.name} · ${score(state)} · n ${integer(state.n)}`);
}

/** What a ranking row shows of a figure. */
export function expected(of: { sum_hundredths: number; n: number; position: number | null }) {
  const pending = of.n === 0;
  return {
    position: of.position === null ? "" : integer(of.position),
    score: pending ? "" : score(of),
    n: pending ? "" : `n ${integer(of.n)}`,
    pending,
  };
}
