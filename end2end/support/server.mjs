// The program under test: found, filled with data, started on a free port of loopback, stopped by its process id.

import { execFile, spawn } from "node:child_process";
import { closeSync, existsSync, mkdirSync, openSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { homedir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const exec = promisify(execFile);

/** Chromium of the system: no browser is downloaded. */
export const chromium = process.env.CHROMIUM || process.env.CHROME_PATH || "/usr/bin/chromium";

/** What keeps Chromium inside a container and off the network. */
export const chromiumArgs = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** The server program: `FALCON_BIN` (or `FALCON_PROGRAM`), else the development build where xtask puts it. */
export function program() {
  const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "falcon", "target");
  const path =
    process.env.FALCON_BIN ||
    process.env.FALCON_PROGRAM ||
    join(process.env.CARGO_TARGET_DIR || cache, "debug", "falcon");
  if (!existsSync(path)) throw new Error(`no program at ${path}: build it, or name it in FALCON_BIN`);
  return path;
}

/** The program's environment over a data folder: nothing of the caller's settings leaks in, only where the site is. */
function environment(data, more = {}) {
  const { DATABASE_URL, REDIS_URL, FALCON_ORG, FALCON_ADDR, FALCON_DATA, FALCON_TILE_URL, ...rest } = process.env;
  // What is not about signing in is tested on an open server.
  // Nor is how often somebody may ask.
  const limits = { FALCON_LIMIT_READ: "0", FALCON_LIMIT_WRITE: "0", FALCON_LIMIT_HEAVY: "0", FALCON_LIMIT_SIGN_IN: "0" };
  return { ...rest, FALCON_DATA: data, FALCON_OPEN: "1", ...limits, ...more };
}

/** Runs the program to its end; returns what it printed. */
export async function falcon(data, args, more = {}) {
  const { stdout } = await exec(program(), args, { env: environment(data, more), maxBuffer: 256 * 1024 * 1024 });
  return stdout;
}

async function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

/** Starts `falcon serve` over a data folder; resolves when it answers. `stop()` ends it. */
export async function serve(data, more = {}) {
  mkdirSync(data, { recursive: true });
  const address = more.FALCON_ADDR ?? `127.0.0.1:${await freePort()}`;
  const url = `http://${address}`;
  const log = join(data, "server.log");
  const out = openSync(log, "a");
  const child = spawn(program(), ["serve"], {
    env: environment(data, { FALCON_ADDR: address, ...more }),
    stdio: ["ignore", out, out],
  });
  closeSync(out);
  let ended = false;
  child.once("exit", () => (ended = true));
  const deadline = Date.now() + 60_000;
  for (;;) {
    const answer = await fetch(url, { redirect: "manual" }).catch(() => null);
    if (answer) {
      await answer.arrayBuffer();
      break;
    }
    if (ended || Date.now() > deadline) {
      child.kill();
      throw new Error(`the server did not come up; it said:\n${readFileSync(log, "utf8")}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const stop = () =>
    new Promise((resolve) => {
      if (ended) return resolve();
      child.once("exit", resolve);
      child.kill("SIGTERM");
    });
  return { url, pid: child.pid, data, stop };
}

/** A data folder with the demo organization. */
export async function demoData(data) {
  mkdirSync(data, { recursive: true });
  await falcon(data, ["demo"]);
  return data;
}
