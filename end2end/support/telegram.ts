// A stand-in for Telegram's client: its script (`window.Telegram.WebApp`, as https://core.telegram.org/bots/webapps describes each
// version), and its web client that frames a Mini App. Nothing is loaded from the network.

import type { Frame, Page } from "@playwright/test";

import { initData } from "./sign_in";

export const WEB = "https://web.telegram.org/k/";
export const SCRIPT = "https://telegram.org/js/telegram-web-app.js";

export interface Theme {
  [name: string]: string;
}

/** The client's own day and night, and one that somebody made without regard for who has to read it. */
export const THEMES: Record<"day" | "night" | "faint", Theme> = {
  day: {
    bg_color: "#ffffff",
    text_color: "#000000",
    hint_color: "#707579",
    link_color: "#3390ec",
    button_color: "#3390ec",
    button_text_color: "#ffffff",
    secondary_bg_color: "#f4f4f5",
    header_bg_color: "#ffffff",
    accent_text_color: "#3390ec",
    section_bg_color: "#ffffff",
    section_header_text_color: "#707579",
    subtitle_text_color: "#707579",
    destructive_text_color: "#e53935",
  },
  night: {
    bg_color: "#212121",
    text_color: "#ffffff",
    hint_color: "#aaaaaa",
    link_color: "#8774e1",
    button_color: "#8774e1",
    button_text_color: "#ffffff",
    secondary_bg_color: "#0f0f0f",
    header_bg_color: "#212121",
    accent_text_color: "#8774e1",
    section_bg_color: "#212121",
    section_header_text_color: "#aaaaaa",
    subtitle_text_color: "#aaaaaa",
    destructive_text_color: "#e53935",
  },
  faint: { bg_color: "#fff7e6", text_color: "#c9a66b", hint_color: "#ead9b8", link_color: "#f2c14e", button_color: "#f2c14e", button_text_color: "#ffffff" },
};

/** Which parameters of a theme a version knows. */
export function themeOf(version: string, theme: Theme): Theme {
  const first = ["bg_color", "text_color", "hint_color", "link_color", "button_color", "button_text_color"];
  const [major, minor] = version.split(".").map(Number);
  const known = (name: string) => first.includes(name) || (name === "secondary_bg_color" ? major > 6 || minor >= 1 : major >= 7);
  return Object.fromEntries(Object.entries(theme).filter(([name]) => known(name)));
}

/** Behind the `#` of the address that a client opens. */
export function launchOf(version: string, account: { id: number; first_name: string }, theme: Theme = THEMES.day, signed = initData(account)): string {
  const told: Record<string, string> = {
    tgWebAppData: signed,
    tgWebAppVersion: version,
    tgWebAppPlatform: "android",
    tgWebAppThemeParams: JSON.stringify(themeOf(version, theme)),
  };
  return `#${new URLSearchParams(told)}`;
}

