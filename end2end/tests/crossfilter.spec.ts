// Whatever stands for a set filters by it when it is tapped, and frees it when it is tapped again; Back undoes.

import { values } from "../support/filters";
import { expect, test } from "../support/test";

/** What is tapped, and what says it when it is chosen. */
const MARKS: [name: string, mark: string, chosen: string, parameter: RegExp][] = [
  ["a month of the trend", "svg a.pt", "svg a.pt", /[?&]month=/],
  ["a part of the distribution", ".band-chart svg a", ".band-chart svg a", /[?&]band=/],
  ["a band of its list", ".band-chart ul a", ".band-chart ul a[aria-current]", /[?&]band=/],
  ["a state of the map", ".state-map svg a", ".state-map svg a", /[?&]estado=/],
  ["a state of the list", ".with-map .rank a.who", ".with-map .rank a.who[aria-current]", /[?&]estado=/],
  ["a group", ".rank a.who[href*='grupo=']", ".rank a.who[aria-current]", /[?&]grupo=/],
  ["an area", ".rank a.who[href*='area=']", ".rank a.who[aria-current]", /[?&]area=/],
  ["a branch", "#lista .rank a.who", "#lista .rank a.who[aria-current]", /[?&]sucursal=/],
];

test("tapped it filters, tapped again it frees, and Back undoes", async ({ page, open, scripts }) => {
  test.setTimeout(120_000);
  const { year } = await values();
  const n = () => page.locator(".kpi-lead .n").first().innerText();
  await open(`/?year=${year}`);
  const whole = await n();
  for (const [name, mark, chosen, parameter] of MARKS) {
    await open(`/?year=${year}`);
    const tapped = page.locator(`main ${mark}`).last();
    const href = (await tapped.getAttribute("href"))!;
    expect(href, name).toMatch(parameter);
    // Without scripts the browser follows the link; with them the page changes in place.
    if (scripts) await tapped.dispatchEvent("click");
    else await open(href);
    await expect(page, name).toHaveURL(parameter);
    await expect(page.locator(".chips a").first(), name).toBeVisible();
    // The chips change first.
    let frees: string | undefined;
    const found = async () => {
      const links = await page.locator(`main ${chosen}`).evaluateAll((all) => all.map((link) => link.getAttribute("href")!));
      return (frees = links.find((to) => !parameter.test(to)));
    };
    await expect.poll(found, { message: `${name} frees what it chose` }).toBeDefined();
    if (!scripts) continue;
    await page.goBack();
    await expect.poll(n, { message: name }).toBe(whole);
    await page.goForward();
    await expect(page, name).toHaveURL(parameter);
    await expect(page.locator(`main ${chosen}[href="${frees}"]`).first(), name).toBeAttached();
    await page.locator(`main ${chosen}[href="${frees}"]`).first().dispatchEvent("click");
    await expect(page, name).not.toHaveURL(parameter);
  }
});
