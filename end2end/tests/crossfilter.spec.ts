// Whatever stands for a set filters by it when it is tapped, and frees it when it is tapped again; Back undoes.

import { values } from "../support/filters";
import { expect, test } from "../support/test";

test("tapped it filters, tapped again it frees, and Back undoes", async ({ page, open, scripts }) => {
  const { year } = await values();
  const n = () => page.locator(".kpi-lead .lead-delta .n").first().innerText();
  const marks: [string, string, RegExp][] = [
    ["a month of the trend", "svg:visible a.pt", /month=\d{4}-\d{2}|month=/],
    ["a part of the distribution", ".band-chart svg a", /band=/],
    ["a band of its list", ".band-chart ul a", /band=/],
    ["a state of the map", ".state-map svg a", /estado=/],
    ["a state of the list", ".with-map .rank a.who", /estado=/],
    ["a group", ".card:has(.rank a.open[href^='/grupos/']) .rank a.who", /grupo=/],
    ["an area", ".card:has(.rank.closed) .rank a.who", /area=/],
    ["a branch", "#lista .rank a.who", /sucursal=/],
  ];
  await open(`/?year=${year}`);
  const whole = await n();
  for (const [name, selector, query] of marks) {
    await open(`/?year=${year}`);
    const mark = page.locator(`main ${selector}`).last();
    const href = await mark.getAttribute("href");
    expect(href, name).toMatch(query);
    // The picture of a hundred links has them over one another.
    await mark.dispatchEvent("click");
    if (!scripts) continue;
    await expect(page, name).toHaveURL(query);
    await expect(page.locator(".chips a").first(), name).toBeVisible();
    const again = page.locator(`main ${selector}`);
    const free = await again.evaluateAll((links) => links.map((link) => link.getAttribute("href")!).find((to) => !/(month|band|estado|grupo|area|sucursal)=/.test(to)));
    expect(free, `${name} frees what it chose`).toBeDefined();
    await page.goBack();
    await expect.poll(n, name).toBe(whole);
    await page.goForward();
    await expect(page, name).toHaveURL(query);
    await page.locator(`main ${selector.split(",")[0]}[href="${free}"]`).first().dispatchEvent("click");
    await expect(page, name).not.toHaveURL(query);
  }
});
