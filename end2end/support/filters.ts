// The filters that tests walk through, with values that the demo really holds.

import { kpi } from "./kpi";

export interface Case {
  name: string;
  query: string;
}

/** Values of the demo to filter by. */
export async function values() {
  const all = await kpi();
  const months = all.trend.filter((point) => point.n > 0);
  const last = months[months.length - 1].month;
  const year = Number(last.slice(0, 4)) - 1;
  return {
    all,
    last,
    /** A year with data and one before it. */
    year,
    states: all.states.map((state) => state.code),
    groups: all.groups.filter((group) => group.n > 0).map((group) => group.slug),
    areas: all.areas.map((area) => area.slug),
    branches: all.branches.filter((branch) => branch.n > 0),
  };
}

/** At least one case of every parameter, and of those that interact. */
export async function cases(): Promise<Case[]> {
  const { year, last, states, groups, areas, branches } = await values();
  const lastArea = areas[areas.length - 1];
  const word = encodeURIComponent(branches[0].name.split(" ").pop()!);
  const queries: [string, string][] = [
    ["nothing", ""],
    ["a year", `year=${year}`],
    ["the first quarter", `year=${year}&quarter=Q1`],
    ["the last quarter", `year=${year}&quarter=Q4`],
    ["a month", `month=${year}-05`],
    ["the last month with data", `month=${last}`],
    ["a range", `from=${year}-02-10&to=${year}-06-20`],
    ["a range of one day", `from=${year}-03-03&to=${year}-03-03`],
    ["a named period of locals", `period=${year}-T1`],
    ["a named period of out-of-town branches", `period=${year}-S2`],
    ["another kind", "kind=seguridad"],
    ["all kinds", "kind=all"],
    ["all kinds in a year", `kind=all&year=${year}`],
    ["a state", `estado=${states[0]}`],
    ["two states", `estado=${states[0]}&estado=${states[1]}`],
    ["a group", `grupo=${groups[0]}`],
    ["the last group in a year", `year=${year}&grupo=${groups[groups.length - 1]}`],
    ["a branch", `sucursal=${encodeURIComponent(branches[0].code)}`],
    ["locals", "territory=local"],
    ["out-of-town branches in a named period", `period=${year}-S1&territory=foranea`],
    ["an area", `area=${areas[0]}`],
    ["an area in a quarter", `year=${year}&quarter=Q2&area=${lastArea}`],
    ["two areas in a state", `estado=${states[0]}&area=${areas[0]}&area=${lastArea}`],
    ["the critical band", "band=critico"],
    ["two bands in a year", `year=${year}&band=excelente&band=bueno`],
    ["an area in the critical band", `area=${lastArea}&band=critico`],
    ["text", `q=${word}`],
    ["text within a year", `year=${year}&q=${word}`],
    ["everything at once", `year=${year}&estado=${states[0]}&territory=local&area=${areas[0]}&band=bueno`],
    ["a year without data", "year=1999"],
  ];
  return queries.map(([name, query]) => ({ name, query }));
}
