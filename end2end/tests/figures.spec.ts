// Every filter on every screen that has figures: what stands there is what `falcon kpi` says for the same query.

import { kpi } from "../support/kpi";
import { values } from "../support/filters";
import { screens } from "../support/screens";
import { expect, test } from "../support/test";

/** One query of every parameter, of a group and one of its branches where it is about a place. */
async function filters() {
  const { all, last, year, areas } = await values();
  const branch = all.branches.find(({ group, n }) => n > 0 && group === all.groups[1].name)!;
  const [group, code] = [all.groups[1].slug, branch.code];
  const state = await stateOf(code, all.states.map((one) => one.code));
  const word = encodeURIComponent(branch.name.split(" ").pop()!);
  const queries = [
    ...["", "kind=seguridad", "kind=all", `year=${year}`, `year=${year}&quarter=Q2`, `month=${last}`],
    ...[`from=${year}-02-10&to=${year}-06-20`, `period=${year}-S1`, `period=${year}-T1`, `estado=${state}`, `grupo=${group}`],
    ...[`sucursal=${encodeURIComponent(code)}`, "territory=local", "territory=foranea", `area=${areas[4]}`, "band=bueno&band=regular", `q=${word}`],
  ];
  return { group, code, queries };
}

async function stateOf(code: string, states: string[]): Promise<string> {
  for (const state of states) {
    if ((await kpi(`estado=${state}`)).branches.some((branch) => branch.code === code)) return state;
  }
  throw new Error(`no state holds ${code}`);
}

/**
 * A project takes every fourth pair of screen and filter, so that every pair is seen once, and every screen and every filter
 * on desktop and phone, with scripts and without.
 */
test("each filter on each screen", async ({ page, open, scripts, phone }) => {
  test.setTimeout(180_000);
  const share = (phone ? 2 : 0) + (scripts ? 1 : 0);
  const { group, code, queries } = await filters();
  for (const [row, { path, check }] of screens(group, code).entries()) {
    for (const [column, query] of queries.entries()) {
      if ((row + column) % 4 !== share) continue;
      const address = path + (query && (path.includes("?") ? "&" : "?") + query);
      await test.step(address, async () => {
        await open(address);
        await check(page, query);
        await expect(page.getByRole("alert")).toHaveCount(0);
      });
    }
  }
});
