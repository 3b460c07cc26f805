import { expectAccessible } from "../support/axe";
import { routes } from "../support/routes";
import { expect, test } from "../support/test";

const NAMES = ["board", "map", "history", "indicators", "why", "import", "more", "group", "branch", "supervision"];

for (const [at, name] of NAMES.entries()) {
  test(`${name}: no violation, light and dark`, async ({ page, open, scripts, request }) => {
    test.skip(!scripts, "the same document");
    const address = (await routes(request))[at];
    await open(address);
    await expectAccessible(page);
    await page.emulateMedia({ colorScheme: "dark", reducedMotion: "reduce" });
    await expectAccessible(page);
  });
}

test("no violation where something is wrong or missing, or a menu is open", async ({ page, open, scripts, guard, phone }) => {
  test.skip(!scripts, "the same document");
  guard.allow(/40[04]/);
  for (const address of ["/no-existe", "/?color=azul", "/?year=1999", "/grupos/no-existe"]) {
    await open(address);
    await expectAccessible(page);
  }
  await open("/");
  if (phone) await page.getByRole("button", { name: "Filtros" }).click();
  await page.locator("summary.pill", { hasText: "Estado" }).click();
  await expect(page.getByRole("group", { name: "Estado", exact: true })).toBeVisible();
  await expectAccessible(page);
});
