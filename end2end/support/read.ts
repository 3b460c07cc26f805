// What stands on the screen, read from the page in one go.

import type { Locator, Page } from "@playwright/test";

/** Text as read: spaces collapsed. */
export const text = (value: string | null | undefined) => (value ?? "").replace(/\s+/g, " ").trim();

export interface Row {
  position: string;
  name: string;
  detail: string;
  /** `87.53`, empty when pending. */
  score: string;
  /** `n 12`, empty when pending. */
  n: string;
  pending: boolean;
}

/** Rows of all ranking lists inside `within`. */
export async function ranking(within: Locator): Promise<Row[]> {
  return within.locator("ol.rank > li").evaluateAll((items) => {
    const of = (item: Element, selector: string) =>
      (item.querySelector(selector)?.textContent ?? "").replace(/\s+/g, " ").trim();
    return items.map((item) => ({
      position: of(item, ".pos"),
      name: of(item, ".name"),
      detail: of(item, ".who small"),
      score: of(item, ".score"),
      n: of(item, ".n"),
      pending: item.querySelector(".pending") !== null,
    }));
  });
}

export interface HeatCell {
  /** `87.53`, or `–` without data. */
  value: string;
  /** `n 12`, empty without data. */
  n: string;
  href: string | null;
  why: string | null;
}

export interface HeatRow {
  name: string;
  href: string | null;
  pinned: boolean;
  cells: HeatCell[];
  delta: string;
}

export interface Heat {
  columns: { label: string; href: string | null }[];
  rows: HeatRow[];
}

/** The heat map of the page. */
export async function heat(page: Page): Promise<Heat> {
  return page.locator(".heat").evaluate((region) => {
    const text = (element: Element | null | undefined) => (element?.textContent ?? "").replace(/\s+/g, " ").trim();
    const href = (element: Element | null | undefined, selector = "a") =>
      element?.querySelector(selector)?.getAttribute("href") ?? null;
    const heads = [...region.querySelectorAll("thead th")].slice(1, -1);
    return {
      columns: heads.map((head) => ({ label: text(head), href: href(head) })),
      rows: [...region.querySelectorAll("tbody tr")].map((row) => ({
        name: text(row.querySelector("th")),
        href: href(row.querySelector("th")),
        pinned: row.classList.contains("heat-pinned"),
        cells: [...row.querySelectorAll("td:not(.heat-delta)")].map((cell) => ({
          value: text(cell.querySelector(".heat-value")) || text(cell),
          n: text(cell.querySelector(".heat-n")),
          href: href(cell, "a.heat-value"),
          why: href(cell, "a.heat-n"),
        })),
        delta: text(row.querySelector("td.heat-delta")),
      })),
    };
  });
}

/** Body rows of a table as texts, foot rows after them. */
export async function table(within: Locator): Promise<string[][]> {
  return within.locator("tbody tr, tfoot tr").evaluateAll((rows) =>
    rows.map((row) => [...row.children].map((cell) => (cell.textContent ?? "").replace(/\s+/g, " ").trim())),
  );
}

/** A section by its heading. */
export const section = (page: Page, title: string | RegExp) =>
  page.locator("section.card").filter({ has: page.getByRole("heading", { level: 2, name: title }) });

/** Facts of a drill-down page: name → value with its note. */
export async function facts(page: Page): Promise<Record<string, string>> {
  return page.locator("dl.facts > div").evaluateAll((items) =>
    Object.fromEntries(
      items.map((item) =>
        ["dt", "dd"].map((part) => (item.querySelector(part)?.textContent ?? "").replace(/\s+/g, " ").trim()),
      ),
    ),
  );
}

/** The filter of an address: its query without the page's own parameters. */
export function filterOf(href: string): string {
  const own = ["orden", "de", "buscar", "pagina", "por", "mostrar", "dentro", "lang", "theme"];
  const query = href.split("#")[0].split("?")[1] ?? "";
  return query
    .split("&")
    .filter((pair) => pair && !own.includes(pair.split("=")[0]))
    .join("&");
}
