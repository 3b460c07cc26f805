// Keys of programs: made by a form, shown once, used, revoked; on a server that asks people to sign in.

import { expectAccessible } from "../support/axe";
import { section, table } from "../support/read";
import { guarded, signIn, type Guarded } from "../support/sign_in";
import { alive, expect, test } from "../support/test";

const LIST = "/administracion/llaves";

let server: Guarded;

test.describe.configure({ mode: "serial" });

test.beforeAll(async () => {
  server = await guarded("keys");
});

test.afterAll(async () => {
  await server.stop();
});

test.afterEach(async ({ page }) => {
  await page.goto("about:blank");
});

const me = (key: string) => fetch(`${server.url}/api/v1/me`, { headers: { "x-api-key": key } });

test("a key is made, shown once, used and revoked", async ({ page, scripts, phone }) => {
  await signIn(page, server, "admin@demo", LIST);
  if (scripts) await alive(page);
  const name = `Prueba ${phone ? "tel" : "esc"} ${scripts}`;
  const form = section(page, "Nueva llave");
  await form.getByLabel("Nombre").fill(name);
  await form.getByLabel("Foránea").check();
  if (scripts) await expectAccessible(page);
  // As most people send a form of one line; the picker's own button, which comes before, only counts.
  await form.getByLabel("Nombre").press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(`Llave creada: ${name}`);
  const shown = page.getByRole("group", { name: "Llave", exact: true });
  const key = (await shown.locator("code").textContent())!;
  expect(key).toMatch(/^fk_[0-9a-z]{8}_[\w-]{43}$/);
  if (scripts) {
    await alive(page);
    await expect(shown.locator("code")).toHaveText(key);
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await shown.getByRole("button", { name: "Copiar" }).click();
    await expect(shown.getByRole("status")).toHaveText("Copiado");
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(key);
    await expectAccessible(page);
  } else {
    await expect(shown.getByRole("button")).toBeHidden();
  }
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
  await page.reload();
  await expect(page.locator("main")).toContainText("no se vuelve a mostrar");
  expect(await page.content()).not.toContain(key);

  const told = (await (await me(key)).json()).data as { who: string; scope: { count: number; of: number } };
  expect(told.who).toBe("key");
  expect(told.scope.count).toBeGreaterThan(0);
  expect(told.scope.count).toBeLessThan(told.scope.of);

  await page.goto(server.url + LIST);
  const row = (await table(section(page, "Llaves"))).find((cells) => cells.join(" ").includes(key.slice(0, 11)))!;
  expect(row.join(" ")).toMatch(/Consulta.*Foránea.*Vigente/);
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);

  if (scripts) await alive(page);
  await page.getByRole("link", { name }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(name);
  if (scripts) await expectAccessible(page);
  await page.getByRole("button", { name: "Revocar llave" }).click();
  await expect(page.getByRole("status").first()).toContainText("La llave fue revocada");
  const refused = await me(key);
  expect([refused.status, ((await refused.json()) as any).error_code]).toEqual([401, "revoked"]);
});

test("a form that lacks something says what, and keeps what was typed", async ({ page, scripts, guard }) => {
  guard.allow(/status 422|422 \(Unprocessable/);
  await signIn(page, server, "admin@demo", LIST);
  if (scripts) await alive(page);
  const form = section(page, "Nueva llave");
  await form.getByLabel("Nombre").fill("Sin alcance");
  await form.getByRole("radio", { name: /^Supervisión/ }).check();
  await form.getByRole("button", { name: "Crear llave" }).click();
  await expect(page.getByRole("alert")).toContainText("No se creó la llave");
  await expect(form.getByRole("group", { name: "Qué sucursales ve" })).toContainText("Marca al menos un grupo");
  if (scripts) await alive(page);
  await expect(form.getByLabel("Nombre")).toHaveValue("Sin alcance");
  await expect(form.getByRole("radio", { name: /^Supervisión/ })).toBeChecked();
  if (scripts) await expectAccessible(page);
});

test.describe("in English, dark", () => {
  test.use({ locale: "en-US", colorScheme: "dark" });

  test("the same page", async ({ page, scripts }) => {
    await signIn(page, server, "admin@demo", LIST);
    if (scripts) await alive(page);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Keys of programs");
    await expect(section(page, "New key").getByLabel("Name")).toBeVisible();
    if (scripts) await expectAccessible(page);
  });
});

test("who is no administrator finds no keys", async ({ page, guard }) => {
  guard.allow(/status 403|403 \(Forbidden\)/);
  await signIn(page, server, "viewer@demo", "/mas");
  await expect(page.locator("main")).not.toContainText("Llaves de programas");
  const answer = await page.goto(server.url + LIST);
  expect(answer!.status()).toBe(403);
});
