// A person's own page: name, password, second step, sessions; with and without scripts.

import type { Page } from "@playwright/test";

import { expectAccessible } from "../support/axe";
import { holds } from "../support/engine";
import { come, guarded, settled, signIn, totp, type Guarded } from "../support/sign_in";
import { expect, test } from "../support/test";

let server: Guarded;

test.describe.configure({ mode: "serial" });

test.beforeAll(async () => {
  server = await guarded("profile");
});

test.afterAll(async () => {
  await server.stop();
});

test.afterEach(async ({ page }) => {
  await page.goto("about:blank");
});

/** The page listens for news by then, as it does for whoever reads it: a form that renews the session ends that. */
const listens = async (page: Page, scripts: boolean) => {
  await settled(page, scripts);
  if (scripts) await holds(page);
};

const part = (page: Page, code: string) => page.locator(`.profile-part#${code}`);

test("a name is changed", async ({ page, scripts }) => {
  await signIn(page, server, "director@demo", "/perfil");
  await settled(page, scripts);
  if (scripts) await expectAccessible(page);
  const about = part(page, "datos");
  await about.getByLabel("Nombre").fill("Diego Dávila");
  await about.getByRole("button", { name: "Guardar" }).click();
  await expect(part(page, "datos").getByRole("status")).toHaveText("Guardado.");
  await expect(part(page, "datos").getByLabel("Nombre")).toHaveValue("Diego Dávila");
});

test("a password that does not fit says why, a good one ends the other sessions", async ({ page, scripts, browser }) => {
  const elsewhere = await browser.newContext({ javaScriptEnabled: scripts });
  const other = await elsewhere.newPage();
  await signIn(other, server, "supervisor@demo", "/perfil");
  await signIn(page, server, "supervisor@demo", "/perfil");
  const change = async (present: string, fresh: string, again: string) => {
    await listens(page, scripts);
    const form = part(page, "contrasena");
    await form.getByLabel("Contraseña actual").fill(present);
    await form.getByLabel("Contraseña nueva").fill(fresh);
    await form.getByLabel("La misma, otra vez").fill(again);
    await form.getByRole("button", { name: "Cambiar contraseña" }).click();
  };
  const fresh = "cuatro nubes de cartón";
  await change("no es esta, seguro", fresh, fresh);
  await expect(part(page, "contrasena").getByRole("alert")).toContainText("no es tu contraseña actual");
  if (scripts) await expectAccessible(page);
  await change(server.password, fresh, "otra cosa distinta");
  await expect(part(page, "contrasena").getByRole("alert")).toContainText("no son iguales");
  await change(server.password, "contraseña123", "contraseña123");
  await expect(part(page, "contrasena").getByRole("alert")).toBeVisible();
  await change(server.password, fresh, fresh);
  await expect(part(page, "contrasena").getByRole("status")).toContainText("Contraseña cambiada");
  await other.reload();
  await expect(other).toHaveURL(/\/entrar/);
  await elsewhere.close();
});

