// Firefox, driven by WebDriver BiDi: the engine answers there too, and pages open without network.

import puppeteer, { type Page } from "puppeteer-core";

import { follow, stoppable } from "../support/engine";
import { values } from "../support/filters";
import { score } from "../support/format";
import { kpi } from "../support/kpi";
import { expect, test } from "../support/test";

test("in Firefox filters are answered by the page, and every route without network", async ({}, info) => {
  test.skip(info.project.name !== "desktop", "one browser, once");
  test.setTimeout(120_000);
  const executablePath = process.env.FIREFOX_PATH;
  if (!executablePath) throw new Error("FIREFOX_PATH does not name Firefox");
  const server = await stoppable("firefox");
  const browser = await puppeteer.launch({ browser: "firefox", executablePath, headless: true });
  try {
    const page = await browser.newPage();
    await page.setViewport({ width: 1440, height: 900 });
    const complaints: string[] = [];
    page.on("pageerror", (error) => complaints.push(String(error)));
    page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
    await page.goto(`${server.url}/`);
    await page.waitForSelector("html[data-live]");
    await page.waitForSelector("html[data-engine]");
    const asked: string[] = [];
    page.on("request", (request) => new URL(request.url()).pathname.startsWith("/fn/get_") && asked.push(request.url()));
    const { year, states, groups } = await values();
    const queries = [`year=${year}`, `estado=${states[1]}`, `grupo=${groups[0]}&year=${year}`, "band=critico", ""];
    for (const query of queries) {
      await page.evaluate(follow, `/?${query}`);
      await average(page, query);
    }
    expect(asked).toEqual([]);
    expect(complaints).toEqual([]);

    // What is kept of the site is there; the server goes.
    await page.waitForFunction(async () => {
      await navigator.serviceWorker.ready;
      return (await caches.match("/sin-red")) !== undefined;
    });
    await server.stop();
    await page.goto(`${server.url}/?year=${year}`);
    await page.waitForSelector("html[data-live]");
    await average(page, `year=${year}`);
    for (const path of ["/mapa", "/historico", "/indicadores", "/porque"]) {
      await page.goto(`${server.url}${path}?year=${year}`);
      await page.waitForSelector("html[data-live]");
      await page.waitForSelector("main :is(.card, .kpis, .map-head, .summary, .account-now)");
    }
  } finally {
    await browser.close();
    await server.end();
  }
});

/** The dashboard's average is that of `falcon kpi`. */
async function average(page: Page, query: string) {
  const { kpis } = await kpi(query);
  const shown = () => page.evaluate(() => document.querySelector(".lead-value")?.textContent);
  await expect.poll(shown, { message: query }).toBe(score(kpis));
}
