// Before all tests: a data folder with the demo, and a server over it. After them both go.

import { mkdtempSync, mkdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { demoData, serve } from "./server.mjs";

export default async function setup() {
  const work = mkdtempSync(join(tmpdir(), "falcon-end2end-"));
  // A folder that already holds the demo saves the time to fill one (never written to: tests that import use their own).
  const data = process.env.FALCON_E2E_DATA || (await demoData(join(work, "demo")));
  const server = await serve(data, { FALCON_ORG: "demo" });
  mkdirSync(join(work, "kpi"));
  process.env.FALCON_E2E_WORK = work;
  process.env.FALCON_E2E_DEMO = data;
  process.env.FALCON_E2E_URL = server.url;
  return async () => {
    await server.stop();
    rmSync(work, { recursive: true, force: true });
  };
}
