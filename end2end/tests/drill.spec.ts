import { expected, PER_PAGE } from "../support/board";
import { integer, score } from "../support/format";
import { values } from "../support/filters";
import { kpi } from "../support/kpi";
import { facts, ranking, section } from "../support/read";
import { expect, test } from "../support/test";

test("a group's page holds the figures of its filter", async ({ page, open }) => {
  const { year, groups } = await values();
  for (const period of ["", `year=${year}`]) {
    const slug = groups[1];
    await open(`/grupos/${slug}?${period}`);
    const all = await kpi(period);
    const own = await kpi([period, `grupo=${slug}`].filter(Boolean).join("&"));
    const group = all.groups.find((one) => one.slug === slug)!;
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(group.name);
    const shown = await facts(page);
    expect(shown["Posición"]).toBe(`${group.position} de ${all.groups.filter((one) => one.n > 0).length}`);
    await expect(page.locator(".lead-value")).toHaveText(score(own.kpis));
    await expect(page.locator(".kpi-lead .n")).toHaveText(`n ${integer(own.kpis.n)}`);
    const areas = await ranking(section(page, "Áreas de evaluación"));
    expect(areas).toEqual(own.areas.map((area) => ({ name: area.name, detail: "", ...expected(area) })));
    const branches = await ranking(page.locator("#lista"));
    expect(branches).toEqual(
      own.branches.slice(0, PER_PAGE).map((branch) => ({ name: branch.name, detail: expect.any(String), ...expected(branch) })),
    );
  }
});

test("a branch's page holds the figures of its filter", async ({ page, open }) => {
  const { year, branches } = await values();
  for (const [period, branch] of [["", branches[0]], [`year=${year}`, branches[branches.length - 1]]] as const) {
    const code = encodeURIComponent(branch.code);
    await open(`/sucursales/${code}?${period}`);
    const all = await kpi(period);
    const own = await kpi([period, `sucursal=${code}`].filter(Boolean).join("&"));
    const ranked = all.branches.find((one) => one.code === branch.code)!;
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(branch.name);
    const shown = await facts(page);
    if (ranked.position !== null) {
      expect(shown["Posición"]).toBe(`${ranked.position} de ${all.branches.filter((one) => one.n > 0).length}`);
    }
    expect(shown["Última visita"]).toMatch(/hace|hoy|ayer/);
    await expect(page.locator(".lead-value")).toHaveText(score(own.kpis));
    const areas = await ranking(section(page, "Áreas de evaluación"));
    expect(areas).toEqual(own.areas.map((area) => ({ name: area.name, detail: "", ...expected(area) })));
  }
});

test("a card filters by what it stands for, and by nothing that the page already is", async ({ page, scripts }) => {
  test.skip(scripts, "the same document");
  const { year, groups, branches } = await values();
  for (const path of [`/grupos/${groups[1]}`, `/sucursales/${encodeURIComponent(branches[0].code)}`]) {
    await page.goto(`${path}?year=${year}`);
    const critical = page.locator(".kpis").getByRole("link", { name: "En crítico" });
    await expect(critical).toHaveAttribute("href", `${path}?year=${year}&band=critico`);
    // Another page does not know the path: there the filter says it.
    const areas = page.locator(".kpis").getByRole("link", { name: "Áreas de oportunidad" });
    await expect(areas).toHaveAttribute("href", /^\/indicadores\?.*(grupo|sucursal)=/);
  }
});

test("one is said in the singular", async ({ page, scripts }) => {
  test.skip(scripts, "the same document");
  const { branches } = await values();
  await page.goto(`/sucursales/${encodeURIComponent(branches[0].code)}`);
  await expect(page.locator(".kpis")).toContainText("1 de 1 sucursal");
  await expect(page.locator("main")).not.toContainText(/\b1 (sucursales|supervisiones|calificaciones|visitadas)\b/);
});

test("from the dashboard to a group, a branch, a visit, and the visit before", async ({ page, open, phone }) => {
  const { all } = await values();
  await open("/");
  const group = all.groups[0];
  await section(page, "Grupos por promedio").getByRole("link", { name: `Abrir ${group.name}` }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(group.name);
  const branch = (await ranking(page.locator("#lista")))[0];
  await page.locator("#lista").getByRole("link", { name: branch.name }).last().click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(branch.name);
  const visits = section(page, "Últimas supervisiones").locator("a.visit");
  const said = (await visits.first().locator(".visit-score b").innerText()).trim();
  await visits.first().click();
  await expect(page).toHaveURL(/\/supervisiones\/\d+$/);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(branch.name);
  await expect(page.locator(".visit-result strong")).toHaveText(said);
  const scores = await page.locator(".area-rows .area-score b").allInnerTexts();
  const numbers = scores.map((value) => Number(value.trim()));
  expect(numbers.length).toBeGreaterThan(0);
  expect(numbers, "worst first").toEqual([...numbers].sort((a, b) => a - b));
  const before = page.getByRole("link", { name: /Visita anterior/ });
  if (await before.count()) {
    const here = page.url();
    await before.click();
    await expect(page).not.toHaveURL(here);
    await page.getByRole("link", { name: /Visita siguiente/ }).click();
    await expect(page).toHaveURL(here);
  }
  if (!phone) await expect(page).toHaveTitle(new RegExp(branch.name));
});

test("what does not exist is said, with status 404", async ({ page, guard }) => {
  guard.allow(/404/);
  for (const address of ["/grupos/no-existe", "/sucursales/no-existe", "/supervisiones/4000000000", "/supervisiones/x"]) {
    const answer = await page.goto(address);
    expect(answer?.status(), address).toBe(404);
    await expect(page.getByRole("alert")).toBeVisible();
  }
});
