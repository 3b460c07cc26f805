// What a page's own engine is worth, measured in Chromium: prints JSON. `cargo xtask bench browser` runs it and holds the bars.
//
//     node bench.mjs URL AREA-SCORES

import { readFileSync } from "node:fs";

import { chromium as playwright } from "@playwright/test";

import { chromium, chromiumArgs } from "./support/server.mjs";

const [url, scores] = [process.argv[2], Number(process.argv[3])];
const FILTERS = 50;

const browser = await playwright.launch({ executablePath: chromium, args: chromiumArgs });
const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: "es-MX", serviceWorkers: "allow" });
const page = await context.newPage();
const wire = await context.newCDPSession(page);

const holds = () => page.locator("html[data-engine]").waitFor({ state: "attached", timeout: 120_000 });

// What the snapshot weighs on the wire.
await page.goto(url);
await page.locator("html[data-live]").waitFor({ state: "attached" });
await holds();
const snapshot = await page.evaluate(() =>
  performance
    .getEntriesByType("resource")
    .filter(({ name }) => name.includes("/fn/snapshot/part"))
    .reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0),
);

// Filters of every kind, as the filter bar offers them.
const queries = await page.evaluate(async () => {
  const [states, groups, areas, branches] = await Promise.all(
    ["rankings/states", "rankings/groups", "areas", "branches"].map(async (list) => {
      const { data } = await (await fetch(`/api/v1/${list}?limit=40`)).json();
      return data.map((one) => one.key ?? one.code ?? one.slug);
    }),
  );
  const { data: trend } = await (await fetch("/api/v1/trends")).json();
  const years = [...new Set(trend.filter(({ n }) => n > 0).map(({ month }) => month.slice(0, 4)))];
  const at = (list, nth) => encodeURIComponent(list[nth % list.length]);
  return Array.from({ length: 50 }, (_, nth) => {
    const year = `year=${years[nth % years.length]}`;
    return [
      year,
      `${year}&quarter=Q${(nth % 4) + 1}`,
      `estado=${at(states, nth)}`,
      `grupo=${at(groups, nth)}&${year}`,
      `area=${at(areas, nth)}`,
      `sucursal=${at(branches, nth)}`,
      "band=critico",
      `${year}&area=${at(areas, nth)}&estado=${at(states, nth)}`,
      "",
      `kind=all&${year}`,
    ][nth % 10];
  });
});

/** A mouse button is down about that long, milliseconds. */
const PRESS = 80;

/**
 * From the release of the mouse on a link, which is the click, to the last change of the document, and to the frame in which it is seen;
 * milliseconds. Of what is in the window (`dom`, `paint`), and of all of it (`dom_all`, `paint_all`).
 */
const change = async (query) => {
  await page.evaluate(
    async (to) => {
      const link = document.createElement("a");
      link.href = to;
      link.style = "position: fixed; inset: auto auto 0 0; width: 24px; height: 24px; z-index: 9";
      document.body.append(link);
      const changes = [];
      let begun;
      addEventListener("pointerup", ({ timeStamp }) => (begun = timeStamp), { capture: true, once: true });
      const since = () => performance.now() - begun;
      const last = new Promise((done) => {
        let quiet;
        const watch = new MutationObserver((records) => {
          const change = { dom: since(), paint: 0, records };
          changes.push(change);
          requestAnimationFrame(() => {
            const { port1, port2 } = new MessageChannel();
            port1.onmessage = () => (change.paint = since());
            port2.postMessage(0);
          });
          clearTimeout(quiet);
          quiet = setTimeout(() => done(watch.disconnect()), 500);
        });
        watch.observe(document.querySelector("main"), { subtree: true, childList: true, characterData: true, attributes: true });
      });
      const box = (node) => (node instanceof Element ? node : node.parentElement)?.getBoundingClientRect();
      const seen = (node) => {
        const element = node instanceof Element ? node : node.parentElement;
        // A closed table has a place, and is not seen.
        if (!element?.checkVisibility()) return false;
        const { top, bottom, left, right } = box(element);
        return bottom > top && right > left && bottom > 0 && top < innerHeight;
      };
      // Rows that a list gains or loses below the window are not seen, though the list is: what counts is the place where they are or were.
      const inWindow = ({ type, target, addedNodes, removedNodes, previousSibling }) => {
        if (type !== "childList") return seen(target);
        if ([...addedNodes].some(seen)) return true;
        if (removedNodes.length === 0) return false;
        let before = previousSibling?.isConnected ? previousSibling : previousSibling && target.lastChild;
        while (before && !(before instanceof Element)) before = before.previousSibling;
        return seen(target) && (!before || box(before).bottom < innerHeight);
      };
      window.changed = last.then(() => {
        link.remove();
        const last = (list, what) => Math.max(0, ...list.map((one) => one[what]));
        const inside = changes.filter(({ records }) => records.some(inWindow));
        return { dom: last(inside, "dom"), paint: last(inside, "paint"), dom_all: last(changes, "dom"), paint_all: last(changes, "paint") };
      });
      // A link that somebody presses is drawn long before.
      const frame = () => new Promise((done) => requestAnimationFrame(done));
      await frame();
      await frame();
    },
    query ? `/?${query}` : "/",
  );
  await page.mouse.down();
  await new Promise((done) => setTimeout(done, PRESS));
  await page.mouse.up();
  return page.evaluate(() => window.changed);
};
await page.mouse.move(12, 888);

