// What a first visit of the dashboard really moves over the wire.
import { expect, test } from "../support/test";

test("the first visit stays within its budget", async ({ page, scripts, open }) => {
  test.skip(!scripts, "counted with everything loaded");
  const wire = await page.context().newCDPSession(page);
  await wire.send("Network.enable");
  let total = 0;
  wire.on("Network.loadingFinished", (event) => (total += event.encodedDataLength));
  await open("/");
  await page.waitForLoadState("networkidle");
  expect(total).toBeGreaterThan(100_000);
  expect(total).toBeLessThanOrEqual(450_000);
});
