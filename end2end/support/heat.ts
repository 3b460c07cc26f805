// The heat map on screen, held against `falcon kpi`.

import { expect, type Page } from "@playwright/test";

import { delta as change, integer, score, signed } from "./format";
import { kpi, type Mean } from "./kpi";
import { filterOf, heat, type HeatRow } from "./read";

/** The cell of a mean. */
export const cell = (mean: Mean | undefined) =>
  mean && mean.n > 0 ? { value: score(mean), n: `n ${integer(mean.n)}` } : { value: "–", n: "" };

export const shown = (row: HeatRow) => row.cells.map(({ value, n }) => ({ value, n }));

type Known = { whole: Mean; rows: Map<string, Mean> };

/** Means of a filter: of the whole, and of each row by name. */
async function means(filter: string, of: "groups" | "branches" | "areas"): Promise<Known> {
  const answer = await kpi(filter);
  return { whole: answer.kpis, rows: new Map(answer[of].map((row) => [row.name, row as Mean])) };
}

/** Means of each column, and of the period before it where the chain has data there. */
async function columns(page: Page, of: "groups" | "branches" | "areas") {
  const { columns } = await heat(page);
  return Promise.all(
    columns.map(async ({ href }) => {
      expect(href, "a column leads to its period").not.toBeNull();
      const filter = filterOf(href!);
      const { previous } = (await kpi(filter)).kpis;
      const rest = new URLSearchParams(filter);
      for (const key of ["year", "quarter", "month", "from", "to", "period"]) rest.delete(key);
      const before = previous && (await means([previous.period, rest].filter(String).join("&"), of));
      return { now: await means(filter, of), before };
    }),
  );
}

/** A change as the page writes it; none when either side is empty. */
function delta(now: Mean | undefined, before: Mean | undefined): string {
  if (!now || !before || now.n === 0 || before.n === 0) return "";
  const text = change(now, before);
  return text === signed(0n) ? text : `${text.startsWith("+") ? "↑" : "↓"} ${text}`;
}

/** Every cell and every row's change of the heat map, the pinned row's too. */
export async function expectHeat(page: Page, of: "groups" | "branches" | "areas") {
  const known = await expectCells(page, of);
  const { rows } = await heat(page);
  expect(rows.length).toBeGreaterThan(1);
  for (const row of rows) {
    // The last column with data against the period before it, whether that is shown or not.
    const last = known.findLast(({ now }) => (meanOf(row, now)?.n ?? 0) > 0)!;
    expect(row.delta, row.name).toBe(delta(meanOf(row, last.now), meanOf(row, last.before)));
  }
}

const meanOf = (row: HeatRow, of: Known | null) => (row.pinned ? of?.whole : of?.rows.get(row.name));

/** Every cell: the average and n of its row in its column. */
export async function expectCells(page: Page, of: "groups" | "branches" | "areas") {
  const { rows } = await heat(page);
  const known = await columns(page, of);
  for (const row of rows) expect(shown(row), row.name).toEqual(known.map(({ now }) => cell(meanOf(row, now))));
  return known;
}
