// Saves every page at both sizes in both themes: node shots.mjs FOLDER [ADDRESS…]
// With FALCON_URL a running server is asked; else one is started over demo data, and stopped after.

import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { chromium as playwright } from "@playwright/test";

import { chromium, chromiumArgs, demoData, serve } from "./support/server.mjs";

const [folder, ...only] = process.argv.slice(2);
if (!folder) {
  console.error("node shots.mjs FOLDER [ADDRESS…]");
  process.exit(2);
}
mkdirSync(folder, { recursive: true });

const SIZES = {
  desktop: { viewport: { width: 1440, height: 900 } },
  phone: { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 },
};
const LANGUAGE = process.env.FALCON_LANG || "es-MX";

let work, server;
let base = process.env.FALCON_URL;
if (!base) {
  work = mkdtempSync(join(tmpdir(), "falcon-shots-"));
  const data = process.env.FALCON_E2E_DATA || (await demoData(join(work, "demo")));
  server = await serve(data, { FALCON_ORG: "demo" });
  base = server.url;
}

/** Every page, by a name for its file; names in addresses are taken from the pages that list them. */
async function pages() {
  const find = async (path, pattern) => pattern.exec(await (await fetch(base + path)).text())?.[1];
  const group = await find("/", /href="(\/grupos\/[^"?]+)/);
  const branch = await find("/", /href="(\/sucursales\/[^"?]+)/);
  const visit = await find("/porque", /href="(\/supervisiones\/\d+)/);
  return Object.entries({
    tablero: "/",
    "tablero-area": "/?area=" + ((await find("/indicadores", /[?&;]area=([^"&]+)/)) ?? ""),
    "tablero-vacio": "/?year=1999",
    mapa: "/mapa",
    historico: "/historico",
    indicadores: "/indicadores",
    porque: `/porque?year=${new Date().getFullYear() - 1}`,
    importar: "/importar",
    mas: "/mas",
    grupo: group,
    sucursal: branch,
    supervision: visit,
    "no-existe": "/no-existe",
  }).filter(([, path]) => path);
}

const browser = await playwright.launch({ executablePath: chromium, args: chromiumArgs });
try {
  const list = only.length ? only.map((path) => [path.replace(/\W+/g, "-").replace(/^-|-$/g, "") || "tablero", path]) : await pages();
  for (const [size, options] of Object.entries(SIZES)) {
    for (const colorScheme of ["light", "dark"]) {
      const context = await browser.newContext({ ...options, colorScheme, locale: LANGUAGE });
      const page = await context.newPage();
      for (const [name, path] of list) {
        await page.goto(base + path, { waitUntil: "networkidle" });
        await page.locator("html[data-live]").waitFor({ state: "attached", timeout: 10_000 }).catch(() => {});
        await page.waitForTimeout(300);
        await page.screenshot({ path: join(folder, `${name}-${size}-${colorScheme}.png`), fullPage: true });
      }
      await context.close();
    }
  }
  console.log(`${list.length * 4} pictures in ${folder}`);
} finally {
  await browser.close();
  await server?.stop();
  if (work) rmSync(work, { recursive: true, force: true });
}
