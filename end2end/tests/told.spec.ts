// What is told in place (src/ui/browser/change.rs) is what the server would write for the same address.

import { expectBoard } from "../support/board";
import { go, holds } from "../support/engine";
import { cases } from "../support/filters";
import { expect, test } from "../support/test";

/** What is written as text. */
const TOLD = [
  ".kpis, .pinned, .card-head, .band-chart ul, .tabs, .pager, .map-legend, .rank, .band-bar, .map-box svg, .heat > table",
  // The period's is written when it is opened.
  ".menu > summary, .menu:not(.period) > .menu-panel",
].join();

test("a filter changed in place shows what the server writes", async ({ page, open, scripts }) => {
  test.skip(!scripts, "without scripts the server writes every page");
  test.setTimeout(180_000);
  const filters = await cases();
  // Of the trend's two drawings the page has the one with the room for it.
  const wide = page.viewportSize()!.width > 720;
  for (const path of ["/", "/historico"]) {
    await open(path);
    await holds(page);
    for (const { name, query } of filters) {
      await go(page, query ? `${path}?${query}` : path);
      /** The first in which the page differs from the server's; empty when none does. */
      const difference = () =>
        page.evaluate(async (selector) => {
          const answer = await fetch(location.href);
          const server = new DOMParser().parseFromString(await answer.text(), "text/html");
          // A new element may hold a comment, which nobody sees.
          const plain = (element: Element) => {
            const copy = element.cloneNode(true) as Element;
            const walk = document.createTreeWalker(copy, NodeFilter.SHOW_COMMENT);
            const comments: Node[] = [];
            while (walk.nextNode()) comments.push(walk.currentNode);
            for (const comment of comments) comment.parentNode?.removeChild(comment);
            return copy;
          };
          const told = (root: ParentNode) => [...root.querySelectorAll(`main :is(${selector})`)].map(plain);
          const [here, there] = [told(document), told(server)];
          if (here.length !== there.length) return `${here.length} instead of ${there.length}`;
          const at = here.findIndex((element, nth) => !element.isEqualNode(there[nth]));
          return at < 0 ? "" : `${here[at].outerHTML}\n\n${there[at].outerHTML}`;
        }, `${TOLD}, ${wide ? ".trend-wide" : ".trend-narrow"}`);
      await expect.poll(difference, { message: `${path}: ${name}` }).toBe("");
      // What a form would send is what is written.
      const boxes = await page.locator("#filtros input[type=checkbox]").evaluateAll((boxes: HTMLInputElement[]) =>
        boxes.filter((box) => box.checked !== box.hasAttribute("checked")).map((box) => box.value),
      );
      expect(boxes, `${path}: ${name}`).toEqual([]);
    }
  }
});

test("what somebody else changed in the page does not stay", async ({ page, open, scripts }) => {
  test.skip(!scripts, "without scripts the server writes every page");
  await open("/");
  await holds(page);
  // As a translator does: words in elements of its own; and an extension that takes a heading away.
  await page.evaluate(() => {
    const words: Text[] = [];
    for (const part of document.querySelectorAll("main :is(.kpis, .rank, .card-head, .band-chart ul)")) {
      const walk = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
      while (walk.nextNode()) words.push(walk.currentNode as Text);
    }
    for (const word of words) {
      const font = document.createElement("font");
      font.textContent = word.data;
      word.replaceWith(font);
    }
    document.querySelector("#lista h2")!.remove();
  });
  for (const query of ["year=2025", "estado=19", ""]) {
    await go(page, query ? `/?${query}` : "/");
    await expectBoard(page, query);
  }
  await expect(page.locator(".kpis font, #lista font")).toHaveCount(0);
  await expect(page.locator("#lista h2")).toHaveCount(1);
});

test("what a change moves into the window shows the change in the same frame", async ({ page, open, scripts, phone }) => {
  test.skip(!scripts || !phone, "the sections stand one below the other on a phone");
  await open("/");
  await holds(page);
  const texts = await page.evaluate(async () => {
    const frame = () =>
      new Promise((done) =>
        requestAnimationFrame(() => {
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = done;
          port2.postMessage(0);
        }),
      );
    const group = document.querySelector<HTMLElement>("main .rank a.who[href*='grupo=']")!;
    group.closest("section")!.scrollIntoView();
    for (let n = 0; n < 30; n += 1) await frame();
    const rows = group.closest("ol")!.children;
    const before = rows.length;
    group.click();
    while (rows.length === before) await frame();
    await frame();
    // Drawn: what somebody sees now is what stays.
    const seen = [...document.querySelectorAll("main .rank > li")].filter((row) => {
      const { top, bottom } = row.getBoundingClientRect();
      return bottom > 0 && top < innerHeight;
    });
    const first = seen.map((row) => row.textContent);
    await new Promise((done) => setTimeout(done, 1_000));
    return [first, seen.map((row) => row.textContent)];
  });
  expect(texts[0].length).toBeGreaterThan(3);
  expect(texts[0]).toEqual(texts[1]);
});

test("months are chosen under the pointer, whatever chart comes of it", async ({ page, open, scripts, phone }) => {
  test.skip(!scripts || phone, "a finger has no bubble");
  await open("/");
  await holds(page);
  const months = page.locator(".trend-wide a.pt");
  const count = await months.count();
  expect(count).toBeGreaterThan(12);
  // Whose dot is not there any more while the chart is told anew: the browser's complaints are watched.
  for (const nth of [count - 1, 3]) {
    const { x, y, width, height } = (await months.nth(nth).boundingBox())!;
    await page.mouse.click(x + width / 2, y + height / 2);
    await expect(page).toHaveURL(/[?&]month=/);
    await expect(page.locator(".chart .tip").first()).toBeAttached();
    await page.goBack();
    await expect(months).toHaveCount(count);
  }
});
