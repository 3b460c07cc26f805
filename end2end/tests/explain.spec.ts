import { delta, integer, hundredths, percent, score } from "../support/format";
import { values } from "../support/filters";
import { kpi } from "../support/kpi";
import { section, table, text } from "../support/read";
import { expect, test } from "../support/test";

/** Hundredths of a text with two decimals and a sign of its own glyph. */
function points(value: string): number {
  const found = /([+−]?)\s*([\d,]+)\.(\d\d)/.exec(value);
  if (!found) throw new Error(`no points in "${value}"`);
  const number = Number(found[2].replaceAll(",", "")) * 100 + Number(found[3]);
  return found[1] === "−" ? -number : number;
}

test("the account divides the exact sum by n, now and before", async ({ page, open }) => {
  const { year, areas, groups } = await values();
  for (const query of ["", `year=${year}`, `year=${year}&quarter=Q2&grupo=${groups[0]}`, `year=${year}&area=${areas[0]}`]) {
    await open(`/porque?${query}`);
    const { kpis } = await kpi(query);
    const account = text(await page.locator(".account").innerText());
    expect(account).toContain(score(kpis));
    expect(account).toContain(hundredths(kpis.sum_hundredths));
    expect(account).toContain(`÷ ${integer(kpis.n)}`);
    if (kpis.previous) {
      const before = kpis.previous;
      expect(account).toContain(`${hundredths(before.sum_hundredths)} ÷ ${integer(before.n)} = ${score(before)}`);
      expect(account).toContain(`${delta(kpis, before)} pts`);
    } else {
      await expect(section(page, "Qué lo movió")).toContainText("No hay un periodo anterior");
    }
    await expect(section(page, /^Las supervisiones detrás/).locator(".card-head .n")).toHaveText(`n ${integer(kpis.supervisions)}`);
  }
});

test("what branches bring adds up to the change", async ({ page, open }) => {
  const { year, groups } = await values();
  for (const query of [`year=${year}`, `year=${year}&quarter=Q3`, `year=${year}&grupo=${groups[0]}`]) {
    await open(`/porque?${query}`);
    const { kpis } = await kpi(query);
    expect(kpis.previous).not.toBeNull();
    const rows = await table(section(page, "Qué lo movió").getByRole("region", { name: "Sucursales" }));
    const effects = rows.map((row) => points(row[row.length - 1]));
    const total = effects[effects.length - 1];
    expect(total).toBe(Math.round(kpis.delta! * 100));
    const sum = effects.slice(0, -1).reduce((all, effect) => all + effect, 0);
    expect(Math.abs(sum - total), "every row is rounded by at most half a hundredth").toBeLessThanOrEqual(effects.length / 2);
  }
});

test("the supervisions behind a figure are listed whole, and add up to its sum", async ({ page, open }) => {
  const { year, groups } = await values();
  const query = `year=${year}&grupo=${groups[0]}`;
  const { kpis } = await kpi(query);
  await open(`/porque?${query}&orden=worst`);
  const scores: number[] = [];
  let unscored = 0;
  const visits = page.locator("ul.visits > li");
  for (;;) {
    for (const row of await visits.allInnerTexts()) {
      if (/Sin calificación/.test(row)) unscored += 1;
      else scores.push(points(row.trim().split("\n").pop()!));
    }
    const next = page.getByRole("navigation", { name: "Página" }).getByRole("link", { name: "Siguiente" });
    if ((await next.count()) === 0 || !(await next.getAttribute("href"))) break;
    const first = await visits.first().innerText();
    await next.click();
    await expect(visits.first()).not.toHaveText(first, { useInnerText: true });
  }
  expect(scores.length).toBe(kpis.n);
  expect(scores.length + unscored).toBe(kpis.supervisions);
  expect(scores.reduce((sum, one) => sum + one, 0)).toBe(kpis.sum_hundredths);
  expect(scores, "lowest first").toEqual([...scores].sort((a, b) => a - b));
});

test("from a figure of the dashboard to why", async ({ page, open }) => {
  const { year } = await values();
  await open(`/?year=${year}`);
  await page.locator(".lead-line .why").click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Por qué este número");
  await expect(page).toHaveURL(new RegExp(`/porque\\?(kind=operativa&)?year=${year}$`));
  const { kpis } = await kpi(`year=${year}`);
  await expect(page.locator(".account-now strong")).toContainText(score(kpis));
});

test("supervisions, coverage and median answer why", async ({ page, open }) => {
  const { year } = await values();
  const query = `year=${year}&band=critico`;
  const { kpis } = await kpi(query);
  await open(`/?${query}`);
  const card = (label: string) => page.locator(".kpi").getByRole("link", { name: label, exact: true });
  await card("Supervisiones").click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Por qué estas supervisiones");
  await expect(page.locator("main .summary")).toContainText(`${integer(kpis.supervisions)} supervisiones`);
  await page.goBack();
  await card("Cobertura filtrada").click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Por qué esta cobertura");
  const tab = (name: RegExp) => page.getByRole("navigation", { name: "Sucursales" }).getByRole("link", { name });
  await expect(tab(/^Pendientes/)).toContainText(integer(kpis.branches_active - kpis.branches_visited));
  await expect(tab(/^Visitadas/)).toContainText(integer(kpis.branches_visited));
  await tab(/^En la selección/).click();
  await expect(section(page, "Sucursales").locator(".card-head .n")).toHaveText(`n ${integer(kpis.branches_supervised)}`);
  await open(`/porque?${query}&cifra=median`);
  const shown = (await page.locator("main .card h2").allInnerTexts()).map(text);
  expect(shown).toEqual([`Mediana: ${percent(kpis.median)}`, `Décimo más bajo: ${percent(kpis.p10)}`]);
});

test("what lies outside every named period is listed", async ({ page, open }) => {
  const { kpis } = await kpi("");
  expect(kpis.outside_named_periods, "the demo has some").toBeGreaterThan(0);
  await open("/historico?por=named");
  await page.getByRole("link", { name: "fuera de los periodos con nombre" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Fuera de los periodos con nombre");
  await expect(section(page, /^Las supervisiones detrás/).locator(".card-head .n")).toHaveText(
    `n ${integer(kpis.outside_named_periods)}`,
  );
});

test("a visited branch is never called pending", async ({ page, open }) => {
  const { year } = await values();
  const query = `year=${year}&band=critico`;
  const { branches } = await kpi(query);
  const count = (visited: boolean) => branches.filter((branch) => branch.n === 0 && branch.visited === visited).length;
  expect(count(true), "visited without a critical score").toBeGreaterThan(0);
  await open(`/mapa?${query}`);
  await page.locator("details.as-table > summary").click();
  const rows = (await table(page.locator("details.as-table table").last())).map((row) => row[1]);
  expect(rows.filter((cell) => cell === "Sin calificación en la selección").length).toBeGreaterThan(0);
  expect(rows.filter((cell) => cell === "Pendiente").length).toBeLessThanOrEqual(count(false));
  const list = (await kpi(query)).branches.findIndex((branch) => branch.n === 0);
  await open(`/?${query}&pagina=${Math.floor(list / 20) + 1}`);
  await expect(page.locator("#lista .pending").first()).toHaveText("Sin calificación en la selección");
});
