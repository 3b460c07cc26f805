// Inside Telegram, in four versions of its client: the same pages wear it, and ask nothing of it that it cannot do.

import type { Frame, Page } from "@playwright/test";

import { expectAccessible } from "../support/axe";
import { BOT, guarded, type Guarded } from "../support/sign_in";
import { beyond, button, calls, framed, launchOf, press, SCRIPT, standIn, themeOf, THEMES, wear } from "../support/telegram";
import { expect, test } from "../support/test";

const ANA = { id: 70_000_001, first_name: "Ana" };
const BETO = { id: 70_000_002, first_name: "Beto" };
const member = (account: { id: number; first_name: string }, role: string) =>
  ["user", "add", "--org", "demo", "--role", role, "--name", account.first_name, "--telegram", String(account.id), `${account.first_name.toLowerCase()}@demo`];
const VERSIONS = ["6.0", "7.7", "8.0", "9.6"];
/** As https://docs.telegram-mini-apps.com counts. */
const since = (version: string, wanted: string) => Number(version.split(".")[0]) * 100 + Number(version.split(".")[1]) >= Number(wanted.split(".")[0]) * 100 + Number(wanted.split(".")[1]);

let server: Guarded;

test.describe.configure({ mode: "default" });
test.skip(({ javaScriptEnabled, isMobile }) => javaScriptEnabled === false || !isMobile, "a phone's, with scripts");

test.beforeAll(async () => {
  server = await guarded("telegram", BOT);
  await server.falcon(member(ANA, "admin"));
  await server.falcon(member(BETO, "director"));
});

test.afterAll(async () => {
  await server.stop();
});

