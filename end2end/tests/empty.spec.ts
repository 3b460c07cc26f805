// An organization without data: every page says what to do instead of showing zeros.

import { expect, test } from "../support/test";

test("nothing yet: import or see the demo", async ({ page, open }) => {
  for (const path of ["/", "/mapa", "/historico", "/indicadores", "/porque"]) {
    await open(process.env.FALCON_E2E_EMPTY_URL + path);
    await expect(page.locator("main"), path).toContainText("Todavía no hay supervisiones");
    await expect(page.locator("main"), path).not.toContainText(/\d+\.\d\d/);
    await expect(page.locator("main").getByRole("link", { name: "Importar un archivo" }), path).toHaveAttribute("href", "/importar");
    await expect(page.locator("main"), path).toContainText("falcon demo");
    await expect(page.locator("body"), path).not.toContainText("Datos de demostración");
  }
});
