// The audit log as an administrator reads it: filtered, opened, taken along as a file; with and without scripts.

import { readFileSync } from "node:fs";

import { expectAccessible } from "../support/axe";
import { come, guarded, settled, signIn, type Guarded } from "../support/sign_in";
import { alive, expect, test } from "../support/test";

const LOG = "/administracion/auditoria";

let server: Guarded;

test.describe.configure({ mode: "serial" });
test.beforeAll(async () => {
  server = await guarded("audit");
});
test.afterAll(async () => server.stop());

test("what was done is found by who, what and when", async ({ page, scripts, browser, guard }) => {
  guard.allow(/status 401|401 \(Unauthorized/);
  // Somebody mistypes, and comes in then.
  const other = await browser.newContext({ javaScriptEnabled: scripts, userAgent: "Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0" });
  const theirs = await other.newPage();
  await theirs.goto(`${server.url}/entrar`);
  await theirs.locator("input[name=login]").fill("director@demo");
  await theirs.locator("input[name=password]").fill("no es esta, seguro");
  await theirs.getByRole("button", { name: "Entrar", exact: true }).click();
  await expect(theirs.getByRole("alert")).toBeVisible();
  await signIn(theirs, server, "director@demo", "/");
  await other.close();

  await signIn(page, server, "admin@demo", LOG);
  await settled(page, scripts);
  const entries = page.locator(".audit-entry");
  const all = await entries.count();
  expect(all).toBeGreaterThanOrEqual(3);
  if (scripts) await expectAccessible(page);

  // Each is a sentence, with its details behind it.
  const refused = entries.filter({ hasText: "no pudo entrar" }).first();
  await refused.locator("summary").click();
  await expect(refused.locator("dl")).toContainText("Firefox en Linux");
  await expect(refused.locator("dl")).toContainText("127.0.0.1");
  if (scripts) await expectAccessible(page);

  const send = page.getByRole("button", { name: "Mostrar", exact: true });
  await page.getByLabel("Acción").selectOption({ value: "sign_in_refused" });
  await send.click();
  await page.waitForURL(/accion=sign_in_refused/);
  await settled(page, scripts);
  await expect(entries).not.toHaveCount(all);
  for (const text of await entries.allTextContents()) expect(text).toContain("no pudo entrar");

  // As a file: the same entries, and that it was taken is an entry too.
  const shown = await entries.count();
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "Descargar CSV" }).click()]);
  expect(download.suggestedFilename()).toMatch(/\.csv$/);
  const lines = readFileSync(await download.path(), "utf8").trim().split(/\r?\n/);
  expect(lines.length).toBe(shown + 1);
  await page.getByRole("link", { name: "Quitar filtros" }).click();
  await page.waitForURL(server.url + LOG);
  await settled(page, scripts);
  await expect(entries.first()).toContainText("auditoria.csv");

  // What nobody did.
  await come(page, `${server.url}${LOG}?desde=2020-01-01&hasta=2020-12-31`, scripts);
  await expect(page.locator("main")).toContainText("Nada con estos filtros.");
  if (scripts) await expectAccessible(page);

  // Days the wrong way round are told as such.
  await come(page, `${server.url}${LOG}?desde=2020-12-31&hasta=2020-01-01`, scripts);
  await expect(page.getByRole("alert")).toContainText("cae después de");
  await expect(page.locator("main")).not.toContainText("Nada con estos filtros.");
  if (scripts) await expectAccessible(page);

  await come(page, `${server.url}${LOG}?texto=director%40demo`, scripts);
  const told = await server.falcon(["audit", "verify"]);
  expect(told).toContain("the chain holds");
});

test.describe("in English, dark", () => {
  test.use({ locale: "en-US", colorScheme: "dark" });

  test("the same page", async ({ page, scripts }) => {
    await signIn(page, server, "admin@demo", LOG);
    if (scripts) await alive(page);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Audit log");
    await expect(page.locator(".audit-entry").first()).toContainText("signed in");
    if (scripts) await expectAccessible(page);
  });
});

test("who is no administrator reads no log", async ({ page, guard }) => {
  guard.allow(/status 403|403 \(Forbidden\)/);
  await signIn(page, server, "director@demo", "/");
  const answer = await page.goto(server.url + LOG);
  expect(answer!.status()).toBe(403);
  expect((await page.request.get(`${server.url}${LOG}.csv`)).status()).toBe(403);
});
