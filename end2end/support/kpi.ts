// What the figures on screen are checked against: `falcon kpi`, another process over the same data folder.

import { createHash } from "node:crypto";
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { falcon } from "./server.mjs";

export interface Mean {
  average: number | null;
  sum_hundredths: number;
  n: number;
}

export interface Kpi {
  filter: string;
  data_version: number;
  last_import: string | null;
  by_area: boolean;
  kpis: Mean & {
    delta: number | null;
    previous: (Mean & { period: string }) | null;
    target: number;
    supervisions: number;
    branches_supervised: number;
    branches_visited: number;
    branches_active: number;
    coverage: number | null;
    bands: { excelente: number; bueno: number; regular: number; critico: number };
    median: number | null;
    p10: number | null;
    areas_of_opportunity: number;
    outside_named_periods: number;
  };
  trend: (Mean & { month: string })[];
  areas: (Mean & { slug: string; name: string; below_80: number; position: number | null })[];
  groups: (Mean & { slug: string; name: string; position: number | null; branches: number; supervised: number; visited: number })[];
  branches: (Mean & {
    code: string;
    name: string;
    group: string | null;
    position: number | null;
    visited: boolean;
    latitude: number | null;
    longitude: number | null;
  })[];
  states: (Mean & { code: string; name: string; position: number | null })[];
}

/** The dashboard of the demo for a query string; asked once per run, then remembered on disk for every worker. */
export async function kpi(query = ""): Promise<Kpi> {
  const name = createHash("sha1").update(query).digest("hex");
  const memo = join(process.env.FALCON_E2E_WORK!, "kpi", `${name}.json`);
  if (existsSync(memo)) return JSON.parse(readFileSync(memo, "utf8"));
  const answer = await kpiOf(process.env.FALCON_E2E_DEMO!, "demo", query);
  const draft = `${memo}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(answer));
  renameSync(draft, memo);
  return answer;
}

/** As `kpi`, of any organization in any data folder, never remembered. */
export async function kpiOf(data: string, organization: string, query = ""): Promise<Kpi> {
  const args = ["kpi", "--org", organization, "--json"];
  if (query) args.push(query);
  return JSON.parse(await falcon(data, args));
}
