import { integer, score } from "../support/format";
import { values } from "../support/filters";
import { kpi } from "../support/kpi";
import { expectMap, located } from "../support/map";
import { expect, test } from "../support/test";

test("the server's map shows every state and branch with its figure", async ({ page, open, scripts }) => {
  test.skip(scripts, "with scripts Leaflet takes its place");
  const { year } = await values();
  for (const query of ["", `month=${year}-05`, "estado=19&kind=seguridad"]) {
    await open(`/mapa?${query}`);
    const answer = await kpi(query);
    await expect(page.locator(".map-still svg")).toBeVisible();
    const titles = await page.locator(".map-still svg title").allTextContents();
    for (const state of answer.states.filter((one) => one.n > 0)) {
      expect(titles).toContain(`${state.name} · ${score(state)} · n ${integer(state.n)}`);
    }
    for (const branch of located(answer)) {
      const figure = branch.n ? `${score(branch)} · n ${integer(branch.n)}` : "Pendiente";
      expect(titles).toContain(`${branch.name} · ${figure}`);
    }
    await expectMap(page, query);
  }
});

test("without scripts a state filters, and frees the map again", async ({ page, open, scripts }) => {
  test.skip(scripts, "with scripts Leaflet takes its place");
  await open("/mapa");
  const link = page.locator('.map-still svg a[href*="estado="]').first();
  const href = (await link.getAttribute("href"))!;
  await page.goto(href);
  const code = new URL(page.url()).searchParams.get("estado")!;
  await expectMap(page, `estado=${code}`);
  await expect(page.getByRole("list", { name: "Filtros activos" })).toBeVisible();
});

test("Leaflet comes only with the map, and takes the drawing's place", async ({ page, open, scripts, context }) => {
  test.skip(!scripts, "needs scripts");
  const asked: string[] = [];
  context.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await open("/");
  await page.waitForLoadState("networkidle");
  expect(asked.filter((path) => path.startsWith("/vendor/"))).toEqual([]);
  await page.getByRole("link", { name: "Mapa" }).locator("visible=true").first().click();
  await expect(page.locator(".map-live.ready")).toBeVisible();
  expect(asked.filter((path) => path.startsWith("/vendor/")).length).toBeGreaterThan(0);
  // Nothing is asked of another host.
  await expect(page.locator(".map-still")).toBeHidden();
});

test("the live map holds every branch; a point tells its last visit and worst areas", async ({ page, open, scripts }) => {
  test.skip(!scripts, "needs scripts");
  const { year } = await values();
  const query = `year=${year}&estado=19`;
  await open(`/mapa?${query}`);
  const live = page.locator(".map-live.ready");
  await expect(live).toBeVisible();
  await expectMap(page, query);
  const answer = await kpi(query);
  // Markers alone and in clusters together are all branches with a place.
  await expect
    .poll(async () => {
      const single = await live.locator(".map-mark").count();
      const counts = await live.locator(".map-cluster b").allInnerTexts();
      return single + counts.reduce((sum, count) => sum + Number(count), 0);
    })
    .toBe(located(answer).length);
  // A point alone opens its popup; clusters fall apart as one zooms.
  const mark = live.locator(".map-mark").first();
  for (let zoom = 0; zoom < 6 && !(await mark.count()); zoom += 1) {
    await live.locator(".map-cluster").first().press("Enter");
    await page.waitForTimeout(400);
  }
  await mark.focus();
  await page.keyboard.press("Enter");
  const popup = live.locator(".leaflet-popup");
  await expect(popup.locator(".popup-name")).toBeVisible();
  const branch = (await popup.locator(".popup-name").innerText()).trim();
  const want = answer.branches.find((one) => one.name === branch)!;
  await expect(popup.locator(".popup-figure")).toContainText(score(want));
  await expect(popup.locator(".popup-figure")).toContainText(`n ${integer(want.n)}`);
  await expect(popup).toContainText("Última visita");
  await expect(popup.locator("ol li")).toHaveCount(3);
});

test("a state tapped on the live map filters by it, and reset shows all", async ({ page, open, scripts }) => {
  test.skip(!scripts, "needs scripts");
  await open("/mapa");
  await expect(page.locator(".map-live.ready")).toBeVisible();
  const state = page.locator(".map-live path[data-href]").first();
  await expect(state).toBeAttached();
  await state.focus();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/estado=/);
  const code = new URL(page.url()).searchParams.get("estado")!;
  await expectMap(page, `estado=${code}`);
  await page.getByRole("button", { name: "Ver todo" }).click();
  await page.getByRole("list", { name: "Filtros activos" }).getByRole("link").first().click();
  await expect(page).toHaveURL((url) => url.search === "");
  await expectMap(page, "");
});

test("leaving the map before its borders have come breaks nothing", async ({ page, open, scripts }) => {
  test.skip(!scripts, "needs scripts");
  let arrived = false;
  await page.route("**/*.geojson", async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 800));
    await route.continue().catch(() => {});
    arrived = true;
  });
  await open("/mapa");
  await expect(page.locator(".map-live.ready")).toBeVisible();
  await page.getByRole("link", { name: "Tablero" }).locator("visible=true").first().click();
  await expect(page.locator(".lead-value")).toBeVisible();
  await expect.poll(() => arrived).toBe(true);
  await page.waitForTimeout(300); // what breaks then is heard by the guard
});

test("layers of the live map can be switched", async ({ page, open, scripts }) => {
  test.skip(!scripts, "needs scripts");
  await open("/mapa");
  const live = page.locator(".map-live.ready");
  await expect(live).toBeVisible();
  await expect(live.locator(".leaflet-marker-icon").first()).toBeAttached();
  await live.getByLabel("Sucursales").uncheck({ force: true });
  await expect(live.locator(".leaflet-marker-icon")).toHaveCount(0);
  await live.getByLabel("Calor: por atender").check({ force: true });
  await expect(live.locator("canvas")).toBeAttached();
  await live.getByLabel("Sucursales").check({ force: true });
  await expect(live.locator(".leaflet-marker-icon").first()).toBeAttached();
});
