// The tables beside the map, held against `falcon kpi`.

import { expect, type Page } from "@playwright/test";

import { integer, score } from "./format";
import { kpi, type Kpi } from "./kpi";
import { table } from "./read";

/** The branches that have a place. */
export const located = (answer: Kpi) => answer.branches.filter((branch) => branch.latitude !== null && branch.longitude !== null);

/** Every state, every branch with its average and n, and how many they are. */
export async function expectMap(page: Page, query: string) {
  const answer = await kpi(query);
  const states = answer.states.filter((state) => state.n > 0);
  const tables = page.locator("details.as-table table");
  // The address changes at once; what is shown stays until the answer is there.
  const shownStates = async () => (await table(tables.first())).map((row) => [row[0], row[1].split(" ").pop(), row[2]]);
  await expect.poll(shownStates).toEqual(states.map((state) => [state.name, score(state), integer(state.n)]));
  const shown = await table(tables.last());
  const known = new Map(answer.branches.map((branch) => [branch.name, branch]));
  expect(shown.length).toBe(located(answer).length);
  for (const [name, average, n] of shown) {
    const branch = known.get(name)!;
    expect(n, name).toBe(integer(branch.n));
    expect(average, name).toContain(branch.n ? score(branch) : branch.visited ? "Sin calificación en la selección" : "Pendiente");
  }
  await expect(page.locator("main [role=status]").last()).toContainText(new RegExp(`^${integer(located(answer).length)} (sucursal|sucursales) en el mapa`));
}
