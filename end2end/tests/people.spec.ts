// The people of an organization and who asks to be let in, run by an administrator; with and without scripts.

import { expectAccessible } from "../support/axe";
import { section, table } from "../support/read";
import { BOT, come, guarded, settled, signIn, byWidget, type Guarded } from "../support/sign_in";
import { expect, test } from "../support/test";

const PEOPLE = "/administracion/personas";
const REQUESTS = "/administracion/solicitudes";
const SECRET = "un tren verde y largo";

let server: Guarded;

test.describe.configure({ mode: "serial" });

test.beforeAll(async () => {
  server = await guarded("people", BOT);
});

test.afterAll(async () => {
  await server.stop();
});

test.beforeEach(({ guard }) => {
  // Telegram's own script, which is not there without the network.
  guard.allow(/telegram\.org/);
});

test.afterEach(async ({ page }) => {
  await page.goto("about:blank");
});

test("somebody is invited, comes in, is changed, suspended and removed", async ({ page, scripts, browser, guard }) => {
  guard.allow(/status 422|422 \(Unprocessable/);
  await signIn(page, server, "admin@demo", "/administracion");
  await settled(page, scripts);
  if (scripts) await expectAccessible(page);
  await page.getByRole("link", { name: /^Personas/ }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Personas");
  await settled(page, scripts);
  if (scripts) await expectAccessible(page);
  await page.getByRole("link", { name: "Invitar", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Invitar a alguien");
  await settled(page, scripts);

  // What is missing is told, and nothing typed is lost.
  await page.getByLabel("Nombre").fill("Nora Ruiz");
  await page.getByLabel("Usuario o correo").fill("nora@demo");
  await page.getByRole("radio", { name: /^Consulta/ }).check();
  await page.getByRole("button", { name: "Invitar y obtener el enlace" }).click();
  await expect(page.getByRole("alert")).toContainText("Marca al menos un grupo");
  await settled(page, scripts);
  if (scripts) await expectAccessible(page);
  await expect(page.getByLabel("Nombre")).toHaveValue("Nora Ruiz");
  await expect(page.getByRole("radio", { name: /^Consulta/ })).toBeChecked();

  // How many branches that comes to: by itself, or by a button.
  await page.getByLabel("Foránea").check();
  if (!scripts) await page.getByRole("button", { name: "Contar sucursales" }).click();
  await expect(page.locator(".scope-count")).toContainText(/^[1-9]\d* de \d+ sucursales hoy/);
  await expect(page.getByLabel("Foránea")).toBeChecked();
  await page.getByRole("button", { name: "Invitar y obtener el enlace" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Invitación para Nora Ruiz");
  const shown = page.getByRole("group", { name: "Enlace" }).locator("code");
  const link = (await shown.textContent())!;
  expect(link).toContain(`${server.url}/enlace/`);
  await settled(page, scripts);
  await expect(shown).toHaveText(link);
  if (scripts) await expectAccessible(page);
  await page.reload();
  await expect(page.locator("main")).toContainText("ya se mostró");

  const other = await browser.newContext({ javaScriptEnabled: scripts, locale: "es-MX" });
  const hers = await other.newPage();
  await hers.goto(link);
  await expect(hers.getByRole("heading", { level: 1 })).toHaveText("Te damos la bienvenida");
  if (scripts) await expectAccessible(hers);
  await hers.getByLabel("Contraseña nueva").fill(SECRET);
  await hers.getByLabel("La misma, otra vez").fill(SECRET);
  await hers.getByRole("button", { name: "Guardar y entrar" }).click();
  await hers.waitForURL(`${server.url}/`);

  await come(page, server.url + PEOPLE, scripts);
  const row = (await table(section(page, "Personas"))).find((cells) => cells[0] === "Nora Ruiz")!;
  expect(row.join("|")).toMatch(/nora@demo\|Consulta\|Foránea ?[1-9]\d* de \d+ sucursales hoy\|Activa/);
  await page.getByRole("link", { name: "Nora Ruiz" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Nora Ruiz");
  await settled(page, scripts);
  if (scripts) await expectAccessible(page);
  await page.getByRole("radio", { name: /^Dirección/ }).check();
  await expect(page.locator(".member-scope")).toBeHidden();
  await page.getByRole("button", { name: "Guardar cambios" }).click();
  await expect(page.getByRole("status").first()).toContainText("Cambios guardados");

  await page.getByRole("button", { name: "Suspender" }).click();
  await expect(page.getByRole("status").first()).toContainText("Suspendida");
  await hers.goto(`${server.url}/perfil`);
  await expect(hers).toHaveURL(/\/entrar/);
  await other.close();
  await page.getByRole("button", { name: "Readmitir" }).click();
  await expect(page.getByRole("status").first()).toContainText("Readmitida");
  await page.getByText("Quitar…").click();
  await page.getByRole("button", { name: "Sí, quitar" }).click();
  await expect(page.getByRole("status").first()).toContainText("Ya no es de la organización");
  await expect(page.locator("main")).not.toContainText("Nora Ruiz");
});

test("who comes by Telegram asks, and is let in or not", async ({ page, scripts, browser, phone }) => {
  const id = 1_000 + (phone ? 1 : 0) + (scripts ? 2 : 0);
  const other = await browser.newContext({ javaScriptEnabled: scripts, locale: "es-MX" });
  const theirs = await other.newPage();
  for (const [number, name] of [[id, "Luz"], [id + 100, "Otro"]] as const) {
    await byWidget(theirs, server, { id: number, first_name: name, username: `${name.toLowerCase()}_v` });
    await expect(theirs.getByRole("heading", { level: 1 })).toHaveText("Pedir acceso");
    if (scripts) await expectAccessible(theirs);
    await theirs.getByLabel("Mensaje para tu administrador").fill("Soy de <i>Puebla</i>");
    await theirs.getByRole("button", { name: "Pedir acceso" }).click();
    await expect(theirs.getByRole("status")).toContainText("está enviada");
  }

  await signIn(page, server, "admin@demo", PEOPLE);
  await page.getByRole("link", { name: /^2 solicitudes de acceso/ }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Solicitudes de acceso");
  await settled(page, scripts);
  await expect(page.locator("main")).toContainText("Soy de <i>Puebla</i>");
  if (scripts) await expectAccessible(page);
  await page.getByRole("listitem").filter({ hasText: "Luz" }).getByRole("link", { name: "Decidir" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Luz");
  await settled(page, scripts);
  if (scripts) await expectAccessible(page);
  await page.getByRole("radio", { name: /^Dirección/ }).check();
  await page.getByRole("button", { name: "Dar acceso" }).click();
  await expect(page.getByRole("status").first()).toContainText("Acceso concedido");

  await come(page, server.url + REQUESTS, scripts);
  await page.getByRole("link", { name: "Decidir" }).click();
  await page.getByRole("button", { name: "Rechazar" }).click();
  await expect(page.getByRole("status").first()).toContainText("Solicitud rechazada");
  await expect(page.locator("main")).toContainText("No hay solicitudes pendientes");

  await byWidget(theirs, server, { id, first_name: "Luz" });
  await theirs.waitForURL(`${server.url}/`);
  await other.close();
});

test.describe("in English, dark", () => {
  test.use({ locale: "en-US", colorScheme: "dark" });

  test("the same pages", async ({ page, scripts }) => {
    await signIn(page, server, "admin@demo", "/administracion");
    for (const [path, title] of [
      ["/administracion", "Administration"],
      [PEOPLE, "People"],
      [`${PEOPLE}/nueva`, "Invite somebody"],
      [REQUESTS, "Requests for access"],
      ["/administracion/auditoria", "Audit log"],
    ]) {
      await come(page, server.url + path, scripts);
      await expect(page.getByRole("heading", { level: 1 })).toHaveText(title);
      if (scripts) await expectAccessible(page);
    }
  });
});

test("what was done stands in the audit log", async ({ page, scripts }) => {
  await signIn(page, server, "admin@demo", "/administracion/auditoria");
  await settled(page, scripts);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Auditoría");
  await expect(page.locator(".audit-entry").filter({ hasText: "Nora Ruiz" }).first()).toBeVisible();
  if (scripts) await expectAccessible(page);
});

test("who is no administrator finds nothing of it", async ({ page, guard }) => {
  // The cookie is taken from a page that is open, which may ask once more.
  guard.allow(/status 40[13]|403 \(Forbidden\)|401 \(Unauthorized\)/);
  for (const login of ["director@demo", "viewer@demo"]) {
    await signIn(page, server, login, "/mas");
    await expect(page.locator("main")).not.toContainText("Administración");
    for (const path of ["/administracion", PEOPLE, `${PEOPLE}/1`, REQUESTS, "/administracion/auditoria"]) {
      expect((await page.goto(server.url + path))!.status(), path).toBe(403);
      await expect(page.getByRole("alert"), path).toContainText("administra tu organización");
      await expect(page.locator("main").getByRole("link", { name: "Ir al tablero" }), path).toBeVisible();
      await expect(page.locator("main"), path).not.toContainText(/Invitar|Reintentar|forbidden/);
    }
    await page.context().clearCookies();
  }
});