/** Runs in the page in the place of Telegram's script. */
function client() {
  const KEPT = "__telegram__initParams";
  const stored = (work: () => string | null | void) => {
    try {
      return work() ?? null;
    } catch {
      return null;
    }
  };
  const params: Record<string, string> = {
    ...JSON.parse(stored(() => sessionStorage.getItem(KEPT)) ?? "{}"),
    ...Object.fromEntries(new URLSearchParams(location.hash.slice(1))),
  };
  stored(() => sessionStorage.setItem(KEPT, JSON.stringify(params)));
  const version = params.tgWebAppVersion ?? "6.0";
  const number = (text: string) => text.split(".").map(Number);
  const atLeast = (wanted: string) => {
    const [[a, b = 0], [c, d = 0]] = [number(version), number(wanted)];
    return a > c || (a === c && b >= d);
  };
  // What it was told to do, and what of that it could not have done.
  const calls: [string, ...unknown[]][] = [];
  const beyond: string[] = [];
  const listeners: Record<string, Set<(event?: unknown) => void>> = {};
  const method = (name: string, since: string, act: (...given: any[]) => unknown = () => undefined) => (...given: unknown[]) => {
    if (!atLeast(since)) {
      beyond.push(name);
      console.warn(`[Telegram.WebApp] ${name} is not supported in version ${version}`);
      return undefined;
    }
    calls.push([name, ...given.map((one) => (typeof one === "function" ? "function" : one))]);
    return act(...given);
  };
  const on = (type: string, told: () => void) => (listeners[type] ??= new Set()).add(told);
  const button = (name: string, since: string) => {
    const it: Record<string, unknown> = { isVisible: false, text: "", isActive: true };
    const set = (what: string, act: (...given: any[]) => void = () => {}) =>
      (it[what] = (...given: unknown[]) => {
        method(`${name}.${what}`, since, act)(...given);
        return it;
      });
    set("show", () => (it.isVisible = true));
    set("hide", () => (it.isVisible = false));
    set("setText", (text: string) => (it.text = text));
    set("enable", () => (it.isActive = true));
    set("disable", () => (it.isActive = false));
    set("onClick", (told: () => void) => on(`${name}.clicked`, told));
    return it;
  };
  const root = document.documentElement;
  const app: Record<string, any> = {
    version,
    platform: params.tgWebAppPlatform ?? "unknown",
    initData: params.tgWebAppData ?? "",
    themeParams: {},
    colorScheme: "light",
    isExpanded: false,
    isVersionAtLeast: atLeast,
    onEvent: on,
    ready: method("ready", "6.0"),
    expand: method("expand", "6.0", () => (app.isExpanded = true)),
    openLink: method("openLink", "6.0"),
    openTelegramLink: method("openTelegramLink", "6.1"),
    setBackgroundColor: method("setBackgroundColor", "6.1"),
    setHeaderColor: method("setHeaderColor", "6.1", (color: string) => {
      if (color.startsWith("#") && !atLeast("6.9")) beyond.push("setHeaderColor(#)");
    }),
    setBottomBarColor: method("setBottomBarColor", "7.10"),
    enableVerticalSwipes: method("enableVerticalSwipes", "7.7"),
    disableVerticalSwipes: method("disableVerticalSwipes", "7.7"),
    downloadFile: method("downloadFile", "8.0"),
    checkHomeScreenStatus: method("checkHomeScreenStatus", "8.0", (told: (status: string) => void) => told("missed")),
    addToHomeScreen: method("addToHomeScreen", "8.0"),
    MainButton: button("MainButton", "6.0"),
    BackButton: button("BackButton", "6.1"),
    HapticFeedback: {
      selectionChanged: method("selectionChanged", "6.1"),
      notificationOccurred: method("notificationOccurred", "6.1"),
    },
  };
  const theme = (colours: Record<string, string>) => {
    app.themeParams = colours;
    const red = parseInt((colours.bg_color ?? "#ffffff").slice(1, 3), 16);
    app.colorScheme = red < 0x80 ? "dark" : "light";
    for (const [name, colour] of Object.entries(colours)) root.style.setProperty(`--tg-theme-${name.replaceAll("_", "-")}`, colour);
    root.style.setProperty("--tg-color-scheme", app.colorScheme);
  };
  theme(JSON.parse(params.tgWebAppThemeParams ?? "{}"));
  root.style.setProperty("--tg-viewport-stable-height", `${innerHeight}px`);
  const insets = (top: number, bottom: number, bar: number) => {
    root.style.setProperty("--tg-safe-area-inset-top", `${top}px`);
    root.style.setProperty("--tg-safe-area-inset-bottom", `${bottom}px`);
    root.style.setProperty("--tg-content-safe-area-inset-top", `${bar}px`);
  };
  if (atLeast("8.0")) insets(0, 0, 0);
  const emit = (type: string, event?: unknown) => listeners[type]?.forEach((told) => told(event));
  Object.assign(window, {
    Telegram: { WebApp: app },
    // For the test, which is the client.
    standIn: {
      calls,
      beyond,
      app,
      press: (name: string) => emit(`${name}.clicked`),
      wear: (colours: Record<string, string>) => {
        theme(colours);
        emit("themeChanged");
      },
      insets: (top: number, bottom: number, bar: number) => {
        insets(top, bottom, bar);
        emit("safeAreaChanged");
      },
    },
  });
}

/** Telegram's script is there, or, with `there: false`, cannot be loaded. */
export async function standIn(page: Page, there = true) {
  await page.route(`${SCRIPT}**`, (route) =>
    there ? route.fulfill({ contentType: "text/javascript", body: `(${client})()` }) : route.abort("connectionrefused"),
  );
  // The Login Widget of the door.
  await page.route("https://telegram.org/js/telegram-widget.js**", (route) => route.fulfill({ contentType: "text/javascript", body: "" }));
}

/** Telegram's web client, with the application in a frame. */
export async function framed(page: Page, address: string): Promise<Frame> {
  const body = `<!DOCTYPE html><meta name="viewport" content="width=device-width, initial-scale=1"><title>Telegram</title><style>body{margin:0}iframe{border:0;width:100vw;height:100vh}</style>
    <iframe name="app" src="${address.replaceAll("&", "&amp;")}"></iframe>`;
  await page.route(`${WEB}**`, (route) => route.fulfill({ contentType: "text/html", body }));
  // Chromium asks before a public site may reach this machine.
  await page.context().grantPermissions(["local-network-access"], { origin: new URL(WEB).origin });
  await page.goto(WEB);
  const app = page.frame({ name: "app" })!;
  await app.locator("html[data-live]").waitFor({ state: "attached", timeout: 30_000 });
  return app;
}

type Where = Page | Frame;

/** What the client was told to do by this name; arguments beside. */
export const calls = (where: Where, name: string): Promise<unknown[][]> =>
  where.evaluate((name) => (window as any).standIn.calls.filter(([called]: [string]) => called === name).map((call: unknown[]) => call.slice(1)), name);

/** What the client was told to do and cannot in its version. */
export const beyond = (where: Where): Promise<string[]> => where.evaluate(() => (window as any).standIn.beyond);

export const press = (where: Where, button: "BackButton" | "MainButton") => where.evaluate((name) => (window as any).standIn.press(name), button);

/** A button of the client as it is seen. */
export const button = (where: Where, name: "BackButton" | "MainButton"): Promise<{ isVisible: boolean; text: string }> =>
  where.evaluate((name) => {
    const { isVisible, text } = (window as any).standIn.app[name];
    return { isVisible, text };
  }, name);

export const wear = (where: Where, theme: Theme) => where.evaluate((theme) => (window as any).standIn.wear(theme), theme);