test("a second step is set up, asked for at the door, and taken away", async ({ page, scripts, guard }) => {
  guard.allow(/status 401|401 \(Unauthorized/);
  await signIn(page, server, "viewer@demo", "/perfil");
  await settled(page, scripts);
  const step = () => part(page, "segundo-paso");
  // A session that somebody else got hold of must not lock its person out: the password is asked for.
  await step().getByLabel("Contraseña actual").fill("no es esta, seguro");
  await step().getByRole("button", { name: "Activar", exact: true }).click();
  await expect(step().getByRole("alert")).toContainText("no es tu contraseña actual");
  await settled(page, scripts);
  if (scripts) await expectAccessible(page);
  await step().getByLabel("Contraseña actual").fill(server.password);
  await step().getByRole("button", { name: "Activar", exact: true }).click();
  await expect(step().getByRole("img", { name: /QR/ })).toBeVisible();
  const key = (await step().locator(".profile-secret").textContent())!;
  await settled(page, scripts);
  if (scripts) await expectAccessible(page);
  // A code is good for its thirty seconds and those after: this one is of the step before, and must not grow older on its way.
  const left = 30_000 - (Date.now() % 30_000);
  if (left < 15_000) await page.waitForTimeout(left + 200);
  await step().getByLabel(/código de seis dígitos/).fill(totp(key, Date.now() - 30_000));
  await step().getByRole("button", { name: "Confirmar" }).click();
  await expect(step().locator(".profile-codes")).toBeVisible();
  const codes = await step().locator(".profile-codes code").allTextContents();
  expect(codes.length).toBeGreaterThanOrEqual(8);
  if (scripts) await expectAccessible(page);
  await page.reload();
  await expect(step().locator(".profile-codes")).toHaveCount(0);

  await page.context().clearCookies();
  await page.goto(`${server.url}/entrar?volver=%2Fperfil`);
  const enter = async () => {
    await page.locator("input[name=login]").fill("viewer@demo");
    await page.locator("input[name=password]").fill(server.password);
    await page.getByRole("button", { name: "Entrar", exact: true }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Segundo paso");
  };
  await enter();
  if (scripts) await expectAccessible(page);
  await page.getByLabel("Código").fill("000000");
  await page.getByRole("button", { name: "Continuar" }).click();
  await expect(page.getByRole("alert")).toContainText("no es válido");
  await page.getByLabel("Código").fill(totp(key));
  await page.getByRole("button", { name: "Continuar" }).click();
  await page.waitForURL(`${server.url}/perfil`);

  // Without the phone: a recovery code, once.
  await page.context().clearCookies();
  await page.goto(`${server.url}/entrar?volver=%2Fperfil`);
  await enter();
  await page.getByLabel("Código").fill(codes[0]);
  await page.getByRole("button", { name: "Continuar" }).click();
  await page.waitForURL(`${server.url}/perfil`);
  await settled(page, scripts);
  await expect(step()).toContainText(`Te quedan ${codes.length - 1} códigos`);
  await step().getByLabel("Contraseña actual").fill(server.password);
  await step().getByRole("button", { name: "Desactivar" }).click();
  await expect(step()).toContainText("No está activado");
});

test("sessions are seen and ended", async ({ page, scripts, browser }) => {
  const elsewhere = await browser.newContext({ javaScriptEnabled: scripts, userAgent: "Mozilla/5.0 (Android 14; Mobile; rv:130.0) Gecko/130.0 Firefox/130.0" });
  const other = await elsewhere.newPage();
  await signIn(other, server, "admin@demo", "/perfil");
  await signIn(page, server, "admin@demo", "/perfil");
  await listens(page, scripts);
  const sessions = part(page, "sesiones");
  await expect(sessions.getByRole("listitem")).toHaveCount(2);
  await sessions.getByRole("button", { name: /Cerrar: Firefox en Android/ }).click();
  await expect(part(page, "sesiones").getByRole("status")).toHaveText("Sesión cerrada.");
  await expect(part(page, "sesiones").getByRole("listitem")).toHaveCount(1);
  await other.reload();
  await expect(other).toHaveURL(/\/entrar/);

  // All but this one, and how many that were.
  await signIn(other, server, "admin@demo", "/perfil");
  await page.goto(`${server.url}/perfil`);
  await listens(page, scripts);
  await page.getByRole("button", { name: "Cerrar las demás" }).click();
  await expect(part(page, "sesiones").getByRole("status")).toHaveText("Se cerró la otra sesión.");
  await expect(part(page, "sesiones").getByRole("listitem")).toHaveCount(1);
  await elsewhere.close();
});

test.describe("in English, dark", () => {
  test.use({ locale: "en-US", colorScheme: "dark" });

  test("the same page", async ({ page, scripts }) => {
    await signIn(page, server, "admin@demo", "/perfil");
    await settled(page, scripts);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Your profile");
    await expect(part(page, "sesiones")).toContainText("This session");
    if (scripts) await expectAccessible(page);
    await come(page, `${server.url}/mas`, scripts);
  });
});
