// Every screen in every state: desktop and phone, with scripts and without (projects), Spanish and English, light and dark.

import type { Page } from "@playwright/test";

import { expectAccessible } from "../support/axe";
import { screens } from "../support/routes";
import { alive, expect, test, WITHOUT_SCRIPTS } from "../support/test";
import { sticksOut } from "../support/width";

/** Words that each language has on some screen, and the other never. */
const LANGUAGES = {
  "es-MX": { own: ["Tablero", "Datos al"], not: ["Dashboard", "Data as of", "Import a file", "See all", "Filters"] },
  "en-US": { own: ["Dashboard", "Data as of"], not: ["Tablero", "Datos al", "Sucursales por", "Promedio", "Ver todos", "Filtros", "No existe", "Todavía"] },
};

for (const [locale, words] of Object.entries(LANGUAGES)) {
  test.describe(locale, () => {
    test.use({ locale, javaScriptEnabled: true });
    test.describe.configure({ timeout: 120_000 });

    test("every screen: complete, named, in its language, within the window, accessible, and without a complaint", async ({ page, request, guard }, { project }) => {
      guard.allow(/\b40[04]\b/);
      const scripts = project.use.javaScriptEnabled !== false;
      // The page's own scripts stay off, and axe's are let in once it is there.
      const wire = await page.context().newCDPSession(page);
      const allow = (value: boolean) => wire.send("Emulation.setScriptExecutionDisabled", { value: !value });
      if (!scripts) guard.allow(WITHOUT_SCRIPTS);
      for (const { address, status } of await screens(request)) {
        await test.step(address, async () => {
          await allow(true);
          const html = await whole(page, address, status, locale);
          await allow(scripts);
          await page.goto(address);
          if (scripts) await alive(page);
          // What hydration complains about comes a moment later.
          if (scripts) await expect.poll(async () => difference(html, await said(page)), `${address}: alive it says the same`).toBe("");
          await expect.soft(page.locator("html"), address).toHaveAttribute("lang", locale);
          await expect.soft(page, address).toHaveTitle(/\S · Falcon$/);
          await expect.soft(page.locator("h1"), address).toHaveText([/\S/]);
          const text = await page.locator("body").innerText();
          expect.soft(words.not.filter((word) => text.includes(word)), `${address}: the other language`).toEqual([]);
          expect.soft(await sticksOut(page), address).toEqual([]);
          await allow(true);
          for (const colorScheme of ["light", "dark"] as const) {
            await page.emulateMedia({ colorScheme });
            await expectAccessible(page);
          }
        });
      }
    });
  });
}

/** What a page says, from the first byte on: its main part without white space, and without what only scripts draw. */
async function whole(page: Page, address: string, status: number, locale: string): Promise<string> {
  const answer = await page.request.get(address, { headers: { "accept-language": locale } });
  expect(answer.status(), address).toBe(status);
  const html = await answer.text();
  expect(html, address).not.toContain('class="skeleton"');
  expect(html, address).not.toContain('aria-busy="true"');
  return page.evaluate(`(${words})(new DOMParser().parseFromString(${JSON.stringify(html)}, "text/html"))`);
}

/** What an alive page says. */
const said = (page: Page): Promise<string> => page.evaluate(`(${words})(document)`);

/** The button of the filter sheet counts results once it can. */
function words(page: Document): string {
  const main = page.querySelector("main")!.cloneNode(true) as Element;
  main.querySelectorAll("#aplicar, .map-live").forEach((alive) => alive.remove());
  return (main.textContent ?? "").replace(/\s+/g, " ");
}

/** Where two texts begin to differ, with a little of both. */
function difference(one: string, other: string): string {
  const at = [...one].findIndex((letter, at) => other[at] !== letter);
  if (at < 0 && one.length === other.length) return "";
  const near = (text: string) => text.slice(Math.max(0, at - 30), at + 30);
  return `"${near(one)}" became "${near(other)}"`;
}
