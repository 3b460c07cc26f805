import { values } from "../support/filters";
import { routes, STATIC } from "../support/routes";
import { alive, expect, test } from "../support/test";
import { sticksOut } from "../support/width";

test("an unknown page says so, with status 404", async ({ page, guard, scripts }) => {
  guard.allow(/404/);
  const answer = await page.goto("/no-existe");
  expect(answer?.status()).toBe(404);
  await expect(page.locator("main")).toContainText("No existe esta página");
  if (scripts) await alive(page);
  await page.locator("main").getByRole("link").first().click();
  await expect(page).toHaveURL(/\/$/);
});

test("a filter that is wrong is named, and can be dropped", async ({ page, open, guard }) => {
  guard.allow(/400/);
  for (const [query, says, code] of [
    ["color=azul", "un filtro que no conocemos", "color=azul"],
    ["estado=ZZ", "No hay este valor", "estado=ZZ"],
    ["year=dosmil", "mal escrito", "year=dosmil"],
    ["quarter=Q1", "se contradice", "quarter=Q1"],
    ["from=2025-05-01&to=2025-01-01", "se contradice", ""],
  ]) {
    await open(`/?${query}`);
    const alert = page.getByRole("alert").first();
    await expect(alert, query).toContainText(says);
    if (code) await expect(alert, query).toContainText(code);
  }
  const answer = await page.goto("/?color=azul");
  expect(answer?.status()).toBe(400);
  await page.getByRole("alert").first().getByRole("link", { name: "Quitar filtros" }).click();
  await expect(page).toHaveURL(/\/$/);
  await expect(page.locator(".lead-value")).toBeVisible();
});

test("navigation leads to every screen, and keeps the filter", async ({ page, open, phone }) => {
  const year = String((await values()).year);
  await open(`/?year=${year}`);
  const nav = page.locator(phone ? "nav.bottom-tabs" : "nav.side-links");
  for (const [name, path] of [["Mapa", "/mapa"], ["Histórico", "/historico"], ["Indicadores", "/indicadores"], ["Tablero", "/"]]) {
    await nav.getByRole("link", { name }).click();
    await expect(page).toHaveURL((url) => url.pathname === path && url.searchParams.get("year") === year);
    await expect(nav.getByRole("link", { name })).toHaveAttribute("aria-current", "page");
    await expect(page.locator("main h1")).toHaveCount(1);
  }
  if (phone) {
    await nav.getByRole("link", { name: "Más" }).click();
    await page.locator("main").getByRole("link", { name: /Importar/ }).click();
  } else {
    await nav.getByRole("link", { name: "Importar" }).click();
  }
  await expect(page).toHaveURL((url) => url.pathname === "/importar");
});

test("language: the browser's first, then the one chosen", async ({ page, open, phone }) => {
  const start = phone ? "/mas" : `/?year=${(await values()).year}`;
  await open(start);
  await page.getByRole("link", { name: "English" }).locator("visible=true").click();
  await expect(page.locator("html")).toHaveAttribute("lang", /^en/);
  await expect(page).toHaveURL(new RegExp(`${start.replace("?", "\\?")}$`));
  await expect(page.getByRole("navigation", { name: "Main" }).locator("visible=true")).toContainText("Dashboard");
  await open("/historico");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("History");
  await open(start);
  await page.getByRole("link", { name: "Español" }).locator("visible=true").click();
  await expect(page.locator("html")).toHaveAttribute("lang", /^es/);
});

test("theme: the system's, then the one chosen", async ({ page, open, phone }) => {
  const start = phone ? "/mas" : "/";
  const background = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  await open(start);
  const light = await background();
  await page.emulateMedia({ colorScheme: "dark" });
  const dark = await background();
  expect(dark).not.toBe(light);
  const toggle = () => page.getByRole("link", { name: /^Tema/ }).locator("visible=true");
  await expect(toggle()).toContainText("Del sistema");
  await toggle().click();
  await expect(toggle()).toContainText("Claro");
  expect(await background()).toBe(light);
  await toggle().click();
  await expect(toggle()).toContainText("Oscuro");
  await page.emulateMedia({ colorScheme: "light" });
  expect(await background()).toBe(dark);
});

