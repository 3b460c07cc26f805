// Inside Telegram pages wear its client: theme, safe areas, its buttons, its ways with links and files. Telegram's own script is
// loaded beside the page; without it, or with an old one, what is missing stays as in any browser.
// https://core.telegram.org/bots/webapps
"use strict";
(() => {
  if (window.falconTelegram) return;
  const root = document.documentElement;
  const SCRIPT = "https://telegram.org/js/telegram-web-app.js";
  /** Under which Telegram's script keeps what it was launched with, for the next document. */
  const KEPT = "__telegram__initParams";
  const stored = (work) => {
    try {
      return work();
    } catch {
      // A frame whose storage is refused.
      return undefined;
    }
  };
  const json = (text) => stored(() => JSON.parse(text)) ?? {};

  // How it was launched: what stands behind the #, or did in an earlier document.
  const said = Object.fromEntries(new URLSearchParams(location.hash.includes("tgWebApp") ? location.hash.slice(1) : ""));
  const { tgWebAppData, ...launch } = { ...json(stored(() => sessionStorage.getItem(KEPT))), ...said };
  if (!launch.tgWebAppVersion) return;
  window.falconTelegram = true;

  // Somebody else's Telegram on the same device: nothing of whoever was here before, and in by their own launch.
  const account = json(new URLSearchParams(said.tgWebAppData).get("user")).id;
  const before = stored(() => localStorage.getItem("falcon-telegram"));
  if (account && before && before !== String(account)) {
    stored(() => indexedDB.deleteDatabase("falcon"));
    stored(() => new BroadcastChannel("falcon").postMessage(""));
    stored(() => localStorage.removeItem("falcon-telegram"));
    root.hidden = true;
    location.replace(`/entrar?volver=${encodeURIComponent(location.pathname + location.search)}${location.hash}`);
    return;
  }
  if (account) stored(() => localStorage.setItem("falcon-telegram", account));

  root.dataset.client = "telegram";
  // Telegram tells what a device can do: https://core.telegram.org/bots/webapps#additional-data-in-user-agent
  if (/Telegram-Android\/.*;\s*LOW\)/.test(navigator.userAgent)) root.dataset.weak = "";

  // --- Theme. Neutrals and accent are the client's, made legible where they are not; bands stay ours.
  const chosen = root.dataset.theme;
  root.dataset.chosen = chosen;
  const channels = (hex) => [1, 3, 5].map((from) => parseInt(hex.slice(from, from + 2), 16));
  const light = (hex) => {
    const [r, g, b] = channels(hex).map((c) => (c <= 10 ? c / 3294.6 : ((c / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (a, b) => {
    const [low, high] = [light(a), light(b)].sort((x, y) => x - y);
    return (high + 0.05) / (low + 0.05);
  };
  const mix = (a, b, share) => {
    const [from, to] = [channels(a), channels(b)];
    return `#${from.map((c, at) => Math.round(c + (to[at] - c) * share).toString(16).padStart(2, "0")).join("")}`;
  };
  /** The colour, as far towards `ink` as it takes to be read on all of these. */
  const legible = (colour, ink, grounds, least) => {
    let share = 0;
    while (share < 1 && grounds.some((ground) => contrast(mix(colour, ink, share), ground) < least)) share += 0.05;
    return mix(colour, ink, Math.min(share, 1));
  };
  const sheet = stored(() => new CSSStyleSheet());
  let scheme;
  const wear = (theme) => {
    const colours = Object.fromEntries(Object.entries(theme).filter(([, hex]) => /^#[0-9a-f]{6}$/i.test(hex)));
    const { bg_color: page, text_color: told } = colours;
    if (!page) return;
    scheme = light(page) < 0.4 ? "dark" : "light";
    // Whoever has chosen one in Falcon keeps it.
    const ours = chosen === "light" || chosen === "dark";
    root.dataset.theme = ours ? chosen : scheme;
    if (!sheet || !document.adoptedStyleSheets) return;
    if (!document.adoptedStyleSheets.includes(sheet)) document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
    if (ours && chosen !== scheme) return sheet.replaceSync("");
    const bg = colours.secondary_bg_color ?? page;
    const surface = colours.section_bg_color ?? page;
    const far = scheme === "dark" ? "#ffffff" : "#000000";
    const text = legible(told ?? far, far, [bg, surface], 7);
    const hover = mix(surface, text, 0.06);
    const grounds = [bg, surface, hover];
    const accent = legible(colours.accent_text_color ?? colours.link_color ?? colours.button_color ?? text, text, grounds, 4.5);
    const soft = mix(surface, accent, 0.12);
    const tokens = {
      bg,
      surface,
      raised: surface,
      hover,
      text,
      "text-2": legible(colours.subtitle_text_color ?? colours.hint_color ?? text, text, grounds, 4.5),
      line: mix(surface, text, 0.12),
      "line-strong": legible(mix(surface, text, 0.4), text, [bg, surface], 3),
      track: mix(surface, text, 0.1),
      accent: legible(accent, text, [soft], 4.5),
      "on-accent": contrast("#ffffff", accent) >= 4.5 ? "#ffffff" : "#0b0d10",
      "accent-soft": soft,
      focus: accent,
    };
    const rules = Object.entries(tokens).map(([name, value]) => `--${name}:${value}`);
    // Screens alone: on paper everything is light.
    sheet.replaceSync(`@layer tokens{@media screen{:root[data-client][data-client]{${rules.join(";")}}}}`);
  };
  wear(json(launch.tgWebAppThemeParams));

  // --- Its script, which must not keep the page waiting.
  const load = () => {
    if (window.Telegram?.WebApp?.initData !== undefined) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = SCRIPT;
      script.onload = resolve;
      script.onerror = reject;
      document.head.append(script);
    });
  };
  load()
    .then(() => inhabit(window.Telegram.WebApp))
    .catch(() => {})
    .finally(() => {
      // The launch was read. What signs in is good once, and is kept by nobody.
      if (location.hash.includes("tgWebApp")) history.replaceState(history.state, "", location.pathname + location.search);
      stored(() => {
        if (sessionStorage.getItem(KEPT) || root.dataset.pass === undefined) sessionStorage.setItem(KEPT, JSON.stringify(launch));
      });
    });

  const inhabit = (app) => {
    const since = (version) => Boolean(app.isVersionAtLeast?.(version));
    const tried = (version, work) => since(version) && stored(work);
    const on = (event, told) => stored(() => app.onEvent(event, told));
    stored(() => app.ready());
    stored(() => app.expand());

    const follow = () => {
      wear(app.themeParams ?? {});
      const ground = getComputedStyle(document.documentElement).getPropertyValue("--bg").trim();
      tried("6.1", () => app.setBackgroundColor(ground));
      tried("6.9", () => app.setHeaderColor(ground));
      tried("7.10", () => app.setBottomBarColor(ground));
    };
    on("themeChanged", follow);
    if (Object.keys(app.themeParams ?? {}).length) follow();

    // Under a finger something was chosen.
    const feel = (work) => tried("6.1", () => work(app.HapticFeedback));
    addEventListener("click", ({ target }) => {
      if (target.closest?.("a[href],button,summary,label,select")) feel((haptic) => haptic.selectionChanged());
    }, true);

    // --- What a screen has for the client's own buttons; looked at once for each frame in which it changed.
    const index = () => window.navigation?.currentEntry?.index ?? history.state?.depth ?? 0;
    const sheetOpen = () => document.querySelector("[popover]:popover-open");
    // How deep in the history; where the browser does not tell, each entry of ours does.
    if (!window.navigation) {
      for (const [name, deeper] of [["pushState", 1], ["replaceState", 0]]) {
        const plain = history[name].bind(history);
        history[name] = (state, ...rest) => plain({ ...state, depth: index() + deeper }, ...rest);
      }
    }
    // Entries before ours: the door's.
    const first = said.tgWebAppVersion ? index() : Number(stored(() => sessionStorage.getItem("falcon-first")) ?? index());
    stored(() => root.dataset.pass === undefined && sessionStorage.setItem("falcon-first", first));
    const deep = () => index() > first;
    const go = (href) => {
      const link = document.createElement("a");
      link.href = href;
      document.body.append(link);
      link.click();
      link.remove();
    };
    tried("6.1", () =>
      app.BackButton.onClick(() => {
        const open = sheetOpen();
        if (open) open.hidePopover();
        else if (deep()) history.back();
        else go("/");
      }),
    );
    let main;
    stored(() => app.MainButton.onClick(() => main?.click()));
    let shown = {};
    const seen = (button) => button.parentElement.getClientRects().length > 0;
    const look = () => {
      const back = Boolean(sheetOpen()) || location.pathname !== "/" || deep();
      if (back !== shown.back) tried("6.1", () => (back ? app.BackButton.show() : app.BackButton.hide()));
      main = [...document.querySelectorAll("[data-main]")].find(seen);
      const text = main?.textContent.trim();
      const shut = Boolean(main?.disabled);
      if (text !== shown.text || shut !== shown.shut) {
        stored(() => {
          if (!text) return app.MainButton.hide();
          app.MainButton.setText(text.slice(0, 64));
          if (shut) app.MainButton.disable();
          else app.MainButton.enable();
          app.MainButton.show();
        });
        // The client's stands in for the page's.
        if (text && app.MainButton) root.dataset.mainButton = "";
        else delete root.dataset.mainButton;
      }
      const map = document.querySelector(".leaflet-container") !== null;
      if (map !== shown.map) tried("7.7", () => (map ? app.disableVerticalSwipes() : app.enableVerticalSwipes()));
      const alert = document.querySelector("[role=alert]");
      if (alert && alert !== shown.alert) feel((haptic) => haptic.notificationOccurred("error"));
      shown = { back, text, shut, map, alert };
    };
    let due;
    const soon = () => (due ??= setTimeout(() => {
      due = undefined;
      look();
    }, 50));
    new MutationObserver(soon).observe(document.body, { childList: true, subtree: true, characterData: true });
    addEventListener("toggle", soon, true);
    addEventListener("popstate", soon);
    window.navigation?.addEventListener("currententrychange", soon);
    look();

    root.dataset.files = "";
    // --- Links and files. The client opens what is elsewhere, and fetches files by itself, which a frame may not.
    const ENGLISH = root.lang.startsWith("en");
    const note = (text) => window.dispatchEvent(new CustomEvent("falcon-note", { detail: text }));
    const asked = async (address) => {
      const answer = await fetch(address);
      if (!answer.ok) throw new Error(answer.status);
      return answer.json();
    };
    const take = async (href) => {
      try {
        const { path, name } = await asked(`/fn/ticket?file=${encodeURIComponent(href)}`);
        const url = new URL(path, location.href).href;
        if (since("8.0")) app.downloadFile({ url, file_name: name });
        else app.openLink(url);
        feel((haptic) => haptic.notificationOccurred("success"));
      } catch {
        note(ENGLISH ? "The file could not be made. Try again in a moment." : "No se pudo preparar el archivo. Inténtalo otra vez en un momento.");
      }
    };
    addEventListener(
      "click",
      (event) => {
        const link = event.target.closest?.("a[href]");
        if (!link || event.defaultPrevented) return;
        const to = new URL(link.href, location.href);
        let act;
        if (link.hasAttribute("download") && to.origin === location.origin) {
          if ("offline" in root.dataset) return;
          act = () => take(to.pathname + to.search);
        } else if (/^https?:$/.test(to.protocol) && to.origin !== location.origin) {
          act = () => (to.host === "t.me" && since("6.1") ? app.openTelegramLink(to.href) : app.openLink(to.href));
        }
        if (!act) return;
        event.preventDefault();
        event.stopImmediatePropagation();
        act();
      },
      true,
    );
    // What is seen, for somebody else: offers.js asks whoever can.
    window.falconShare = async (title) => {
      const shown = new URLSearchParams({ path: location.pathname, query: location.search.slice(1) });
      const { link = location.href } = await asked(`/fn/link?${shown}`);
      const share = `https://t.me/share/url?${new URLSearchParams({ url: link, text: title })}`;
      if (since("6.1")) app.openTelegramLink(share);
      else app.openLink(share);
    };
    // On the home screen, where the client can put it and has not.
    tried("8.0", () =>
      app.checkHomeScreenStatus((status) => {
        if (status !== "missed" && status !== "unknown") return;
        window.falconInstall = () => app.addToHomeScreen();
        window.dispatchEvent(new Event("falcon-install"));
      }),
    );
  };
})();
