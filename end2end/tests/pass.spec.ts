// Inside Telegram's frame where no cookie is kept: one launch signs in, the application lives on within its one document, and
// nothing of it is stored. Telegram's page is a stand-in that frames the server from another site, where the browser itself
// refuses the cookie; its script is one too, as nothing is loaded from the network.

import type { Frame, Page, Request } from "@playwright/test";

import { expectAccessible } from "../support/axe";
import { without } from "../support/engine";
import { BOT, guarded, initData, type Guarded } from "../support/sign_in";
import { expect, test } from "../support/test";
import { secured, type Secured } from "../support/tls";

const ANA = { id: 70_000_001, first_name: "Ana" };
const MEMBER = ["user", "add", "--org", "demo", "--role", "admin", "--name", "Ana", "--telegram", String(ANA.id), "ana@demo"];
const TELEGRAM = "https://web.telegram.org/k/";
const REOPEN = /vuelve a abrirlo desde el bot/;

let server: Guarded;

test.describe.configure({ mode: "serial" });
test.skip(({ javaScriptEnabled }) => javaScriptEnabled === false, "a launch needs scripts");

test.beforeAll(async () => {
  server = await guarded("pass", BOT);
  await server.falcon(MEMBER);
});

test.beforeEach(({ guard }) => {
  // The stand-in for Telegram's page is of https, the server of this machine is not; a framed page gives the focus to nothing.
  guard.allow(/^console warning: Mixed Content: .*requested an insecure element 'http:\/\/127\.0\.0\.1:/);
  guard.allow(/^console error: Blocked autofocusing on a <input> element in a cross-origin subframe/);
});

test.afterAll(async () => {
  await server.stop();
});

/** What the framed page asked the server for. */
class Asked {
  readonly all: Request[] = [];

  constructor(page: Page) {
    page.on("request", (request) => request.url().startsWith(server.url) && this.all.push(request));
  }

  path(request: Request) {
    return new URL(request.url()).pathname;
  }

  of(path: RegExp) {
    return this.all.filter((request) => path.test(this.path(request)));
  }

  /** Documents, in order. */
  documents() {
    return this.all
      .filter((request) => request.isNavigationRequest())
      .map((request) => `${request.method()} ${this.path(request)}`);
  }

  async token(): Promise<string> {
    const last = this.of(/^\/fn\//).at(-1)!;
    return (await last.headerValue("authorization"))!.replace("Bearer ", "");
  }
}

/** Telegram's web client, with the application in a frame; `where` is what follows the server's address. */
async function frame(page: Page, where: string, url = server.url): Promise<Frame> {
  const body = `<!DOCTYPE html><meta name="viewport" content="width=device-width, initial-scale=1"><title>Telegram</title><style>body{margin:0}iframe{border:0;width:100vw;height:100vh}</style>
    <iframe name="app" src="${url}${where.replaceAll("&", "&amp;")}"></iframe>`;
  await page.route(`${TELEGRAM}**`, (route) => route.fulfill({ contentType: "text/html", body }));
  await page.route("https://telegram.org/**", (route) => route.fulfill({ contentType: "text/javascript", body: "" }));
  // Chromium asks before a public site may reach this machine.
  await page.context().grantPermissions(["local-network-access"], { origin: new URL(TELEGRAM).origin });
  await page.goto(TELEGRAM);
  return page.frame({ name: "app" })!;
}

/** As Telegram opens it: the launch data behind the `#`. */
async function launch(page: Page, path = "/"): Promise<Frame> {
  const app = await frame(page, `${path}#tgWebAppData=${encodeURIComponent(initData(ANA))}&tgWebAppVersion=8.0`);
  await live(app);
  return app;
}

async function live(app: Frame) {
  await app.locator("html[data-live]").waitFor({ state: "attached", timeout: 30_000 });
}

async function nothingStored(page: Page, app: Frame, token: string) {
  expect(await page.context().cookies(), "cookies").toEqual([]);
  const kept = await app.evaluate(async () => {
    // Where third parties' cookies are refused, storage may be too: then it holds nothing for certain.
    const held = async (read: () => unknown) => {
      try {
        return JSON.stringify(await read());
      } catch (error) {
        return /^SecurityError|denied/.test(String(error)) ? "refused" : String(error);
      }
    };
    return {
      local: await held(() => ({ ...localStorage })),
      session: await held(() => ({ ...sessionStorage })),
      databases: await held(() => indexedDB.databases()),
      caches: await held(() => caches.keys()),
      cookie: await held(() => document.cookie),
      name: window.name,
      state: JSON.stringify(history.state),
      address: location.href,
      document: document.documentElement.outerHTML,
      globals: Object.values(Object.getOwnPropertyDescriptors(window))
        .map((own) => own.value)
        .filter((value) => typeof value === "string"),
    };
  });
  for (const held of [kept.local, kept.session, kept.databases, kept.caches, kept.cookie]) {
    expect(["{}", "[]", '""', "refused"]).toContain(held);
  }
  expect(kept.name).toBe("app");
  expect(token).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/);
  expect(JSON.stringify(kept)).not.toContain(token);
}

/** The links of the navigation that is seen. */
async function to(app: Frame, name: string, path: string) {
  await app.getByRole("navigation", { name: "Principal" }).locator("visible=true").getByRole("link", { name }).click();
  await expect.poll(() => new URL(app.url()).pathname).toBe(path);
}

test("one launch signs in, and the screens are there", async ({ page, phone }) => {
  const asked = new Asked(page);
  const app = await launch(page, "/?year=2025");
  // From the page that was asked for to the door, and in by one request.
  expect(asked.documents()).toEqual(["GET /", "GET /entrar", "POST /entrar/telegram"]);
  await expect(app.locator("main .kpi").first()).toBeVisible();
  expect(app.url()).toBe(`${server.url}/?year=2025`);

  // A filter, a drill into a group and a branch, and every main screen.
  const supervisions = app.locator("main .kpi").first();
  const before = await supervisions.textContent();
  if (phone) await app.getByRole("button", { name: /^Filtros/ }).click();
  await app.locator("#filtros summary.pill", { hasText: "Territorio" }).click();
  await app.locator('#filtros label:has(input[value="foranea"])').click();
  await expect.poll(() => app.url()).toContain("territory=foranea");
  await app.locator("body").press("Escape");
  if (phone) await expect(app.locator("#filtros")).toBeHidden();
  await expect.poll(() => supervisions.textContent()).not.toBe(before);
  await app.locator('main a[href^="/grupos/"]').locator("visible=true").first().click();
  await expect.poll(() => app.url()).toMatch(/\/grupos\/.*territory=foranea/);
  await expect(app.locator("main h1")).toBeVisible();
  await app.locator('main a[href^="/sucursales/"]').locator("visible=true").first().click();
  await expect.poll(() => app.url()).toContain("/sucursales/");
  await expect(app.locator("main h1")).toBeVisible();
  await to(app, "Histórico", "/historico");
  await expect(app.locator("main table.heat, main .heat table").first()).toBeVisible();
  await to(app, "Indicadores", "/indicadores");
  await expect(app.locator("main h1")).toBeVisible();
  await to(app, "Mapa", "/mapa");
  await expect(app.locator("main h1")).toBeAttached();
  await expect(app.locator(".leaflet-container")).toBeVisible();
  await to(app, "Tablero", "/");
  await expect(supervisions).toBeVisible();
  await expect(app.locator(".note.error")).toHaveCount(0);

  // All of that without another document; every question carried the pass, and none a cookie.
  expect(asked.documents()).toHaveLength(3);
  const questions = asked.of(/^\/fn\//);
  // The page's own engine asks for its data, signed too; pages then ask nothing.
  expect(questions.length).toBeGreaterThan(1);
  for (const question of questions) {
    const headers = await question.allHeaders();
    expect(headers.authorization, question.url()).toMatch(/^Bearer /);
    expect(headers.cookie, question.url()).toBeUndefined();
  }
  for (const request of asked.all) expect(request.url()).not.toContain(await asked.token());
  await nothingStored(page, app, await asked.token());
});

test("Telegram's script may tell the launch data", async ({ page }) => {
  const data = initData(ANA);
  await page.addInitScript((told) => {
    const ready: string[] = [];
    Object.assign(globalThis, { Telegram: { WebApp: { initData: told, version: "8.0", ready: () => ready.push("ready") } } });
  }, data);
  const app = await frame(page, "/historico");
  await live(app);
  expect(app.url()).toBe(`${server.url}/historico`);
  await expect(app.locator("main h1")).toHaveText("Histórico");
});

test("what needs a cookie is shut, and says why", async ({ page, phone }) => {
  const asked = new Asked(page);
  const app = await launch(page, phone ? "/mas" : "/");
  const english = app.getByRole("link", { name: "English" }).locator("visible=true");
  await expect(english).toHaveAttribute("aria-disabled", "true");
  await expect(english).toHaveAttribute("title", /necesita cookies/);
  await english.click({ force: true });
  await expect(app.getByRole("alert")).toContainText("necesita cookies");
  await expectAccessible(app);
  // A page of forms is read, its forms are shut; a form that only asks goes on.
  await app.locator('a[href="/perfil"]').locator("visible=true").first().click();
  await expect.poll(() => new URL(app.url()).pathname).toBe("/perfil");
  const save = app.locator('form[action="/perfil/datos"] button');
  await expect(save).toHaveAttribute("aria-disabled", "true");
  // By the keyboard: a click that is forced does not wait until the page, which was scrolled, stands still.
  await save.press("Enter");
  await expect(app.getByRole("alert")).toContainText("necesita cookies");
  if (phone) await to(app, "Más", "/mas");
  await app.locator('a[href^="/administracion"]').locator("visible=true").first().click();
  await app.locator('main a[href^="/administracion/auditoria"]').first().click();
  await expect.poll(() => new URL(app.url()).pathname).toBe("/administracion/auditoria");
  await app.locator("form.audit-filters button[type=submit]").click();
  await expect.poll(() => app.url()).toContain("/administracion/auditoria?");
  await expect(app.locator("a[download]")).toHaveAttribute("aria-disabled", "true");
  await app.locator("a[download]").click({ force: true });
  expect(asked.documents()).toHaveLength(3);
  await nothingStored(page, app, await asked.token());
});

test("the pass is renewed in time", async ({ page }) => {
  // What is asked goes to the server.
  await without(page);
  const asked = new Asked(page);
  const app = await launch(page);
  await to(app, "Histórico", "/historico");
  await expect(app.locator("main h1")).toHaveText("Histórico");
  const first = await asked.token();
  expect(asked.of(/renovar/)).toHaveLength(0);
  // For the page alone it is later.
  await page.clock.setFixedTime(Date.now() + 10 * 60_000);
  await to(app, "Indicadores", "/indicadores");
  await expect(app.locator("main h1")).toHaveText("Indicadores");
  expect(asked.of(/renovar/)).toHaveLength(1);
  const second = await asked.token();
  expect(second).not.toBe(first);
  await nothingStored(page, app, second);
});

test("to open the document again is to come from outside", async ({ page, guard }) => {
  guard.allow(/status 401|401 \(Unauthorized/);
  const asked = new Asked(page);
  const app = await launch(page, "/historico");
  await app.evaluate(() => location.reload());
  await expect(app.getByText(REOPEN)).toBeVisible();
  await expect(app.locator("form").locator("visible=true"), "no form that would lead nowhere").toHaveCount(0);
  // The launch was good once, and is not tried again.
  expect(asked.documents().slice(3)).toEqual(["GET /historico", "GET /entrar"]);
});

test("a session that ends elsewhere ends here, and so does one's own", async ({ page, guard, phone, request }) => {
  // A page that holds data learns it at its next contact (engine.spec.ts): here each question is one.
  await without(page);
  guard.allow(/status 401|401 \(Unauthorized/);
  const asked = new Asked(page);
  let app = await launch(page);
  await to(app, "Histórico", "/historico");
  await expect(app.locator("main h1")).toHaveText("Histórico");
  const ended = await request.post(`${server.url}/pase/salir`, { headers: { authorization: `Bearer ${await asked.token()}` } });
  expect(ended.status()).toBe(204);
  await to(app, "Indicadores", "/indicadores");
  await app.locator("main").getByRole("link", { name: "Entrar" }).click();
  await expect(app.getByText(REOPEN)).toBeVisible();

  app = await launch(page, phone ? "/mas" : "/");
  await to(app, "Histórico", "/historico");
  await expect(app.locator("main h1")).toHaveText("Histórico");
  const token = await asked.token();
  if (phone) await to(app, "Más", "/mas");
  await app.getByRole("button", { name: "Cerrar sesión", exact: true }).locator("visible=true").click();
  await expect(app.getByText(REOPEN)).toBeVisible();
  const again = await request.get(`${server.url}/fn/get_frame?query=`, { headers: { authorization: `Bearer ${token}` } });
  expect(again.status()).toBe(401);
  expect(await page.context().cookies()).toEqual([]);
});

test("where cookies are kept a launch gets the session's, and no pass", async ({ page }) => {
  await page.route("https://telegram.org/**", (route) => route.fulfill({ contentType: "text/javascript", body: "" }));
  await page.goto(`${server.url}/historico#tgWebAppData=${encodeURIComponent(initData(ANA))}`);
  await page.waitForURL(`${server.url}/historico`);
  await expect(page.locator("main h1")).toHaveText("Histórico");
  expect(await page.locator("html").getAttribute("data-pass")).toBeNull();
  const cookies = await page.context().cookies();
  expect(cookies.map(({ name, httpOnly }) => ({ name, httpOnly }))).toContainEqual({ name: "falcon", httpOnly: true });
  expect(cookies.map(({ name }) => name)).not.toContain("falcon-try");
});

test.describe("over TLS", () => {
  test.use({ ignoreHTTPSErrors: true });

  let door: Secured;

  test.beforeAll(async () => {
    door = await secured("pass-tls");
    await door.server.falcon(MEMBER);
  });

  test.afterAll(async () => {
    await door.stop();
  });

  test("the frame's own cookie is kept by a browser that refuses others', and there is no pass", async ({ page }) => {
    const app = await frame(page, `/historico#tgWebAppData=${encodeURIComponent(initData(ANA))}`, door.origin);
    await live(app);
    expect(app.url()).toBe(`${door.origin}/historico`);
    expect(await app.locator("html").getAttribute("data-pass")).toBeNull();
    const cookie = door.cookies.find((text) => text.startsWith("__Host-falcon="))!;
    for (const part of ["Secure", "HttpOnly", "Path=/", "SameSite=None", "Partitioned"]) expect(cookie).toContain(`; ${part}`);
    // It lasts for another document; and the question to the browser left nothing.
    await app.goto(`${door.origin}/indicadores`);
    await expect(app.locator("main h1")).toHaveText("Indicadores");
    expect((await page.context().cookies()).map(({ name }) => name)).toEqual(["__Host-falcon"]);
  });

  test("where that too is refused the page comes with its pass", async ({ page }) => {
    door.cookies.length = 0;
    await page.addInitScript(() => Object.defineProperty(document, "cookie", { get: () => "", set: () => {} }));
    const app = await frame(page, `/historico#tgWebAppData=${encodeURIComponent(initData(ANA))}`, door.origin);
    await live(app);
    await to(app, "Indicadores", "/indicadores");
    await expect(app.locator("main h1")).toHaveText("Indicadores");
    await expect(app.locator(".note.error")).toHaveCount(0);
    // (The mark of the Login Widget is no session.)
    expect(door.cookies.filter((text) => text.startsWith("__Host-falcon=")), "no cookie is tried").toEqual([]);
  });
});

test("whom nobody knows may ask to be let in", async ({ page }) => {
  const stranger = { id: 70_000_000 + Math.floor(Math.random() * 1e6) + 10, first_name: "Otto" };
  const app = await frame(page, `/#tgWebAppData=${encodeURIComponent(initData(stranger))}`);
  await expect(app.getByRole("heading", { level: 1 })).toHaveText("Pedir acceso");
  await app.getByLabel(/Mensaje/).fill("Soy yo");
  await app.getByRole("button", { name: "Pedir acceso" }).click();
  await expect(app.getByRole("status")).toContainText("solicitud");
});
