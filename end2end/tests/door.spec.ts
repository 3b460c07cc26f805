// Signing in and out: passwords, second step, one-time links, what is told when it does not go; with and without scripts.

import { expectAccessible } from "../support/axe";
import { come, guarded, settled, signIn, type Guarded } from "../support/sign_in";
import { expect, test } from "../support/test";

let server: Guarded;

test.describe.configure({ mode: "serial" });

test.beforeAll(async () => {
  server = await guarded("door");
});

test.afterAll(async () => {
  await server.stop();
});

test.afterEach(async ({ page }) => {
  await page.goto("about:blank");
});

test("who is not signed in comes to the door, and from there to where they wanted", async ({ page, scripts }) => {
  const wanted = "/historico?territory=local";
  await page.goto(server.url + wanted);
  await expect(page).toHaveURL(`${server.url}/entrar?volver=${encodeURIComponent(wanted)}`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Entrar");
  await expect(page.getByLabel("Usuario o correo")).toBeFocused();
  if (scripts) await expectAccessible(page);
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
  await page.getByLabel("Usuario o correo").fill("director@demo");
  await page.getByLabel("Contraseña").fill(server.password);
  await page.keyboard.press("Enter");
  await page.waitForURL(server.url + wanted);
  await settled(page, scripts);
});

test("a wrong password and an unknown name hear the same", async ({ page, scripts, guard }) => {
  guard.allow(/status 401|401 \(Unauthorized/);
  const told = [];
  for (const login of ["viewer@demo", "nadie@demo"]) {
    await page.goto(`${server.url}/entrar`);
    await page.getByLabel("Usuario o correo").fill(login);
    await page.getByLabel("Contraseña").fill("no es esta de ninguna manera");
    await page.getByRole("button", { name: "Entrar", exact: true }).click();
    await expect(page.getByRole("alert")).toBeVisible();
    await expect(page.getByLabel("Usuario o correo")).toHaveValue(login);
    await expect(page.getByLabel("Contraseña")).toHaveValue("");
    told.push(await page.getByRole("alert").textContent());
    if (scripts) await expectAccessible(page);
  }
  expect(told[0]).toContain("no coinciden");
  expect(told[1]).toBe(told[0]);
});

test("signing out here closes this browser's pages", async ({ page, scripts, phone }) => {
  await signIn(page, server, "supervisor@demo", phone ? "/mas" : "/");
  await settled(page, scripts);
  await page.getByRole("button", { name: "Cerrar sesión", exact: true }).first().click();
  await expect(page).toHaveURL(/\/entrar/);
  await page.goto(`${server.url}/perfil`);
  await expect(page).toHaveURL(/\/entrar/);
});

test("a link that is not good any more says so", async ({ page, scripts, guard }) => {
  guard.allow(/status 4\d\d|4\d\d \(/);
  await page.goto(`${server.url}/enlace/invitacion/nunca-lo-hubo`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Este enlace ya no sirve");
  await expect(page.locator("main")).toContainText("una sola vez");
  if (scripts) await expectAccessible(page);
  await page.getByRole("link", { name: "Entrar", exact: true }).click();
  await expect(page).toHaveURL(/\/entrar$/);
});

test.describe("in English, dark", () => {
  test.use({ locale: "en-US", colorScheme: "dark" });

  test("the door and the way in", async ({ page, scripts }) => {
    await page.goto(`${server.url}/entrar`);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Sign in");
    await expect(page.getByLabel("User name or e-mail")).toBeVisible();
    if (scripts) await expectAccessible(page);
    await signIn(page, server, "viewer@demo", "/");
    await come(page, `${server.url}/perfil`, scripts);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Your profile");
  });
});
