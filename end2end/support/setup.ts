// Before all tests: data folders and a server over each: the demo, an organization without data, one with an import (never
// written to: tests that import start their own). After the tests all go.

import { mkdtempSync, mkdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { demoData, falcon, serve } from "./server.mjs";

export default async function setup() {
  const work = mkdtempSync(join(tmpdir(), "falcon-end2end-"));
  // A folder that already holds the demo saves the time to fill one.
  const data = process.env.FALCON_E2E_DATA || (await demoData(join(work, "demo")));
  const imported = join(work, "import");
  await falcon(imported, ["import", "--org", "prueba", fileURLToPath(new URL("../fixtures/visitas.csv", import.meta.url))]);
  const servers = await Promise.all([
    serve(data, { FALCON_ORG: "demo" }),
    serve(join(work, "empty")),
    serve(imported, { FALCON_ORG: "prueba" }),
  ]);
  mkdirSync(join(work, "kpi"));
  process.env.FALCON_E2E_WORK = work;
  process.env.FALCON_E2E_DEMO = data;
  [process.env.FALCON_E2E_URL, process.env.FALCON_E2E_EMPTY_URL, process.env.FALCON_E2E_IMPORT_URL] = servers.map(({ url }) => url);
  return async () => {
    await Promise.all(servers.map((server) => server.stop()));
    rmSync(work, { recursive: true, force: true });
  };
}
