// Falcon's engine, DuckDB-WASM and crossfilter2 in one Chromium: prints JSON. `cargo xtask bench browser` runs it and holds
// the bars.
//
//     node peers.mjs PAGE-FOLDER NODE_MODULES ROUNDS plan=FILE columns=FILE snapshot=FILE engine.wasm=FILE

import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";

import { chromium as playwright } from "@playwright/test";

import { chromium, chromiumArgs } from "./support/server.mjs";

const [page, modules, rounds, ...files] = process.argv.slice(2);
const work = new Map(files.map((file) => file.split(/=(.*)/s)).map(([name, path]) => [`/work/${name}`, path]));
const types = { ".html": "text/html", ".js": "text/javascript", ".mjs": "text/javascript", ".wasm": "application/wasm" };

const server = createServer(async (request, response) => {
  const path = normalize(decodeURIComponent(new URL(request.url, "http://loopback").pathname));
  const module = path.startsWith("/modules/") && join(modules, path.slice("/modules".length));
  const file = work.get(path) ?? (module || join(page, path === "/" ? "index.html" : path));
  const body = await readFile(file).catch(() => null);
  response.writeHead(body ? 200 : 404, {
    "content-type": types[extname(file)] ?? "application/octet-stream",
    // Isolated from other origins: a clock of 5 µs, and threads for DuckDB.
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-embedder-policy": "require-corp",
  });
  response.end(body ?? "");
});
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));

const browser = await playwright.launch({ executablePath: chromium, args: chromiumArgs });
try {
  const tab = await browser.newPage();
  tab.on("pageerror", (error) => console.error(error));
  tab.on("console", (message) => console.error(message.text()));
  await tab.goto(`http://127.0.0.1:${server.address().port}/`);
  await tab.waitForFunction(() => window.race);
  console.log(JSON.stringify(await tab.evaluate((count) => window.race(count), Number(rounds))));
} finally {
  await browser.close();
  server.close();
}
