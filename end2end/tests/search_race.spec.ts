// Suggestions sometimes did not appear: what was typed before the WASM had come was emptied by it, and a question was
// held back until the one before it was answered. Others came when nobody wanted them any more: after Escape, after
// Enter, after the focus had left.

import type { Page } from "@playwright/test";

import { without } from "../support/engine";
import { values } from "../support/filters";
import { alive, expect, test } from "../support/test";

test.skip(({ javaScriptEnabled }) => javaScriptEnabled === false, "without scripts nothing is suggested");

// The questions are those to the server.
test.beforeEach(({ page }) => without(page));

const field = (page: Page) => page.locator("#filtros input[name=q]");
const list = (page: Page) => page.getByRole("group", { name: "Sugerencias" });
const pause = (milliseconds: number) => new Promise((done) => setTimeout(done, milliseconds));

/** The field, on phones in its sheet. */
async function show(page: Page, phone: boolean) {
  if (phone) await page.getByRole("button", { name: /^Filtros/ }).click();
  await expect(field(page)).toBeVisible();
}

/** Every question for suggestions waits as long as `wait` says for its text. */
async function slow(page: Page, wait: (text: string) => Promise<unknown>) {
  const asked: string[] = [];
  await page.route("**/fn/suggest*", async (route) => {
    const text = new URL(route.request().url()).searchParams.get("text")!;
    asked.push(text);
    await wait(text);
    await route.continue().catch(() => {});
  });
  return asked;
}

/** A name of one group alone, and where it begins to be searched. */
async function name() {
  const { all } = await values();
  const group = all.groups[0];
  return { group, word: group.name.split(" ").pop()! };
}

test("what is typed before the WASM has come stays, and is asked about", async ({ page, phone }) => {
  const { group, word } = await name();
  let come = () => {};
  const wanted = new Promise<void>((done) => (come = done));
  await page.route("**/*.wasm", async (route) => {
    await wanted;
    await route.continue().catch(() => {});
  });
  await page.goto("/");
  await show(page, phone);
  await field(page).pressSequentially(word);
  come();
  await alive(page);
  await expect(field(page)).toHaveValue(word);
  await expect(list(page).getByRole("link", { name: group.name }).first()).toBeVisible();
});

test("a question does not wait for the answer to the one before", async ({ page, open, phone }) => {
  const { group, word } = await name();
  await open("/");
  await show(page, phone);
  const never = new Promise(() => {});
  const asked = await slow(page, (text) => (text === word ? Promise.resolve() : never));
  await field(page).pressSequentially(word.slice(0, 2));
  await expect.poll(() => asked).toEqual([word.slice(0, 2)]);
  await field(page).pressSequentially(word.slice(2));
  await expect(list(page).getByRole("link", { name: group.name }).first()).toBeVisible();
});

test("a late answer does not take the place of a newer one", async ({ page, open, phone }) => {
  const { group, word } = await name();
  await open("/");
  await show(page, phone);
  let answer = () => {};
  const late = new Promise<void>((done) => (answer = done));
  await slow(page, (text) => (text === word ? Promise.resolve() : late));
  const first = page.waitForRequest(/suggest/);
  await field(page).pressSequentially(word.slice(0, 2));
  const question = await first;
  await field(page).pressSequentially(word.slice(2));
  await expect(list(page).getByRole("link", { name: group.name }).first()).toBeVisible();
  const shown = await list(page).innerText();
  answer();
  await (await question.response())?.finished();
  await pause(300);
  expect(await list(page).innerText()).toBe(shown);
});

test("Escape drops the question: on its way, or not yet asked", async ({ page, open, phone }) => {
  test.skip(phone, "keyboards stand on desks");
  const { word } = await name();
  await open("/");
  // Not yet asked: the list of the first letters is there, the rest has just been typed.
  await field(page).pressSequentially(word.slice(0, 2));
  await expect(list(page)).toBeVisible();
  await field(page).pressSequentially(word.slice(2));
  await page.keyboard.press("Escape");
  await pause(600);
  await expect(list(page)).toHaveCount(0);
  // On its way: what is shown closes at once, and the answer opens nothing.
  await field(page).fill(word.slice(0, 2));
  await expect(list(page)).toBeVisible();
  const asked = await slow(page, () => pause(600));
  await field(page).pressSequentially(word.slice(2));
  await expect.poll(() => asked).toEqual([word]);
  await page.keyboard.press("Escape");
  await expect(list(page)).toHaveCount(0, { timeout: 300 });
  await pause(900);
  await expect(list(page)).toHaveCount(0);
});

test("Enter searches, and nothing lies over what it finds", async ({ page, open, phone }) => {
  test.skip(phone, "the sheet closes");
  const { word } = await name();
  await open("/");
  await field(page).pressSequentially(word);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/q=/);
  await pause(600);
  await expect(list(page)).toHaveCount(0);
});

test("suggestions close when the focus leaves them", async ({ page, open, phone }) => {
  test.skip(phone, "keyboards stand on desks");
  const { word } = await name();
  await open("/");
  await field(page).pressSequentially(word);
  await expect(list(page)).toBeVisible();
  await field(page).press("ArrowDown");
  await expect(list(page).getByRole("link").first()).toBeFocused();
  await page.locator("nav.side-links a").first().focus();
  await expect(list(page)).toHaveCount(0);
});

test("a suggestion that is clicked is one step of the history", async ({ page, open, phone }) => {
  const { group, word } = await name();
  await open("/");
  await show(page, phone);
  await field(page).pressSequentially(word);
  await list(page).getByRole("link", { name: group.name }).first().click();
  await expect(page).toHaveURL(/\?grupo=/);
  await page.goBack();
  await expect(page).toHaveURL((url) => url.search === "");
});