const asked = [];
page.on("request", (request) => {
  if (new URL(request.url()).pathname.startsWith("/fn/get_")) asked.push(request.url());
});

const round = async () => {
  const times = [];
  let last = "-";
  for (const query of queries.slice(0, FILTERS)) {
    if (query === last) continue;
    last = query;
    times.push(await change(query));
  }
  return times;
};

await round();
const plain = await round();
await wire.send("Emulation.setCPUThrottlingRate", { rate: 4 });
const throttled = await round();
await wire.send("Emulation.setCPUThrottlingRate", { rate: 1 });
// What the tab's process holds of its own after that, as the kernel counts it.
await wire.send("HeapProfiler.collectGarbage");
const system = await (await browser.newBrowserCDPSession()).send("SystemInfo.getProcessInfo");
const anonymous = (pid) => Number(/RssAnon:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) * 1024;
const memory = Math.max(...system.processInfo.filter(({ type }) => type === "renderer").map(({ id }) => anonymous(id)));

if (asked.length) throw new Error(`the server was asked: ${asked[0]}`);

// From navigation to the engine's first answer, with what is kept.
await page.addInitScript(() => {
  const root = document.documentElement;
  new MutationObserver((_, watch) => {
    if (!document.documentElement?.dataset.engine) return;
    watch.disconnect();
    fetch("/fn/get_dashboard?query=").then(() => (window.firstAnswer = performance.now()));
  }).observe(root ?? document, { subtree: true, attributes: true, childList: true });
});
const warm = [];
for (let nth = 0; nth < 9; nth += 1) {
  await page.goto(url);
  warm.push(await page.waitForFunction(() => window.firstAnswer).then((handle) => handle.jsonValue()));
}

// Cold, with the server out of reach: to a dashboard that is drawn.
await page.evaluate(() => navigator.serviceWorker.ready);
await page.waitForFunction(async () => (await caches.match("/sin-red")) !== undefined, undefined, { timeout: 60_000 });
await context.setOffline(true);
const offline = [];
for (let nth = 0; nth < 5; nth += 1) {
  await page.goto("about:blank");
  const begun = Date.now();
  await page.goto(url, { waitUntil: "commit" });
  await page.locator(".kpi-lead .lead-value").waitFor();
  offline.push(Date.now() - begun);
}
await context.setOffline(false);

await browser.close();

const at = (list, share) => [...list].sort((a, b) => a - b)[Math.min(list.length - 1, Math.floor(list.length * share))];
const both = (times, what) => ({ median: at(times.map((time) => time[what]), 0.5), p95: at(times.map((time) => time[what]), 0.95) });
console.log(
  JSON.stringify({
    filters: plain.length,
    dom: both(plain, "dom"),
    paint: both(plain, "paint"),
    dom_all: both(plain, "dom_all"),
    paint_all: both(plain, "paint_all"),
    dom_throttled: both(throttled, "dom"),
    paint_throttled: both(throttled, "paint"),
    dom_all_throttled: both(throttled, "dom_all"),
    paint_all_throttled: both(throttled, "paint_all"),
    bytes_a_score: snapshot / scores,
    snapshot,
    warm: at(warm, 0.5),
    offline: at(offline, 0.5),
    memory,
  }),
);
