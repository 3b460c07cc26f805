// axe in the page, held to WCAG 2.2 AA.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

import { expect, type Frame, type Page } from "@playwright/test";

const source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

/** Fails with every violation: its rule, and for each place the selector and what is wrong there. Needs scripts. */
export async function expectAccessible(page: Page | Frame) {
  // A colour on its way from one theme to the other is neither.
  await page.evaluate(() => {
    const ended = Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => {})));
    // Some never end: those that repeat, and those that follow scrolling.
    return Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 1_000))]);
  });
  await page.evaluate(source);
  const found = await page.evaluate(async (values) => {
    const axe = (globalThis as unknown as { axe: { run(what: unknown, how: unknown): Promise<any> } }).axe;
    const result = await axe.run(document, { runOnly: { type: "tag", values }, resultTypes: ["violations"] });
    // WCAG 2.5.8 excepts targets whose place is essential: marks on a map lie where their branches are.
    const essential = (rule: string, node: any) =>
      rule === "target-size" && node.target.every((selector: string) => document.querySelector(selector)?.closest(".leaflet-marker-pane"));
    const kept = result.violations
      .map((violation: any) => ({ ...violation, nodes: violation.nodes.filter((node: any) => !essential(violation.id, node)) }))
      .filter((violation: any) => violation.nodes.length > 0);
    return kept.map((violation: any) => {
      const places = violation.nodes.slice(0, 5).map((node: any) => `  ${node.target.join(" ")}: ${node.failureSummary}`);
      return [`${violation.id} (${violation.nodes.length})`, ...places].join("\n");
    });
  }, tags);
  expect(found, `axe on ${page.url()}`).toEqual([]);
}
