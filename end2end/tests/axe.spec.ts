// Screens at rest are the sweep's; here is what opens over them.

import { expectAccessible } from "../support/axe";
import { expect, test } from "../support/test";

test("no violation where a menu is open, light and dark", async ({ page, open, scripts, phone }) => {
  test.skip(!scripts, "the same document");
  await open("/");
  if (phone) await page.getByRole("button", { name: "Filtros" }).click();
  await page.locator("summary.pill", { hasText: "Estado" }).click();
  await expect(page.getByRole("group", { name: "Estado", exact: true })).toBeVisible();
  await expectAccessible(page);
  await page.emulateMedia({ colorScheme: "dark" });
  await expectAccessible(page);
});

test("no violation where suggestions are shown", async ({ page, open, scripts, phone }) => {
  test.skip(!scripts, "needs scripts");
  await open("/");
  if (phone) await page.getByRole("button", { name: "Filtros" }).click();
  await page.locator("#filtros input[name=q]").fill("centro");
  await expect(page.getByRole("group", { name: "Sugerencias" })).toBeVisible();
  await expectAccessible(page);
});
