// What a first visit of the dashboard really moves over the wire.
import { expect, test } from "../support/test";

test("the first visit stays within its budget", async ({ page, scripts, open }) => {
  test.skip(!scripts, "counted with everything loaded");
  const wire = await page.context().newCDPSession(page);
  await wire.send("Network.enable");
  let total = 0;
  // What comes when the page is idle, to answer without the server, is no part of a first visit.
  const later = new Set<string>();
  wire.on("Network.requestWillBeSent", ({ requestId, request }) => {
    if (/\/fn\/(snapshot|live)|\/pkg\/\w+\/(page|worker|engine)\./.test(request.url)) later.add(requestId);
  });
  wire.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    if (!later.has(requestId)) total += encodedDataLength;
  });
  await open("/");
  await page.waitForLoadState("networkidle");
  expect(total).toBeGreaterThan(100_000);
  expect(total).toBeLessThanOrEqual(450_000);
});
