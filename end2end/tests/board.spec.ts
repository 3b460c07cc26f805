import { expectBoard } from "../support/board";
import { cases } from "../support/filters";
import { expect, test } from "../support/test";

test("every filter's figures are those of falcon kpi", async ({ page, scripts }) => {
  test.skip(scripts, "once is enough: the server's HTML, without scripts");
  test.setTimeout(180_000);
  for (const { name, query } of await cases()) {
    await test.step(`${name}: ${query}`, async () => {
      const answer = await page.goto(query ? `/?${query}` : "/");
      expect(answer?.status(), query).toBe(200);
      await expectBoard(page, query);
    });
  }
});
