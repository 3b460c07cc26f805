// The page's own engine: it answers without the server, learns of newer data, and recovers from whatever befalls what it keeps.

import { writeFileSync } from "node:fs";

import type { Page } from "@playwright/test";

import { go, holds, kept, questions, stoppable, type Fate, type Stoppable } from "../support/engine";
import { expectBoard } from "../support/board";
import { integer } from "../support/format";
import { kpiOf } from "../support/kpi";
import { falcon, serve } from "../support/server.mjs";
import { guarded, signIn } from "../support/sign_in";
import { expect, test } from "../support/test";

const GONE = /ERR_CONNECTION_REFUSED|ERR_EMPTY_RESPONSE|ERR_CONNECTION_RESET|ERR_FAILED|ERR_INTERNET_DISCONNECTED/;

test.skip(({ javaScriptEnabled }) => javaScriptEnabled === false, "an engine is a script");

/** A filter is answered, rightly, and the server is not asked. */
async function answersAlone(page: Page, query: string) {
  const asked = questions(page);
  await go(page, `/?${query}`);
  await expectBoard(page, query);
  expect(asked).toEqual([]);
}

/** Two visits more in the organization of the demo. */
async function grow(data: string, file: string) {
  writeFileSync(file, "Sucursal,Fecha,Calificación\n1,2026-11-02,31.5\n1,2026-11-03,32.5\n");
  await falcon(data, ["import", "--org", "demo", file]);
}

test("once the engine holds the data the server is not asked, and after a reload neither", async ({ page, open }) => {
  await open("/");
  await holds(page);
  const asked = questions(page);
  for (const address of ["/?year=2025", "/historico?year=2025", "/indicadores", "/mapa", "/porque?cifra=median", "/"]) await go(page, address);
  await expectBoard(page, "");
  expect(asked).toEqual([]);
  await page.reload();
  await holds(page);
  await go(page, "/?year=2025");
  await expectBoard(page, "year=2025");
  expect(asked).toEqual([]);
});

test("what is broken is thrown away and fetched anew", async ({ page, open }) => {
  await open("/");
  await holds(page);
  const whole = (await kept(page))!;
  const day = 86_400_000;
  const fates: Fate[] = ["cut", "harmed", "of another person", "of another build", "too old", "from the future", "bare"];
  for (const name of fates) {
    await test.step(name, async () => {
      await kept(page, name);
      await page.reload();
      await holds(page);
      await expect.poll(async () => (await kept(page))?.bytes).toBe(whole.bytes);
      const now = (await kept(page))!;
      expect(now.owner).toBe(whole.owner);
      expect(Math.abs(Date.now() - now.contact)).toBeLessThan(day);
      await go(page, "/?year=2025");
      await expectBoard(page, "year=2025");
    });
  }
});

test("a full disk keeps nothing, and the page goes on from memory", async ({ page, open, context }) => {
  await open("/");
  const session = await context.newCDPSession(page);
  await session.send("Storage.overrideQuotaForOrigin", { origin: new URL(page.url()).origin, quotaSize: 20_000 });
  await page.evaluate(() => new Promise<void>((resolve) => {
    const gone = indexedDB.deleteDatabase("falcon");
    gone.onsuccess = gone.onerror = gone.onblocked = () => resolve();
  }));
  await page.reload();
  await holds(page);
  await answersAlone(page, "year=2025");
});

test("a worker that dies is replaced, and nobody waits for it", async ({ page, open }) => {
  test.setTimeout(60_000);
  await open("/");
  await holds(page);
  await page.workers()[0].evaluate(() => self.close());
  await go(page, "/?year=2025");
  await expectBoard(page, "year=2025");
  await holds(page);
  await answersAlone(page, "year=2024");
});

test("a worker that falls again and again is replaced all the same", async ({ page, open, guard }) => {
  test.setTimeout(60_000);
  guard.allow(/it falls/);
  await open("/");
  for (let fall = 1; fall <= 5; fall += 1) {
    await holds(page);
    const worker = page.workers()[0];
    const gone = worker.waitForEvent("close");
    // What nobody caught in it is told to the page, which takes another.
    await worker.evaluate(() => setTimeout(() => { throw new Error("it falls"); }));
    await gone;
  }
  await holds(page);
  await answersAlone(page, "year=2025");
});

