import { expected, PER_PAGE } from "../support/board";
import { values } from "../support/filters";
import { kpi } from "../support/kpi";
import { ranking } from "../support/read";
import { expect, test } from "../support/test";

test("the branch ranking: pages, positions, pending last", async ({ page, open }) => {
  const { year } = await values();
  const query = `month=${year}-05`;
  const want = (await kpi(query)).branches;
  await open(`/?${query}`);
  const list = page.locator("#lista");
  const rows = [];
  for (let number = 1; ; number += 1) {
    rows.push(...(await ranking(list)));
    const next = list.getByRole("link", { name: "Siguiente" });
    if (!(await next.count()) || !(await next.getAttribute("href"))) break;
    const first = (await ranking(list))[0].name;
    await next.click();
    await expect(page).toHaveURL(new RegExp(`pagina=${number + 1}`));
    await expect.poll(async () => (await ranking(list))[0].name).not.toBe(first);
  }
  expect(rows.length).toBeGreaterThan(PER_PAGE);
  expect(rows).toEqual(want.map((branch) => ({ name: branch.name, detail: branch.group ?? "", ...expected(branch) })));
  const pending = rows.findIndex((row) => row.pending);
  expect(pending, "the demo has pending branches").toBeGreaterThan(0);
  expect(rows.slice(pending).every((row) => row.pending && row.position === "")).toBe(true);
  // Equal averages share a position (1, 1, 3), compared exactly.
  for (const [at, branch] of want.entries()) {
    if (branch.n === 0) continue;
    const better = want.filter(
      (one) => one.n > 0 && BigInt(one.sum_hundredths) * BigInt(branch.n) > BigInt(branch.sum_hundredths) * BigInt(one.n),
    );
    expect(rows[at].position, branch.name).toBe(String(better.length + 1));
  }
});

test("orders: worst first, by name, by visits", async ({ page, open }) => {
  const { year } = await values();
  const { branches } = await kpi(`year=${year}`);
  await open(`/?year=${year}`);
  const list = page.locator("#lista");
  const order = list.getByRole("navigation", { name: "Orden" });
  const choose = async (name: string, code: string) => {
    await order.getByRole("link", { name }).click();
    await expect(page).toHaveURL(new RegExp(`orden=${code}`));
    await expect(order.getByRole("link", { name })).toHaveAttribute("aria-current", "true");
    return ranking(list);
  };
  const scored = branches.filter((branch) => branch.n > 0);
  const worst = await choose("Por atender", "worst");
  expect(worst[0]).toMatchObject(expected(scored[scored.length - 1]));
  const averages = worst.filter((row) => !row.pending).map((row) => Number(row.score));
  expect(averages).toEqual([...averages].sort((a, b) => a - b));
  const names = (await choose("Por nombre", "name")).map((row) => row.name);
  expect(names).toEqual([...names].sort((a, b) => a.localeCompare(b, "es", { sensitivity: "base", numeric: false })));
  const counts = (await choose("Más visitas", "count")).map((row) => Number(row.n.replace(/\D/g, "")));
  expect(counts).toEqual([...counts].sort((a, b) => b - a));
  expect(counts[0]).toBe(Math.max(...branches.map((branch) => branch.n)));
});

test("search keeps positions and the rest of the filter", async ({ page, open }) => {
  const { year } = await values();
  const { branches } = await kpi(`year=${year}`);
  const wanted = branches.filter((branch) => branch.n > 0)[30];
  await open(`/?year=${year}`);
  const list = page.locator("#lista");
  const field = list.getByRole("searchbox");
  await field.fill(wanted.name.toUpperCase());
  await field.press("Enter");
  await expect(page).toHaveURL(/buscar=/);
  await expect(page).toHaveURL(new RegExp(`year=${year}`));
  await expect(list.locator("ol.rank .name", { hasText: wanted.name }).first()).toBeVisible();
  const row = (await ranking(list)).find((one) => one.name === wanted.name)!;
  expect(row).toMatchObject(expected(wanted));
  await field.fill("nada se llama así");
  await field.press("Enter");
  await expect(list).toContainText("Nada coincide con la búsqueda");
});

test("groups as the long list", async ({ page, open }) => {
  const { groups } = await kpi();
  await open("/");
  await page.getByRole("link", { name: `Ver todos (${groups.length})` }).first().click();
  await expect(page).toHaveURL(/de=groups/);
  // The address changes at once; the list follows with the answer.
  await expect
    .poll(() => ranking(page.locator("#lista")))
    .toMatchObject(groups.slice(0, PER_PAGE).map((group) => ({ name: group.name, ...expected(group) })));
});
