// The figures of every screen that has some, held against `falcon kpi` for the filter of its address.

import { expect, type Page } from "@playwright/test";

import { bands, drawn, expectBoard, expected, strip, trend } from "./board";
import { hundredths, integer, score } from "./format";
import { expectCells } from "./heat";
import { kpi } from "./kpi";
import { expectMap } from "./map";
import { heat, ranking, section, text } from "./read";

export interface Figures {
  path: string;
  check: (page: Page, query: string) => Promise<void>;
}

/** The screens; `group` and `branch` are the examples for theirs. */
export function screens(group: string, branch: string): Figures[] {
  const code = encodeURIComponent(branch);
  return [
    { path: "/", check: expectBoard },
    { path: "/mapa", check: map },
    { path: "/historico?por=year", check: history },
    { path: "/indicadores?por=year", check: indicators },
    { path: `/grupos/${group}`, check: (page, query) => inside(page, query, `grupo=${group}`) },
    { path: `/sucursales/${code}`, check: (page, query) => inside(page, query, `sucursal=${code}`) },
    { path: "/porque", check: why },
  ];
}

/** A page whose path says one part of the filter, over what the address says of it. */
async function inside(page: Page, query: string, own: string) {
  const key = own.split("=")[0];
  const rest = query.split("&").filter((pair) => pair && !pair.startsWith(`${key}=`));
  const want = await kpi([...rest, own].join("&"));
  await strip(page, want);
  if (want.kpis.supervisions === 0) {
    await expect(page.locator("main .note.empty").first()).toContainText("Sin supervisiones en esta selección");
    return;
  }
  await trend(page, want);
  await bands(page, want);
  const areas = await ranking(section(page, "Áreas de evaluación"));
  expect(areas).toEqual(want.areas.map((area) => ({ name: area.name, detail: "", ...expected(area) })));
}

async function map(page: Page, query: string) {
  const { kpis } = await kpi(query);
  await expect(page.locator(".map-head .n")).toHaveText(`n ${integer(kpis.n)}`);
  await drawn(page);
  await expectMap(page, query);
}

async function history(page: Page, query: string) {
  const { kpis } = await kpi(query);
  await expect(page.locator(".summary")).toContainText(new RegExp(` n ${integer(kpis.n)}$`));
  await drawn(page);
  await cells(page, "groups");
}

/** The heat map, but where its columns are no periods of their own: years within a named period. */
async function cells(page: Page, of: "groups" | "areas") {
  const { columns } = await heat(page);
  if (columns.every(({ href }) => href)) await expectCells(page, of);
}

async function indicators(page: Page, query: string) {
  const { areas } = await kpi(query);
  const card = section(page, "Áreas, de la mejor a la que más atención necesita");
  expect(await ranking(card)).toEqual(areas.map((area) => ({ name: area.name, detail: "", ...expected(area) })));
  const n = areas.reduce((sum, area) => sum + area.n, 0);
  await expect(card.locator(".card-head .n")).toHaveText(`n ${integer(n)}`);
  await cells(page, "areas");
}

async function why(page: Page, query: string) {
  const { kpis } = await kpi(query);
  const account = text(await page.locator(".account-now").innerText());
  expect(account).toContain(`${score(kpis)} = ${hundredths(kpis.sum_hundredths)} `);
  expect(account).toContain(`÷ ${integer(kpis.n)} `);
  await expect(section(page, /^Las supervisiones detrás/).locator(".card-head .n")).toHaveText(`n ${integer(kpis.supervisions)}`);
}
