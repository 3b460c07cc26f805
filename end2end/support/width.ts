// Pages that scroll sideways.

import type { Page } from "@playwright/test";

/** What sticks out of the window at the right. */
export async function sticksOut(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    return [...document.querySelectorAll("body *")]
      .filter((element) => element.getBoundingClientRect().right > width + 1)
      .slice(0, 5)
      .map((element) => `${element.tagName.toLowerCase()}.${element.getAttribute("class")}`)
      .concat(`page is ${document.documentElement.scrollWidth} wide in ${width}`);
  });
}
