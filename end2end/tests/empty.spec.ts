// An organization without data: every page says what to do instead of showing zeros.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { serve } from "../support/server.mjs";
import { expect, test } from "../support/test";

let server: Awaited<ReturnType<typeof serve>>;

test.beforeAll(async () => {
  server = await serve(mkdtempSync(join(tmpdir(), "falcon-empty-")));
});

test.afterAll(async () => {
  await server.stop();
  rmSync(server.data, { recursive: true, force: true });
});

test("nothing yet: import or see the demo", async ({ page, open }) => {
  for (const path of ["/", "/mapa", "/historico", "/indicadores", "/porque"]) {
    await open(server.url + path);
    await expect(page.locator("main"), path).toContainText("Todavía no hay supervisiones");
    await expect(page.locator("main"), path).not.toContainText(/\d+\.\d\d/);
    await expect(page.locator("main").getByRole("link", { name: "Importar un archivo" }), path).toHaveAttribute("href", "/importar");
    await expect(page.locator("main"), path).toContainText("falcon demo");
    await expect(page.locator("body"), path).not.toContainText("Datos de demostración");
  }
});