test("an engine that does not come at first comes later", async ({ page, guard }) => {
  guard.allow(/503|WebAssembly|wasm/);
  let times = 0;
  await page.route(/\/engine\.wasm$/, (route) => ((times += 1) > 1 ? route.continue() : route.fulfill({ status: 503 })));
  await page.goto("/");
  await holds(page);
  expect(times).toBe(2);
  await go(page, "/?year=2025");
  await expectBoard(page, "year=2025");
});

test("with a clock that is wrong the answers are the server's, and what another clock kept is thrown away", async ({ page, open }) => {
  test.setTimeout(90_000);
  const DAY = 86_400_000;
  let shift = 0;
  const wrong = () => `{
    const right = Date;
    globalThis.Date = class extends right {
      constructor(...of) { if (of.length) super(...of); else super(right.now() + ${shift}); }
      static now() { return right.now() + ${shift}; }
    };
  }`;
  for (const script of [/\/worker\.js$/, /\/page\.js$/]) {
    await page.route(script, async (route) => {
      const answer = await route.fetch();
      await route.fulfill({ response: answer, body: wrong() + (await answer.text()) });
    });
  }
  for (const days of [20, -20, 0, 400, 9]) {
    await test.step(`${days} days off`, async () => {
      shift = days * DAY;
      await open("/");
      await holds(page);
      // What was kept by another clock is older than it may be, or from a time to come.
      await expect.poll(async () => Math.abs((await kept(page))!.contact - shift - Date.now())).toBeLessThan(DAY);
      const asked = questions(page);
      await go(page, "/?year=2025");
      await expectBoard(page, "year=2025");
      for (const question of ["/fn/get_branch?code=1&query=", "/fn/get_frame?query="]) {
        const here = await page.evaluate(async (question) => [...new Uint8Array(await (await fetch(question)).arrayBuffer())], question);
        expect(here, question).toEqual([...(await (await page.request.get(question)).body())]);
      }
      expect(asked).toEqual([]);
    });
  }
});

