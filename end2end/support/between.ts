// Something between the browser and the server that changes what passes, or lets nothing pass.

import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";

/** What is done with an answer: another body, or, with `null`, the connection is broken off in the middle of it. */
export type Change = (path: string, body: Buffer) => Buffer | null;

export interface Between {
  url: string;
  /** From now on. */
  change: (change: Change | undefined) => void;
  stop: () => Promise<void>;
}

export async function between(server: string): Promise<Between> {
  const inner = new URL(server);
  let change: Change | undefined;
  const proxy = createServer((asked, answer) => {
    const { method, url: path, headers } = asked;
    // What is changed must be read: no packing, and no "as you have it".
    const { "if-none-match": ___, ...plain } = headers;
    const passed = request({ host: inner.hostname, port: inner.port, method, path, headers: { ...plain, "accept-encoding": "identity" } }, (told) => {
      const changing = change;
      if (!changing || /event-stream/.test(told.headers["content-type"] ?? "")) {
        answer.writeHead(told.statusCode!, told.rawHeaders);
        told.pipe(answer);
        return;
      }
      const parts: Buffer[] = [];
      told.on("data", (part: Buffer) => parts.push(part));
      told.on("end", () => {
        const body = Buffer.concat(parts);
        const changed = changing(path!, body);
        const { "content-length": _, "transfer-encoding": __, etag, ...rest } = told.headers;
        answer.writeHead(told.statusCode!, { ...rest, "content-length": (changed ?? body).length });
        if (changed) return answer.end(changed);
        answer.write(body.subarray(0, Math.floor(body.length / 2)));
        setTimeout(() => answer.destroy(), 50);
      });
    });
    passed.on("error", () => answer.destroy());
    asked.pipe(passed);
  });
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    change: (next) => (change = next),
    stop: async () => {
      proxy.closeAllConnections();
      await new Promise((resolve) => proxy.close(resolve));
    },
  };
}