test("the narrow navigation stays narrow on the pages to come", async ({ page, open, scripts, phone }) => {
  test.skip(!scripts || phone, "needs scripts and a desk");
  const side = page.locator("header.side");
  const width = () => side.evaluate((element) => Math.round(element.getBoundingClientRect().width));
  await open("/");
  const wide = await width();
  await page.evaluate(() => scrollTo(0, 400));
  const { x, y } = (await page.locator("label.narrow").boundingBox())!;
  await page.mouse.click(x + 12, y + 12);
  const narrow = await width();
  expect(narrow).toBeLessThan(wide / 2);
  // The box that is ticked is not where one has scrolled away from. (What is above has less height now.)
  expect(await page.evaluate(() => scrollY)).toBeGreaterThan(200);
  // Another page within the application, and one from the server: narrow before the WASM has come.
  await page.locator("nav.side-links a").nth(2).click();
  await expect(page).toHaveURL(/historico/);
  expect(await width()).toBe(narrow);
  await page.goto("/indicadores", { waitUntil: "commit" });
  await expect(page.locator("h1")).toBeVisible();
  expect(await width()).toBe(narrow);
  await open("/indicadores");
  await page.locator("label.narrow").click();
  await open("/");
  expect(await width()).toBe(wide);
});

test("nothing shifts while the page comes alive", async ({ page, open, scripts, request }) => {
  test.skip(!scripts, "without scripts nothing comes alive");
  await page.addInitScript(() => {
    const shifts: string[] = ((globalThis as any).shifts = []);
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as any[]) {
        // Less is a fraction of a pixel.
        if (entry.value < 0.0001) continue;
        shifts.push(`${entry.value}: ${entry.sources.map((source: any) => source.node?.outerHTML?.slice(0, 80))}`);
      }
    }).observe({ type: "layout-shift", buffered: true });
  });
  for (const address of await routes(request)) {
    await open(address);
    await page.waitForTimeout(200);
    expect(await page.evaluate(() => (globalThis as any).shifts), address).toEqual([]);
  }
});

test("who has no scripts does not load the WASM", async ({ page, scripts }) => {
  const asked: string[] = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await page.goto("/", { waitUntil: "networkidle" });
  expect(asked.some((path) => path.endsWith(".wasm"))).toBe(scripts);
});

test("no page scrolls sideways", async ({ page, request, phone, scripts }) => {
  test.skip(scripts, "the same document");
  for (const address of await routes(request)) {
    for (const width of phone ? [320, 360, 390, 700] : [768, 1024, 1440]) {
      await page.setViewportSize({ width, height: 844 });
      await page.goto(address);
      expect(await sticksOut(page), `${address} at ${width}`).toEqual([]);
    }
  }
});

test("on a phone what one taps is large enough", async ({ page, phone, scripts, open }) => {
  test.skip(!phone || !scripts, "phones only");
  const small = (selector: string) =>
    page.locator(selector).evaluateAll((targets) =>
      targets
        .map((target) => ({ box: target.getBoundingClientRect(), text: target.textContent?.trim() }))
        .filter(({ box }) => box.width > 0 && (box.height < 43.5 || box.width < 43.5))
        .map(({ box, text }) => `${text}: ${Math.round(box.width)} × ${Math.round(box.height)}`),
    );
  await open(`/?year=${(await values()).year}&band=bueno`);
  expect(await small("nav.bottom-tabs a, .sheet-button, .chips a, .tabs a, .pager a:not([aria-disabled])")).toEqual([]);
  await page.getByRole("button", { name: "Filtros" }).click();
  expect(await small("#filtros summary, #filtros select, #filtros button, #filtros input[type=search]")).toEqual([]);
  await page.locator("#filtros summary", { hasText: "Estado" }).click();
  expect(await small("#filtros details[open] label")).toEqual([]);
  await open("/");
  expect(await small("main :is(.as-table > summary, .band-chart li a, .more-link)")).toEqual([]);
  await open("/mapa");
  await page.locator(".leaflet-bar a").first().waitFor();
  expect(await small(".leaflet-bar a, .map-live label, .as-table > summary")).toEqual([]);
  await open("/mas");
  expect(await small("main a")).toEqual([]);
});

