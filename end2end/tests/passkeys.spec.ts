// Passkeys, with Chromium's own authenticator: made on the profile, opening the door without a word typed.

import type { Page } from "@playwright/test";

import { expectAccessible } from "../support/axe";
import { authenticator, come, guarded, settled, signIn, type Guarded } from "../support/sign_in";
import { expect, test } from "../support/test";

let server: Guarded;

test.describe.configure({ mode: "serial" });

test.beforeAll(async () => {
  // Browsers make passkeys for names, not for numbers.
  server = await guarded("passkeys");
  server.url = server.url.replace("127.0.0.1", "localhost");
});

test.afterAll(async () => {
  await server.stop();
});

test.afterEach(async ({ page }) => {
  await page.goto("about:blank");
});

const part = (page: Page) => page.locator(".profile-part#llaves");

const words = {
  es: {
    name: "Nombre de la llave nueva",
    present: "Contraseña actual",
    make: "Agregar llave de acceso",
    door: "Entrar con llave de acceso",
    change: "Cambiar",
    save: "Guardar",
    rename: "Nombre de la llave",
    remove: "Quitar llave de acceso",
    none: "Todavía no tienes ninguna.",
    unused: "sin usar",
    used: "usada hace un momento",
    wrong: "no es tu contraseña actual",
    closed: "Se cerró sin confirmar",
    gone: "no abrió",
  },
  en: {
    name: "Name of the new passkey",
    present: "Present password",
    make: "Add a passkey",
    door: "Sign in with a passkey",
    change: "Change",
    save: "Save",
    rename: "Name of the passkey",
    remove: "Remove passkey",
    none: "You have none yet.",
    unused: "never used",
    used: "used a moment ago",
    wrong: "not your present password",
    closed: "closed without confirming",
    gone: "did not open",
  },
};

async function make(page: Page, told: (typeof words)["es"], name: string, password: string) {
  await part(page).getByLabel(told.name).fill(name);
  await part(page).getByLabel(told.present).last().fill(password);
  await part(page).getByRole("button", { name: told.make }).click();
}

/** The whole way, as `login`. */
async function whole(page: Page, told: (typeof words)["es"], login: string) {
  const device = await authenticator(page);
  await signIn(page, server, login, "/perfil");
  await settled(page, true);
  await expect(part(page)).toContainText(told.none);
  await expectAccessible(page);
  await make(page, told, "Mi aparato", "no es esta, seguro");
  await expect(part(page).getByRole("alert")).toContainText(told.wrong);
  await settled(page, true);
  await make(page, told, "Mi aparato", server.password);
  await expect(part(page).locator(".profile-done")).toBeVisible();
  await expect(part(page).getByRole("listitem")).toContainText(["Mi aparato"]);
  await expect(part(page).getByRole("listitem")).toContainText([told.unused]);
  await settled(page, true);
  await expectAccessible(page);

  await page.context().clearCookies();
  await page.goto(`${server.url}/entrar?volver=%2Fperfil`);
  await expectAccessible(page);
  // The person does not prove who they are: told, and nobody comes in.
  await device.verifies(false);
  await page.getByRole("button", { name: told.door }).click();
  await expect(page.locator("form[data-passkey]").getByRole("status")).toContainText(told.closed);
  await device.verifies(true);
  await page.getByRole("button", { name: told.door }).click();
  await page.waitForURL(`${server.url}/perfil`);
  await settled(page, true);
  await expect(part(page).getByRole("listitem")).toContainText([told.used]);

  await part(page).getByLabel(`${told.change}: Mi aparato`).click();
  await expectAccessible(page);
  await part(page).getByLabel(told.rename, { exact: true }).fill("Otro nombre");
  await part(page).getByRole("button", { name: told.save }).click();
  await expect(part(page).getByRole("listitem")).toContainText(["Otro nombre"]);
  await settled(page, true);
  await part(page).getByLabel(`${told.change}: Otro nombre`).click();
  await part(page).getByLabel(told.present).first().fill(server.password);
  await part(page).getByRole("button", { name: told.remove }).click();
  await expect(part(page)).toContainText(told.none);

  // The device still has it: it opens nothing any more.
  await page.context().clearCookies();
  await page.goto(`${server.url}/entrar`);
  await page.getByRole("button", { name: told.door }).click();
  await expect(page.getByRole("alert")).toContainText(told.gone);
  await device.remove();
}

const REFUSED = /status 4(01|22)|4(01|22) \(/;
/** Keys are of P-256 alone, on purpose: Chromium would have RSA offered too, for old devices. */
const P256 = /pubKeyCredParams is missing/;

test("a passkey is made, opens the door, is renamed and taken away", async ({ page, scripts, guard }) => {
  test.skip(!scripts, "passkeys need scripts");
  guard.allow(REFUSED);
  guard.allow(P256);
  await whole(page, words.es, "director@demo");
});

test("the part of the profile works when one walks to it within the app", async ({ page, scripts, guard }) => {
  test.skip(!scripts, "passkeys need scripts");
  guard.allow(P256);
  const device = await authenticator(page);
  await signIn(page, server, "supervisor@demo", "/mas");
  await settled(page, scripts);
  await page.locator('a[href="/perfil"]:visible').first().click();
  await expect(part(page)).toBeVisible();
  await make(page, words.es, "A pie", server.password);
  await expect(part(page).getByRole("listitem")).toContainText(["A pie"]);
  await device.remove();
});

test("a browser that knows no passkeys is offered none", async ({ page, scripts }) => {
  await page.addInitScript(() => Reflect.deleteProperty(window, "PublicKeyCredential"));
  await page.goto(`${server.url}/entrar`);
  await expect(page.getByRole("button", { name: "Entrar", exact: true })).toBeVisible();
  await expect(page.getByRole("button", { name: words.es.door })).toBeHidden();
  await signIn(page, server, "viewer@demo", "/perfil");
  await settled(page, scripts);
  await expect(part(page).getByRole("button", { name: words.es.make })).toBeHidden();
  await expect(part(page)).toContainText("hace falta JavaScript");
});

test.describe("in English, dark", () => {
  test.use({ locale: "en-US", colorScheme: "dark" });

  test("the same way", async ({ page, scripts, guard }) => {
    test.skip(!scripts, "passkeys need scripts");
    guard.allow(REFUSED);
    guard.allow(P256);
    await whole(page, words.en, "admin@demo");
    await come(page, `${server.url}/entrar`, false);
  });
});
