// A server that asks people to sign in, over the demo, and who comes in there.

import { createHash, createHmac, randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { Page } from "@playwright/test";

import { falcon, serve } from "./server.mjs";
import { alive, expect } from "./test";

export interface Guarded {
  url: string;
  /** Of `admin@demo`, `director@demo`, `supervisor@demo` and `viewer@demo`. */
  password: string;
  /** Runs a command over its data. */
  falcon: (args: string[]) => Promise<string>;
  stop: () => Promise<void>;
}

/** Starts one in a data folder of its own. */
export async function guarded(name: string, more: Record<string, string> = {}): Promise<Guarded> {
  const data = mkdtempSync(join(tmpdir(), `falcon-${name}-`));
  // What is recorded is chained under the server's own secret.
  const secret: Record<string, string> = more.FALCON_SECRET ? { FALCON_SECRET: more.FALCON_SECRET } : {};
  const run = (args: string[]): Promise<string> => falcon(data, args, secret);
  const told = await run(["demo"]);
  const password = /password (\S+)/.exec(told)![1];
  const server = await serve(data, { FALCON_ORG: "demo", FALCON_OPEN: "0", ...more });
  const stop = async () => {
    await server.stop();
    rmSync(data, { recursive: true, force: true });
  };
  return { url: server.url, password, falcon: run, stop };
}

/** Signs in by the form and comes to `to`. */
export async function signIn(page: Page, server: Guarded, login: string, to: string) {
  await page.goto(`${server.url}/entrar?volver=${encodeURIComponent(to)}`);
  await page.locator("input[name=login]").fill(login);
  await page.locator("input[name=password]").fill(server.password);
  await page.locator("main form button[type=submit]").first().click();
  await page.waitForURL(`${server.url}${to}`);
}

/** Opens a page and waits for it as far as scripts go; nothing on it is wider than the screen. */
export async function come(page: Page, address: string, scripts: boolean) {
  const answer = await page.goto(address);
  await settled(page, scripts);
  return answer!;
}

/** The page that a form came to: alive where scripts are on, and no wider than the screen. */
export async function settled(page: Page, scripts: boolean) {
  if (scripts) await alive(page);
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), "wider than the screen").toBeLessThanOrEqual(0);
}

/** A bot of nobody, for servers that are told its token. */
export const BOT = { FALCON_BOT_TOKEN: "7342037359:AAHI1G2v0kqzYkx1k1j0aB3c5d7e9f1g3h5", FALCON_BOT_NAME: "falcon_prueba_bot" };

/** Comes back from Telegram's Login Widget as this account, by the address that the sign-in page gave the widget in this
 * browser: https://core.telegram.org/widgets/login */
export async function byWidget(page: Page, server: Guarded, account: { id: number; first_name: string; username?: string }) {
  await page.goto(`${server.url}/entrar`);
  const back = await page.locator("script[data-auth-url]").getAttribute("data-auth-url");
  const [path, ours] = back!.split("?");
  const fields: Record<string, string> = { auth_date: String(Math.floor(Date.now() / 1000)) };
  for (const [name, value] of Object.entries(account)) fields[name] = String(value);
  const text = Object.keys(fields)
    .sort()
    .map((name) => `${name}=${fields[name]}`)
    .join("\n");
  const secret = createHash("sha256").update(BOT.FALCON_BOT_TOKEN).digest();
  fields.hash = createHmac("sha256", secret).update(text).digest("hex");
  return page.goto(`${server.url}${new URL(path, server.url).pathname}?${ours}&${new URLSearchParams(fields)}`);
}

/** What Telegram hands a Mini App that this account opens: https://core.telegram.org/bots/webapps#validating-data-received-via-the-mini-app */
export function initData(account: { id: number; first_name: string }): string {
  const fields: Record<string, string> = {
    auth_date: String(Math.floor(Date.now() / 1000)),
    query_id: `AAH${randomBytes(12).toString("hex")}`,
    user: JSON.stringify(account),
  };
  const text = Object.keys(fields)
    .sort()
    .map((name) => `${name}=${fields[name]}`)
    .join("\n");
  const secret = createHmac("sha256", "WebAppData").update(BOT.FALCON_BOT_TOKEN).digest();
  fields.hash = createHmac("sha256", secret).update(text).digest("hex");
  return String(new URLSearchParams(fields));
}

/** The six digits that an authenticator app shows now for a key in base32 (RFC 6238, SHA-1, 30 s). */
export function totp(key: string, at = Date.now()): string {
  const bits = [...key.replace(/[\s=]/g, "")].map((sign) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(sign).toString(2).padStart(5, "0")).join("");
  const bytes = bits.match(/.{8}/g)!.map((byte) => parseInt(byte, 2));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(at / 30_000)));
  const mac = createHmac("sha1", Buffer.from(bytes)).update(counter).digest();
  const offset = mac[mac.length - 1] & 15;
  return String((mac.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

/** A device that makes passkeys and signs with them, in this page's browser (Chrome DevTools: WebAuthn). */
export async function authenticator(page: Page) {
  const session = await page.context().newCDPSession(page);
  await session.send("WebAuthn.enable");
  const options = {
    protocol: "ctap2",
    transport: "internal",
    hasResidentKey: true,
    hasUserVerification: true,
    isUserVerified: true,
    automaticPresenceSimulation: true,
  } as const;
  const { authenticatorId } = await session.send("WebAuthn.addVirtualAuthenticator", { options });
  return {
    /** Whether it makes sure who holds it. */
    verifies: (isUserVerified: boolean) => session.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified }),
    remove: () => session.send("WebAuthn.removeVirtualAuthenticator", { authenticatorId }),
  };
}