test("a server that hangs, and a door with nobody behind it, are waited for no longer than for no network", async ({ page, open, guard }) => {
  guard.allow(/50[24]/);
  await open("/");
  await holds(page);
  await go(page, "/porque");
  const visit = (await page.locator('main a[href^="/supervisiones/"]').first().getAttribute("href"))!;
  const shown = page.locator("main h1");
  await go(page, visit);
  await expect(page.locator("main .kpi, main .facts").first()).toBeVisible();
  const title = await shown.textContent();
  for (const answer of ["none", "502"]) {
    await go(page, "/porque");
    await expect(shown).not.toHaveText(title!);
    if (answer === "502") await page.route(/\/fn\//, (route) => route.fulfill({ status: 502, body: "<h1>Bad gateway</h1>" }));
    else await page.route(/\/fn\/get_supervision/, () => {});
    await go(page, visit);
    await expect(shown).toHaveText(title!, { timeout: 8_000 });
  }
  await expect(page.locator(".context .live")).toHaveText("Sin conexión: ves lo guardado");
});

test("a snapshot that breaks off goes on where it was", async ({ page, guard }) => {
  guard.allow(/ERR_FAILED|Failed to load resource/);
  // On a slow network it comes in smaller parts.
  await page.addInitScript(() => Object.defineProperty(navigator, "connection", { value: { effectiveType: "2g" } }));
  const parts: string[] = [];
  let broken = true;
  await page.route(/\/fn\/snapshot\/part/, (route) => {
    const from = new URL(route.request().url()).searchParams.get("from")!;
    parts.push(from);
    return broken && from !== "0" ? route.abort() : route.continue();
  });
  await page.goto("/");
  await expect.poll(() => parts.length).toBeGreaterThan(1);
  await expect(page.locator("html[data-engine]")).toHaveCount(0);
  broken = false;
  parts.length = 0;
  await page.reload();
  await holds(page);
  expect(parts).not.toContain("0");
  await go(page, "/?year=2025");
  await expectBoard(page, "year=2025");
});

test("the network goes while the page is used, and comes back", async ({ page, guard, phone }) => {
  guard.allow(GONE);
  const server: Stoppable = await stoppable(`cut-${phone}`);
  try {
    await page.goto(`${server.url}/`);
    await holds(page);
    await server.stop();
    for (const query of ["year=2025", "year=2024", "year=2024&band=critico"]) {
      await go(page, `/?${query}`);
      await expectBoard(page, query);
    }
    await expect(page.locator(".context .live")).toHaveText("Sin conexión: ves lo guardado", { timeout: 45_000 });
    await server.start();
    await expect(page.locator(".context .live")).toBeEmpty({ timeout: 20_000 });
  } finally {
    await page.goto("about:blank");
    await server.end();
  }
});

test("what a link leads to is asked for while it is pressed, and once", async ({ page, open }) => {
  // What the worker is asked for.
  await page.addInitScript(() => {
    const asked: string[] = ((window as any).asked = []);
    const post = Worker.prototype.postMessage;
    Worker.prototype.postMessage = function (message: any, ...rest: any[]) {
      if (message.what === "ask") asked.push(`${message.path}?${new URLSearchParams(message.query).get("query")}`);
      return (post as any).call(this, message, ...rest);
    };
  });
  const asked = () => page.evaluate(() => [...(window as any).asked] as string[]);
  await open("/");
  await holds(page);
  await go(page, "/?year=2025");
  await expectBoard(page, "year=2025");

  const press = async (text: string) => {
    const link = page.locator(".filters a, .band-chart a").filter({ hasText: text }).first();
    await link.scrollIntoViewIfNeeded();
    const { x, y, width, height } = (await link.boundingBox())!;
    await page.mouse.move(x + width / 2, y + height / 2);
    const before = (await asked()).length;
    await page.mouse.down();
    const query = (await link.getAttribute("href"))!.replace(/^\/\??/, "");
    const both = [`/fn/get_dashboard?${query}`, `/fn/get_frame?${query}`];
    await expect.poll(async () => (await asked()).slice(before).sort()).toEqual(both);
    expect(page.url()).toContain("?year=2025");
    return { query, more: async () => (await asked()).length - before - 2 };
  };

  const { query, more } = await press("Crítico");
  await page.mouse.up();
  await expect.poll(() => page.evaluate(() => location.search)).toBe(`?${query}`);
  await expectBoard(page, query);
  expect(await more()).toBe(0);

  // Whoever lets go elsewhere goes nowhere; and what was asked for then is not kept.
  await go(page, "/?year=2025");
  await expectBoard(page, "year=2025");
  const left = await press("Excelente");
  await page.mouse.move(1, 1);
  await page.mouse.up();
  await page.waitForTimeout(2_100);
  expect(page.url()).toContain("?year=2025");
  await go(page, `/?${left.query}`);
  await expectBoard(page, left.query);
  expect(await left.more()).toBe(2);
});

test("newer data that come while a link is pressed are what it leads to", async ({ page }, info) => {
  test.setTimeout(60_000);
  const data = info.outputPath("data");
  const file = info.outputPath("una.csv");
  await falcon(data, ["demo"]);
  const server = await serve(data, { FALCON_ORG: "demo" });
  try {
    await page.goto(`${server.url}/`);
    await holds(page);
    const n = page.locator(".kpi-lead .n");
    await go(page, "/?band=critico");
    await expect(n).toHaveText(new RegExp(`^n ${integer((await kpiOf(data, "demo", "band=critico")).kpis.n)}\\b`));
    // A link that no answer draws anew while it is pressed.
    await page.evaluate(() => {
      const link = document.createElement("a");
      link.href = "/?year=2026";
      link.style.cssText = "position: fixed; inset: 0 auto auto 0; width: 44px; height: 44px; z-index: 99";
      document.body.append(link);
    });
    await page.mouse.move(20, 20);
    await page.mouse.down();
    const version = await page.locator("html").getAttribute("data-engine");
    const imported = grow(data, file);
    // Until it is there the link is pressed again and again, as a press does not last that long.
    const held = page.locator(`html:not([data-engine="${version}"])[data-engine]`);
    await expect(async () => {
      await page.mouse.move(200, 2);
      await page.mouse.up();
      await page.mouse.move(20, 20);
      await page.mouse.down();
      await held.waitFor({ state: "attached", timeout: 1_500 });
    }).toPass({ timeout: 40_000 });
    await imported;
    await page.mouse.up();
    const after = await kpiOf(data, "demo", "year=2026");
    await expect.poll(() => page.evaluate(() => location.search)).toBe("?year=2026");
    await expect(n).toHaveText(new RegExp(`^n ${integer(after.kpis.n)}\\b`));
  } finally {
    await page.goto("about:blank");
    await server.stop();
  }
});

test("newer data show by themselves, in every tab", async ({ page, context }, info) => {
  test.setTimeout(60_000);
  const data = info.outputPath("data");
  const file = info.outputPath("una.csv");
  await falcon(data, ["demo"]);
  const server = await serve(data, { FALCON_ORG: "demo" });
  try {
    const other = await context.newPage();
    for (const tab of [page, other]) {
      await tab.goto(`${server.url}/`);
      await holds(tab);
    }
    const before = await kpiOf(data, "demo");
    await grow(data, file);
    const after = await kpiOf(data, "demo");
    expect(after.kpis.n).toBe(before.kpis.n + 2);
    for (const tab of [page, other]) {
      await tab.bringToFront();
      await expect(tab.locator(".kpi-lead .n")).toHaveText(new RegExp(`^n ${integer(after.kpis.n)}\\b`), { timeout: 20_000 });
      await expect(tab.locator("html")).toHaveAttribute("data-engine", String(after.data_version));
    }
  } finally {
    await page.goto("about:blank");
    await server.stop();
  }
});

test("one person's data are never shown to another, and signing out leaves none", async ({ page, phone, guard }) => {
  test.setTimeout(60_000);
  guard.allow(/status 401|401 \(Unauthorized/);
  const server = await guarded(`engine-${phone}`);
  try {
    await signIn(page, server, "admin@demo", "/");
    await holds(page);
    const first = (await kept(page))!;
    const other = await page.context().newPage();
    await other.goto(`${server.url}/`);
    await holds(other);
    await page.bringToFront();
    await page.goto(`${server.url}/mas`);
    await holds(page);
    await page.locator('form[action="/salir"] button:visible').first().click();
    await page.waitForURL(/\/entrar/);
    // The other tab knows at once, not at its next contact.
    await expect(other.locator("html[data-engine]")).toHaveCount(0, { timeout: 3_000 });
    // Nor does it go on showing what it showed.
    await other.waitForURL(/\/entrar/, { timeout: 10_000 });
    await other.close();
    // At most an empty store is left, which the other tab had open.
    await expect.poll(() => kept(page)).toBeNull();
    await signIn(page, server, "supervisor@demo", "/");
    await holds(page);
    const second = (await kept(page))!;
    expect(second.owner).not.toBe(first.owner);
    expect(second.bytes).toBeLessThan(first.bytes);

    // A session that was ended elsewhere: at the next contact nothing is left.
    await server.falcon(["user", "list", "--org", "demo"]);
    await page.context().clearCookies();
    await page.evaluate(() => window.dispatchEvent(new Event("online")));
    await page.waitForURL(/\/entrar/);
    await expect.poll(async () => await kept(page)).toBeNull();
  } finally {
    await page.goto("about:blank");
    await server.stop();
  }
});

test("an open page learns that its person may see something else", async ({ page, phone }) => {
  const server = await guarded(`scope-${phone}`);
  try {
    await signIn(page, server, "supervisor@demo", "/");
    await holds(page);
    const before = await page.locator(".lead-value").textContent();
    await server.falcon(["user", "add", "--org", "demo", "--role", "supervisor", "--scope", "group:grupo-basalto", "supervisor@demo"]);
    await page.evaluate(() => window.dispatchEvent(new Event("online")));
    await expect(page.locator(".lead-value")).not.toHaveText(before!, { timeout: 15_000 });
    const shown = await page.locator(".lead-value").textContent();
    await page.reload();
    await expect(page.locator(".lead-value")).toHaveText(shown!);
  } finally {
    await page.goto("about:blank");
    await server.stop();
  }
});

test("a small device keeps two years, asks the server about more, and without it says from when", async ({ page, guard, phone }) => {
  guard.allow(GONE);
  const server = await stoppable(`small-${phone}`);
  await page.addInitScript(() => Object.defineProperty(navigator, "deviceMemory", { value: 1 }));
  await page.goto(`${server.url}/`);
  await holds(page);
  const since = (await page.locator("html").getAttribute("data-since"))!;
  expect(since).toMatch(/^\d{4}-\d{2}-01$/);
  const asked = questions(page);
  // A year that is held with the one before it.
  await go(page, `/?year=${Number(since.slice(0, 4)) + 2}`);
  await expectBoard(page, `year=${Number(since.slice(0, 4)) + 2}`);
  expect(asked.filter((path) => path !== "/fn/get_frame")).toEqual([]);
  // All of it is the server's to tell.
  await go(page, "/");
  await expectBoard(page, "");
  expect(asked).toContain("/fn/get_dashboard");
  await server.stop();
  await go(page, "/?band=critico");
  await expect(page.locator(".chips a").first()).toBeVisible();
  await expect(page.locator(".kpi-lead .lead-value")).toBeVisible();
  await expect(page.locator(".context .live")).toHaveText(/^Sin conexión: ves lo guardado, desde el 1 \p{L}+ \d{4}$/u);
  await page.goto("about:blank");
  await server.end();
});