test("the keyboard reaches everything in order, and one sees where it is", async ({ page, phone, scripts, open }) => {
  test.skip(phone || !scripts, "keyboards stand on desks");
  await open("/");
  const here = () =>
    page.evaluate(() => {
      const at = document.activeElement as HTMLElement;
      const box = at.getBoundingClientRect();
      const style = getComputedStyle(at);
      const ring = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1;
      return {
        what: at.textContent?.trim() || at.getAttribute("aria-label") || at.tagName,
        seen: box.width > 0 && box.height > 0 && (ring || style.boxShadow !== "none"),
        filter: at.closest("#filtros") !== null,
        main: at.closest("main") !== null,
      };
    });
  await page.keyboard.press("Tab");
  expect(await here()).toMatchObject({ what: "Ir al contenido", seen: true });
  await page.keyboard.press("Enter");
  await expect(page.locator("#contenido")).toBeFocused();
  await open("/");
  let filter = false;
  for (let step = 0; step < 40 && !filter; step += 1) {
    await page.keyboard.press("Tab");
    const at = await here();
    expect(at.seen, `focus is visible on "${at.what}"`).toBe(true);
    filter = at.filter;
  }
  expect(filter, "Tab reaches the filters").toBe(true);
  await page.locator("summary.pill", { hasText: "Territorio" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("group", { name: "Territorio" })).toBeVisible();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Space");
  await expect(page).toHaveURL(/territory=/);
  await page.keyboard.press("Escape");
});

test("motion stops where it is not wanted", async ({ page, open, scripts }) => {
  test.skip(!scripts, "the same document");
  await page.emulateMedia({ reducedMotion: "reduce" });
  await open("/");
  const moving = await page.evaluate(() =>
    [...document.querySelectorAll("body *")].filter((element) => {
      const style = getComputedStyle(element);
      const seconds = (value: string) => Math.max(...value.split(",").map((part) => parseFloat(part) || 0));
      return seconds(style.transitionDuration) > 0.01 || (style.animationName !== "none" && seconds(style.animationDuration) > 0.01);
    }).length,
  );
  expect(moving).toBe(0);
});

test("printing leaves navigation out", async ({ page, open, scripts, phone }) => {
  test.skip(!scripts || phone, "the same document");
  for (const address of STATIC.slice(0, 4)) {
    await open(address);
    await page.emulateMedia({ media: "print" });
    await expect(page.locator("nav.side-links")).toBeHidden();
    await expect(page.locator("#filtros")).toBeHidden();
    await expect(page.locator("main")).toBeVisible();
    await page.emulateMedia({ media: null });
  }
});

test("what is dark on screen is light on paper", async ({ page, open, scripts, phone }) => {
  test.skip(!scripts || phone, "the same document");
  const ink = () => page.evaluate(() => getComputedStyle(document.documentElement).color);
  await open("/");
  const light = await ink();
  await page.emulateMedia({ colorScheme: "dark" });
  expect(await ink()).not.toBe(light);
  await page.emulateMedia({ colorScheme: "dark", media: "print" });
  expect(await ink()).toBe(light);
  await page.emulateMedia({ colorScheme: "light", media: null });
  // The theme chosen by hand, twice on: light, then dark.
  for (const theme of ["light", "dark"]) {
    await page.getByRole("link", { name: /^Tema/ }).locator("visible=true").click();
    await expect(page.locator("html")).toHaveAttribute("data-theme", theme);
  }
  await page.emulateMedia({ media: "print" });
  expect(await ink()).toBe(light);
});

test("on a phone the bar with the selection opens the filters, and what lies under it is not touched", async ({ page, open, scripts, phone }) => {
  test.skip(!scripts || !phone, "the bar is the phone's");
  await open("/");
  await page.evaluate(() => scrollTo(0, 2_500));
  const bar = page.locator(".pinned");
  await expect(bar).toBeVisible();
  const { y, height } = (await bar.boundingBox())!;
  await page.touchscreen.tap(120, y + height / 2);
  await expect(page.locator("#filtros")).toBeVisible();
  expect(new URL(page.url()).search).toBe("");
});
