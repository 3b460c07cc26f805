import { values } from "../support/filters";
import { cell, expectHeat, shown } from "../support/heat";
import { kpi } from "../support/kpi";
import { filterOf, heat, type HeatRow } from "../support/read";
import { expect, test } from "../support/test";

test("every cell is the average of its group in its period", async ({ page, scripts, open }) => {
  const { year } = await values();
  for (const address of ["/historico", `/historico?por=year`, `/historico?por=month&year=${year}&territory=local`]) {
    await test.step(address, async () => {
      await open(address);
      await expectHeat(page, "groups");
    });
  }
  if (scripts) return;
  for (const address of [`/historico?kind=seguridad&estado=19`, `/historico?por=year&band=critico`]) {
    await page.goto(address);
    await expectHeat(page, "groups");
  }
});

test("named periods are columns of their own", async ({ page, scripts, phone }) => {
  test.skip(scripts || phone, "the table is the same");
  await page.goto("/historico?por=named");
  await expectHeat(page, "groups");
  const { columns } = await heat(page);
  expect(columns.every(({ href }) => filterOf(href!).startsWith("period="))).toBe(true);
});

test("a group opens its branches, a cell narrows to its period", async ({ page, open }) => {
  await open("/historico?por=year");
  const before = await heat(page);
  const row = before.rows.find((one) => !one.pinned)!;
  await page.locator(".heat").getByRole("link", { name: row.name, exact: true }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(row.name);
  await expect(page).toHaveURL(/dentro=/);
  const { rows, columns } = await heat(page);
  const slug = new URL(page.url()).searchParams.get("dentro")!;
  expect(rows.length).toBeGreaterThan(1);
  for (const [at, { href }] of columns.entries()) {
    const query = [filterOf(href!), `grupo=${slug}`].filter(Boolean).join("&");
    const answer = await kpi(query);
    const organization = await kpi(filterOf(href!));
    const known = new Map(answer.branches.map((branch) => [branch.name, branch]));
    for (const branch of rows) {
      const want = branch.pinned ? organization.kpis : known.get(branch.name);
      expect(shown(branch)[at], `${branch.name} ${query}`).toEqual(cell(want));
    }
  }
  await page.getByRole("link", { name: "Todos los grupos" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Histórico");
});

test("arrow keys move through the heat map", async ({ page, open, scripts }) => {
  test.skip(!scripts, "needs scripts");
  await open("/historico");
  const { rows } = await heat(page);
  const full = (row: HeatRow) => row.cells.every((cell) => cell.n);
  const at = rows.findIndex((row, i) => full(row) && rows[i + 1] && full(rows[i + 1]) && !row.pinned);
  expect(at, "two whole rows one after the other").toBeGreaterThan(-1);
  const here = () => page.evaluate(() => document.activeElement?.textContent?.trim());
  await page.locator(".heat tbody tr").nth(at).locator("th a").focus();
  await page.keyboard.press("ArrowRight");
  expect(await here()).toBe(rows[at].cells[0].value);
  await page.keyboard.press("ArrowRight");
  expect(await here()).toBe(rows[at].cells[1].value);
  await page.keyboard.press("ArrowDown");
  expect(await here()).toBe(rows[at + 1].cells[1].value);
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Home");
  expect(await here()).toBe(rows[at].name);
  // From a count the arrows lead to counts.
  await page.locator(".heat tbody tr").nth(at).locator("a.heat-n").first().focus();
  await page.keyboard.press("ArrowRight");
  expect(await here()).toBe(rows[at].cells[1].n);
  // What has the focus is not under the pinned column.
  const [cell, names] = await page.evaluate(() => [
    document.activeElement!.getBoundingClientRect().left,
    document.activeElement!.closest("tr")!.querySelector("th")!.getBoundingClientRect().right,
  ]);
  expect(cell).toBeGreaterThanOrEqual(names - 1);
});

test("rows can be chosen by how they move, and the counts say how many", async ({ page, open }) => {
  await open("/historico");
  const all = (await heat(page)).rows.filter((row) => !row.pinned);
  const tabs = page.getByRole("navigation", { name: "Mostrar" });
  const count = async (name: string) => Number(await tabs.getByRole("link", { name }).locator("small").innerText());
  expect(await count("Todos")).toBe(all.length);
  for (const [name, arrow] of [["Mejorando", "↑"], ["Empeorando", "↓"]] as const) {
    const number = await count(name);
    await tabs.getByRole("link", { name }).click();
    await expect(tabs.getByRole("link", { name })).toHaveAttribute("aria-current", "true");
    const rows = (await heat(page)).rows.filter((row) => !row.pinned);
    expect(rows.length).toBe(number);
    expect(rows.map((row) => row.name)).toEqual(
      all.filter((row) => rows.some((one) => one.name === row.name)).map((row) => row.name),
    );
    // A change below a tenth is written without a sign.
    for (const row of rows) expect(row.delta.startsWith(arrow) || row.delta === "0.0", row.name).toBe(true);
  }
});

test("indicators: ranking and heat map are those of falcon kpi", async ({ page, scripts, open }) => {
  const { year } = await values();
  const addresses = ["/indicadores", `/indicadores?year=${year}&por=month&territory=foranea`];
  if (!scripts) addresses.push("/indicadores?kind=seguridad&por=year", "/indicadores?por=named");
  for (const address of addresses) {
    await test.step(address, async () => {
      await open(address);
      await expectHeat(page, "areas");
    });
  }
});
