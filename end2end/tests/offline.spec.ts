// Without network: every route opens cold, and what it shows is what `falcon kpi` says.

import { values, cases } from "../support/filters";
import { go, keeps, stoppable, type Stoppable } from "../support/engine";
import { chromium, chromiumArgs } from "../support/server.mjs";
import { screens } from "../support/screens";
import { expectAccessible } from "../support/axe";
import { alive, expect, test } from "../support/test";

test.use({ serviceWorkers: "allow" });
test.describe.configure({ mode: "serial" });

/** What the browser says of a server that is gone, and a development build of a page that is drawn into an empty document. */
const GONE = /ERR_CONNECTION_REFUSED|ERR_EMPTY_RESPONSE|ERR_CONNECTION_RESET|client-side rendering/;

let server: Stoppable;

test.beforeAll(async () => {
  server = await stoppable("offline");
});

test.afterAll(async () => {
  await server.end();
});

test("with the server stopped every route opens cold and shows its figures", async ({ page, scripts, guard }) => {
  test.skip(!scripts, "what is kept is filled in by scripts");
  test.setTimeout(240_000);
  guard.allow(GONE);
  await page.goto(`${server.url}/`);
  await keeps(page);
  await server.stop();

  const { all, year } = await values();
  const branch = all.branches.find(({ group, n }) => n > 0 && group === all.groups[1].name)!;
  for (const { path, check } of screens(all.groups[1].slug, branch.code)) {
    const query = `year=${year}`;
    const answer = await page.goto(`${server.url}${path}${path.includes("?") ? "&" : "?"}${query}`);
    expect(answer!.status()).toBe(200);
    expect(answer!.fromServiceWorker()).toBe(true);
    await alive(page);
    // Drawn here, not by a server: what stands at first is a skeleton.
    await expect(page.locator("main :is(.card, .kpis, .map-head, .summary, .account-now)").first()).toBeVisible();
    await check(page, query);
    await expect(page.locator(".context .live")).toHaveText("Sin conexión: ves lo guardado");
    await expect(page.locator(".context time")).toHaveCount(1);
  }
  await page.goto(`${server.url}/supervisiones/12`);
  await alive(page);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  for (const code of ["no-hay", "no.hay"]) {
    await page.goto(`${server.url}/sucursales/${code}`);
    await expect(page.locator("main")).toContainText(/No existe|no existe|No hay/);
  }

  // What needs the server says so, in place.
  for (const path of ["/perfil", "/reportes", "/importar"]) {
    await page.goto(`${server.url}${path}`);
    await alive(page);
    await expect(page.locator("main")).toContainText("No hay conexión con el servidor");
  }
  await page.goto(`${server.url}/`);
  await alive(page);
  await page.locator(".export > summary").click();
  await page.locator(".export a[download]").first().click();
  await expect(page.getByRole("alert")).toHaveText("Esto necesita conexión. Inténtalo cuando la haya.");
  await expectAccessible(page);

  // It comes back by itself.
  await server.start();
  await expect(page.locator("html[data-offline]")).toHaveCount(0, { timeout: 20_000 });
  await expect(page.locator(".context .live")).toBeEmpty();
});

test("with the server stopped fifty filters are those of falcon kpi", async ({ page, scripts, guard }) => {
  test.skip(!scripts, "what is kept is filled in by scripts");
  test.setTimeout(240_000);
  guard.allow(GONE);
  await page.goto(`${server.url}/`);
  await keeps(page);
  await server.stop();
  const { all, year, states, groups, areas } = await values();
  const queries = (await cases()).map(({ query }) => query);
  for (let nth = 0; queries.length < 50; nth += 1) {
    const of = (list: string[]) => encodeURIComponent(list[(nth * 7) % list.length]);
    const period = [`year=${year}`, `year=${year}&quarter=Q${(nth % 4) + 1}`, "", `from=${year}-0${(nth % 8) + 1}-05`][nth % 4];
    const place = [`estado=${of(states)}`, `grupo=${of(groups)}`, `sucursal=${of(all.branches.map(({ code }) => code))}`][nth % 3];
    queries.push([place, period, nth % 5 === 0 ? `area=${of(areas)}` : ""].filter(Boolean).join("&"));
  }
  const board = screens("", "")[0];
  for (const query of queries.slice(0, 50)) {
    await test.step(query, async () => {
      await go(page, query ? `/?${query}` : "/");
      await board.check(page, query);
    });
  }
  await server.start();
});

test("it can be installed", async ({ playwright, scripts, phone }, info) => {
  test.skip(!scripts || phone, "asked once");
  // Not in a private window.
  const context = await playwright.chromium.launchPersistentContext(info.outputPath("profile"), {
    executablePath: chromium,
    args: chromiumArgs,
    locale: "es-MX",
  });
  try {
    const page = context.pages()[0];
    await page.goto(process.env.FALCON_E2E_URL!);
    await keeps(page);
    const wire = await context.newCDPSession(page);
    const manifest = await wire.send("Page.getAppManifest");
    expect(manifest.errors).toEqual([]);
    const { icons, screenshots, shortcuts } = JSON.parse(manifest.data!);
    for (const { src } of [...icons, ...screenshots]) expect((await page.request.get(new URL(src, page.url()).href)).status(), src).toBe(200);
    for (const { url } of shortcuts) expect((await page.request.get(new URL(url, page.url()).href)).status(), url).toBe(200);
    expect((await wire.send("Page.getInstallabilityErrors")).installabilityErrors).toEqual([]);
  } finally {
    await context.close();
  }
});
