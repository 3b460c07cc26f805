// A server behind something that ends TLS, as one that others reach stands behind a proxy; it notes the cookies that are set.

import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { request } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { BOT, guarded, type Guarded } from "./sign_in";

export interface Secured {
  server: Guarded;
  /** Browsers resolve names below `localhost` to this machine. */
  origin: string;
  /** What `Set-Cookie` said, in order. */
  cookies: string[];
  stop: () => Promise<void>;
}

/** Starts both; the certificate is made for the occasion, and vouched for by nobody. */
export async function secured(name: string): Promise<Secured> {
  const folder = mkdtempSync(join(tmpdir(), `falcon-${name}-`));
  const [key, cert] = ["key.pem", "cert.pem"].map((file) => join(folder, file));
  const curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"];
  execFileSync("openssl", ["req", "-x509", ...curve, "-subj", "/CN=falcon.localhost", "-keyout", key, "-out", cert], { stdio: "pipe" });
  const cookies: string[] = [];
  let inner: URL;
  const proxy = createServer({ key: readFileSync(key), cert: readFileSync(cert) }, (asked, answer) => {
    const { method, url: path, headers } = asked;
    const passed = request({ host: inner.hostname, port: inner.port, method, path, headers }, (told) => {
      cookies.push(...(told.headers["set-cookie"] ?? []));
      answer.writeHead(told.statusCode!, told.rawHeaders);
      told.pipe(answer);
    });
    passed.on("error", () => answer.destroy());
    asked.pipe(passed);
  });
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  const origin = `https://falcon.localhost:${(proxy.address() as AddressInfo).port}`;
  const secret = randomBytes(33).toString("base64");
  const server = await guarded(name, { ...BOT, FALCON_PUBLIC_URL: origin, FALCON_SECRET: secret });
  inner = new URL(server.url);
  const stop = async () => {
    proxy.closeAllConnections();
    await new Promise((resolve) => proxy.close(resolve));
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  return { server, origin, cookies, stop };
}