test.beforeEach(({ guard }) => {
  guard.allow(/^console warning: Mixed Content: .*requested an insecure element 'http:\/\/127\.0\.0\.1:/);
  guard.allow(/^console error: Blocked autofocusing on a <input> element in a cross-origin subframe/);
});

/** Opened by the client's own window, as on a phone. */
async function launched(page: Page, version: string, path = "/", account = ANA, theme = THEMES.day) {
  await page.goto(`${server.url}${path}${launchOf(version, account, theme)}`);
  await live(page);
}

const live = (where: Page | Frame) => where.locator("html[data-live]").waitFor({ state: "attached", timeout: 30_000 });
/** Telegram's script is there and was spoken to. */
const inhabited = (where: Page | Frame) => where.locator("html[data-files]").waitFor({ state: "attached" });

const ground = (where: Page | Frame) => where.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
const rgb = (hex: string) => `rgb(${[1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16)).join(", ")})`;

async function tab(where: Page | Frame, name: string) {
  await where.locator("nav.bottom-tabs").getByRole("link", { name }).click();
}

for (const version of VERSIONS) {
  test(`version ${version}: signed in without a form, and every control of the client`, async ({ page }) => {
    await standIn(page);
    const documents: string[] = [];
    page.on("request", (request) => request.isNavigationRequest() && documents.push(`${request.method()} ${new URL(request.url()).pathname}`));
    await launched(page, version, "/?year=2025");
    await inhabited(page);
    expect(documents).toEqual(["GET /", "GET /entrar", "POST /entrar/telegram", "GET /"]);
    // What signed in is nowhere any more; the address is the page's own.
    await expect.poll(() => page.url()).toBe(`${server.url}/?year=2025`);
    expect(await page.evaluate(() => JSON.stringify({ ...sessionStorage, ...localStorage }))).not.toContain("hash%3D");
    for (const name of ["ready", "expand"]) expect(await calls(page, name), name).toHaveLength(1);

    // The client's theme.
    const theme = themeOf(version, THEMES.day);
    expect(await ground(page)).toBe(rgb(theme.secondary_bg_color ?? theme.bg_color));

    // Back: not on the board that was opened, then as far as one went.
    expect((await button(page, "BackButton")).isVisible).toBe(false);
    await tab(page, "Histórico");
    await expect(page).toHaveURL(/historico/);
    if (since(version, "6.1")) {
      await expect.poll(async () => (await button(page, "BackButton")).isVisible).toBe(true);
      await press(page, "BackButton");
      await expect(page).toHaveURL(`${server.url}/?year=2025`);
      await expect.poll(async () => (await button(page, "BackButton")).isVisible).toBe(false);
      expect((await calls(page, "selectionChanged")).length).toBeGreaterThan(0);
    } else {
      await page.goBack();
    }

    // The sheet's one action is the client's main button; its own is not seen twice.
    await page.getByRole("button", { name: /^Filtros/ }).click();
    await expect.poll(async () => (await button(page, "MainButton")).text).toMatch(/^Ver resultados \(\d/);
    await expect(page.locator("#aplicar")).toBeHidden();
    const all = (await button(page, "MainButton")).text;
    await page.locator("#filtros summary.pill", { hasText: "Territorio" }).click();
    await page.locator('#filtros label:has(input[value="foranea"])').click();
    await expect(page).toHaveURL(/territory=foranea/);
    await expect.poll(async () => (await button(page, "MainButton")).text, "live counts").not.toBe(all);
    await press(page, "MainButton");
    await expect(page.locator("#filtros")).toBeHidden();
    await expect.poll(async () => (await button(page, "MainButton")).isVisible).toBe(false);

    // A map is not dragged out of the window.
    await tab(page, "Mapa");
    await expect(page.locator(".leaflet-container")).toBeVisible();
    await expect.poll(async () => (await calls(page, "disableVerticalSwipes")).length).toBe(since(version, "7.7") ? 1 : 0);
    await tab(page, "Tablero");
    await expect(page.locator(".kpi-lead")).toBeVisible();

    // A file is fetched by the client, or by what it opens links with; it holds what is seen.
    await page.locator("details.export > summary").click();
    await page.locator("details.export a", { hasText: "CSV" }).first().click();
    const fetched = since(version, "8.0") ? "downloadFile" : "openLink";
    await expect.poll(async () => (await calls(page, fetched)).length).toBe(1);
    const [[told]] = await calls(page, fetched);
    const url = since(version, "8.0") ? (told as { url: string }).url : (told as string);
    if (since(version, "8.0")) expect((told as { file_name: string }).file_name).toBe("falcon-board.csv");
    const file = await fetch(url, { headers: { origin: "https://web.telegram.org" } });
    expect(file.status).toBe(200);
    expect(file.headers.get("access-control-allow-origin")).toBe("https://web.telegram.org");
    expect(file.headers.get("content-disposition")).toMatch(/^attachment; filename="/);
    expect((await file.text()).length).toBeGreaterThan(100);
    await page.locator("body").press("Escape");

    // What is seen, for somebody else.
    await page.locator("[data-share]").click();
    const opened = since(version, "6.1") ? "openTelegramLink" : "openLink";
    await expect.poll(async () => (await calls(page, opened)).length).toBe(opened === fetched ? 2 : 1);
    const share = new URL(String((await calls(page, opened)).at(-1)![0]));
    expect(share.origin + share.pathname).toBe("https://t.me/share/url");
    const link = new URL(share.searchParams.get("url")!);
    expect(link.origin + link.pathname).toBe(`https://t.me/${BOT.FALCON_BOT_NAME}`);
    const start = link.searchParams.get("startapp")!;
    expect(start).toMatch(/^[A-Za-z0-9_-]{1,512}$/);

    // On the home screen, where the client can.
    await tab(page, "Más");
    const install = page.locator("[data-install] button");
    if (since(version, "8.0")) {
      await install.click();
      expect(await calls(page, "addToHomeScreen")).toHaveLength(1);
    } else {
      await expect(install).toBeHidden();
    }
    expect(await beyond(page), "asked of a client that cannot").toEqual([]);

    // Whoever opens the link in Telegram sees the same.
    await page.context().clearCookies();
    await launched(page, version, `/?tgWebAppStartParam=${start}`, BETO);
    await expect(page).toHaveURL(`${server.url}/?territory=foranea&year=2025`.replace("territory=foranea&year=2025", "year=2025&territory=foranea"));
    await expect(page.locator(".kpi-lead")).toBeVisible();
  });

  test(`version ${version}: every screen`, async ({ page }) => {
    await standIn(page);
    await launched(page, version, "/", ANA, THEMES.night);
    // Of those with a name in their address the first that is linked to.
    const linked = (place: string) => page.locator(`main a[href^="${place}"]`).first().getAttribute("href");
    const inside = [await linked("/grupos/"), await linked("/sucursales/")];
    await page.goto(`${server.url}/porque`);
    inside.push(await linked("/supervisiones/"));
    await page.goto(`${server.url}/administracion/personas`);
    inside.push(await linked("/administracion/personas/"));
    const administration = ["", "/personas", "/personas/nueva", "/solicitudes", "/llaves", "/auditoria", "/ajustes", "/ajustes/periodo"];
    const screens = ["/", "/mapa", "/historico", "/indicadores", "/porque", "/importar", "/reportes", "/mas", "/perfil", ...administration.map((screen) => `/administracion${screen}`)];
    for (const path of [...screens, ...inside.map((path) => path!)]) {
      await page.goto(`${server.url}${path}`);
      await live(page);
      await inhabited(page);
      expect(await beyond(page), path).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), path).toBeLessThanOrEqual(0);
      expect(await ground(page), path).toBe(rgb(themeOf(version, THEMES.night).secondary_bg_color ?? THEMES.night.bg_color));
    }
  });
}

test("a form's one action is the client's main button", async ({ page }) => {
  await standIn(page);
  await launched(page, "9.6");
  await page.goto(`${server.url}/administracion/personas/nueva`);
  await live(page);
  await inhabited(page);
  const own = page.locator("main [data-main]");
  await expect.poll(async () => (await button(page, "MainButton")).text).toBe((await own.textContent())!.trim());
  await expect(own).toBeHidden();
  await page.locator('[name="nombre"]').fill("Carla");
  await page.locator('[name="usuario"]').fill("carla@demo");
  await page.locator('[name="rol"][value="director"]').check();
  await press(page, "MainButton");
  await expect(page.locator(".once-value")).toContainText("/enlace/");
  // Another document, to which the client has to come first.
  await live(page);
  await inhabited(page);
  await expect.poll(async () => (await button(page, "MainButton")).isVisible).toBe(false);
});

test("the theme is followed live, and stays legible in one that is not", async ({ page }) => {
  await standIn(page);
  await launched(page, "8.0");
  await inhabited(page);
  await wear(page, THEMES.night);
  await expect.poll(() => ground(page)).toBe(rgb(THEMES.night.secondary_bg_color));
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await expectAccessible(page);
  expect((await calls(page, "setHeaderColor")).at(-1)).toEqual([THEMES.night.secondary_bg_color]);
  await wear(page, THEMES.faint);
  await expect.poll(() => ground(page)).toBe(rgb(THEMES.faint.bg_color));
  await expectAccessible(page);
  await wear(page, THEMES.day);
  await expect.poll(() => ground(page)).toBe(rgb(THEMES.day.secondary_bg_color));
  await expectAccessible(page);
});

test("back goes as far as one went, also where the browser does not tell how far that is", async ({ page }) => {
  await page.addInitScript(() => Object.defineProperty(window, "navigation", { value: undefined }));
  await standIn(page);
  await launched(page, "8.0", "/mas");
  await inhabited(page);
  await tab(page, "Histórico");
  await expect(page).toHaveURL(/historico/);
  await tab(page, "Indicadores");
  await expect(page).toHaveURL(/indicadores/);
  for (const where of [/historico/, /mas/, /\/$/]) {
    await expect.poll(async () => (await button(page, "BackButton")).isVisible).toBe(true);
    await press(page, "BackButton");
    await expect(page).toHaveURL(where);
  }
});

test("what the client's bars cover stays free", async ({ page }) => {
  await standIn(page);
  await launched(page, "8.0");
  await inhabited(page);
  const top = () => page.locator(".context").evaluate((line) => line.getBoundingClientRect().top);
  const tabs = () => page.locator("nav.bottom-tabs a").first().evaluate((link) => innerHeight - link.getBoundingClientRect().bottom);
  const [before, low] = [await top(), await tabs()];
  await page.evaluate(() => (window as any).standIn.insets(40, 34, 46));
  await expect.poll(top).toBe(before + 86);
  await expect.poll(tabs).toBe(low + 34);
});

test("Telegram's script cannot be loaded: Falcon is there all the same, in the colours that it was opened with", async ({ page, guard }) => {
  guard.allow(/ERR_CONNECTION_REFUSED/);
  await standIn(page, false);
  await launched(page, "8.0", "/historico", ANA, THEMES.night);
  await expect(page).toHaveURL(`${server.url}/historico`);
  await expect(page.locator("main h1")).toHaveText("Histórico");
  expect(await ground(page)).toBe(rgb(THEMES.night.secondary_bg_color));
  await tab(page, "Tablero");
  await expect(page.locator(".kpi-lead")).toBeVisible();
  await page.getByRole("button", { name: /^Filtros/ }).click();
  await page.locator("#aplicar").click();
  await expect(page.locator("#filtros")).toBeHidden();
});

test("in the frame of another site, where no cookie is kept", async ({ page }) => {
  await standIn(page);
  const app = await framed(page, `${server.url}/?year=2025${launchOf("8.0", ANA, THEMES.night)}`);
  await inhabited(app);
  await expect(app.locator("html")).toHaveAttribute("data-pass", "");
  expect(await ground(app)).toBe(rgb(THEMES.night.secondary_bg_color));
  await tab(app, "Histórico");
  await expect.poll(async () => (await button(app, "BackButton")).isVisible).toBe(true);
  await press(app, "BackButton");
  await expect.poll(() => app.url()).toBe(`${server.url}/?year=2025`);
  // A file without a cookie, too.
  await app.locator("details.export > summary").click();
  const csv = app.locator("details.export a", { hasText: "CSV" }).first();
  await expect(csv).not.toHaveAttribute("aria-disabled", "true");
  await csv.click();
  await expect.poll(async () => (await calls(app, "downloadFile")).length).toBe(1);
  const [[{ url }]] = (await calls(app, "downloadFile")) as [[{ url: string }]];
  expect((await fetch(url)).status).toBe(200);
  // Signed out, the ticket opens nothing.
  await tab(app, "Más");
  await app.getByRole("button", { name: "Cerrar sesión", exact: true }).locator("visible=true").click();
  await expect(app.getByText(/vuelve a abrirlo desde el bot/)).toBeVisible();
  expect((await fetch(url, { headers: { accept: "application/json" } })).status).toBe(401);
  expect(await page.evaluate(() => frames.length)).toBe(1);
});

test("another account on the same device sees nothing of the one before", async ({ page }) => {
  await standIn(page);
  await launched(page, "8.0");
  await page.locator("html[data-engine]").waitFor({ state: "attached", timeout: 30_000 });
  const owner = () => page.locator("html").getAttribute("data-owner");
  const ana = await owner();
  await page.goto("about:blank");
  await launched(page, "8.0", "/", BETO);
  await expect.poll(owner).not.toBe(ana);
  await tab(page, "Más");
  await expect(page.locator("main")).toContainText("Beto");
  await expect(page.locator("main")).not.toContainText("Ana");
});

test("outside Telegram nothing of it is loaded", async ({ page }) => {
  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.url()));
  await page.route("https://telegram.org/js/telegram-widget.js**", (route) => route.fulfill({ contentType: "text/javascript", body: "" }));
  await page.goto(`${server.url}/entrar`);
  await page.locator("input[name=login]").fill("admin@demo");
  await page.locator("input[name=password]").fill(server.password);
  await page.locator("main form button[type=submit]").first().click();
  await live(page);
  expect(asked.filter((url) => url.startsWith(SCRIPT) || url.endsWith("/telegram.js"))).toEqual([]);
});
