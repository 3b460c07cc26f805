// The page's own engine: what it holds, and a server that can be stopped under it.

import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { Page } from "@playwright/test";

import { serve } from "./server.mjs";
import { expect } from "./test";

export interface Stoppable {
  url: string;
  /** Its data folder. */
  data: string;
  stop: () => Promise<void>;
  /** At the same address, over the same data. */
  start: () => Promise<void>;
  /** Stops it and takes its data away. */
  end: () => Promise<void>;
}

/** A server over a copy of the demo. */
export async function stoppable(name: string): Promise<Stoppable> {
  const data = mkdtempSync(join(tmpdir(), `falcon-${name}-`));
  cpSync(process.env.FALCON_E2E_DEMO!, data, { recursive: true });
  let server = await serve(data, { FALCON_ORG: "demo" });
  const url = server.url;
  const stop = () => server.stop();
  return {
    url,
    data,
    stop,
    start: async () => void (server = await serve(data, { FALCON_ORG: "demo", FALCON_ADDR: new URL(url).host })),
    end: async () => {
      await stop();
      rmSync(data, { recursive: true, force: true });
    },
  };
}

/** The engine answers. */
export const holds = (page: Page) => page.locator("html[data-engine]").waitFor({ state: "attached", timeout: 30_000 });

/** The site's files are kept too. */
export async function keeps(page: Page) {
  await holds(page);
  await page.evaluate(() => navigator.serviceWorker.ready);
  await expect.poll(() => page.evaluate(async () => (await caches.match("/sin-red")) !== undefined), { timeout: 30_000 }).toBe(true);
}

/** In the page: follows a link within the application. */
export const follow = (to: string) => {
  const link = document.createElement("a");
  link.href = to;
  document.body.append(link);
  link.click();
  link.remove();
};

/** To another address within the application. */
export async function go(page: Page, address: string) {
  await page.evaluate(follow, address);
  await expect.poll(() => page.evaluate(() => location.pathname + location.search)).toBe(address);
}

/** What is asked of the server's functions from now on. */
export function questions(page: Page): string[] {
  const asked: string[] = [];
  page.on("request", (request) => {
    const { pathname } = new URL(request.url());
    if (pathname.startsWith("/fn/get_") || pathname === "/fn/suggest") asked.push(pathname);
  });
  return asked;
}

/** What befalls the record that is kept. */
export type Fate = "none" | "cut" | "harmed" | "of another person" | "of another build" | "too old" | "from the future" | "bare";

/** Lets it befall, in the page; what is kept then. */
export const kept = (page: Page, fate: Fate = "none") =>
  page.evaluate(
    (fate) =>
      new Promise<{ owner: string; contact: number; bytes: number } | null>((resolve, reject) => {
        const day = 86_400_000;
        const change = (record: any) => {
          switch (fate) {
            case "cut":
              return { ...record, bytes: record.bytes.slice(0, 5_000) };
            case "harmed":
              return { ...record, bytes: record.bytes.map((byte: number, at: number) => (at === 7_000 ? byte ^ 1 : byte)) };
            case "of another person":
              return { ...record, owner: "somebody" };
            case "of another build":
              return { ...record, form: "/pkg/before/" };
            case "too old":
              return { ...record, contact: Date.now() - 15 * day };
            case "from the future":
              return { ...record, contact: Date.now() + 3 * day };
            case "bare":
              return { ...record, around: "AAAA" };
            default:
              return undefined;
          }
        };
        const opened = indexedDB.open("falcon", 1);
        // Nothing was ever kept.
        opened.onupgradeneeded = () => opened.transaction!.abort();
        opened.onerror = () => (opened.error?.name === "AbortError" ? resolve(null) : reject(opened.error));
        opened.onsuccess = () => {
          const store = opened.result.transaction("snapshots", "readwrite").objectStore("snapshots");
          const found = store.get("held");
          let record: any;
          found.onsuccess = () => {
            record = (found.result && change(found.result)) ?? found.result;
            if (record && record !== found.result) store.put(record, "held");
          };
          store.transaction.oncomplete = () => {
            opened.result.close();
            resolve(record ? { owner: record.owner, contact: record.contact, bytes: record.bytes.length } : null);
          };
        };
      }),
    fate,
  );

/** A page that has nothing to hold: every question goes to the server. */
export const without = (page: Page) => page.route(/\/fn\/snapshot$/, (route) => route.fulfill({ status: 204 }));
