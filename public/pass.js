// A page whose browser keeps no cookie, in Telegram's frame: its questions are signed with a pass that is held here, in
// memory, and nowhere else. What would load another document is done within this one, or refused with the reason: a document
// that is asked for carries no pass (ARCHITECTURE.md, "A pass where no cookie is kept").
"use strict";
(() => {
  // Telegram's client fetches files by itself, where it can (telegram.js).
  const SHUT =
    ':root:not([data-files]) a[download], a[href^="/preferencias"], form[method="post"]:not([action="/salir"]) button';
  const script = document.currentScript;
  const { address, shut } = script.dataset;
  let token, renewFrom;
  const hold = (next, seconds) => {
    token = next;
    renewFrom = Date.now() + seconds * 600;
  };
  hold(script.dataset.token, Number(script.dataset.seconds));
  script.remove();
  // The document came as the launch's answer; the application reads the address that it is of.
  history.replaceState(null, "", address + location.hash);
  const root = document.documentElement;
  root.dataset.pass = "";

  const plain = window.fetch.bind(window);
  // No cookie goes along: the pass alone speaks.
  const signed = () => ({ credentials: "omit", headers: { authorization: `Bearer ${token}` } });
  let renewing;
  const renewed = () => {
    if (token && Date.now() >= renewFrom) {
      renewing ??= plain("/pase/renovar", { method: "POST", ...signed() })
        .then(async (answer) => {
          if (!answer.ok) return;
          const next = await answer.json();
          if (token) hold(next.token, next.seconds);
        })
        .catch(() => {})
        .finally(() => (renewing = undefined));
    }
    return renewing;
  };
  window.fetch = async (input, init) => {
    const request = new Request(input, init);
    const to = new URL(request.url);
    if (to.origin !== location.origin || !to.pathname.startsWith("/fn/")) return plain(input, init);
    await renewed();
    const headers = new Headers(request.headers);
    headers.set("authorization", `Bearer ${token}`);
    return plain(new Request(request, { credentials: "omit", headers }));
  };
  const keepFresh = () => document.visibilityState === "visible" && renewed();
  setInterval(keepFresh, 30_000);
  document.addEventListener("visibilitychange", keepFresh);

  const tell = () => window.dispatchEvent(new CustomEvent("falcon-note", { detail: shut }));

  // To another address within the application, by a link as any other.
  let own;
  const go = (href) => {
    if (root.dataset.live === undefined) return setTimeout(go, 100, href);
    own = document.createElement("a");
    own.href = href;
    document.body.append(own);
    own.click();
    own.remove();
  };

  const leave = () =>
    plain("/pase/salir", { method: "POST", ...signed() })
      .catch(() => {})
      .finally(() => {
        token = "";
        location.replace("/entrar");
      });

  const followed = (event) => {
    const link = event.target.closest?.("a[href]");
    if (!link || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const to = new URL(link.href);
    const here = to.pathname === location.pathname && to.search === location.search;
    // Other sites, windows and places on this page are as everywhere; the door is for who is outside.
    if (to.origin !== location.origin || link.target || (here && to.hash) || /^\/entrar\b/.test(to.pathname)) return;
    event.preventDefault();
    if (link === own) return;
    if (link.matches(SHUT)) tell();
    else go(to.pathname + to.search + to.hash);
  };

  const submitted = (event) => {
    const form = event.target;
    if (event.defaultPrevented) return;
    event.preventDefault();
    const to = new URL(form.getAttribute("action") || location.href, location.href);
    if (form.getAttribute("method") === "post") return to.pathname === "/salir" ? leave() : tell();
    go(`${to.pathname}?${new URLSearchParams(new FormData(form, event.submitter))}`);
  };

  // After everybody else: what the application does itself it has prevented by then.
  for (const [type, act] of [["click", followed], ["submit", submitted]]) {
    addEventListener(type, () => addEventListener(type, act, { once: true }), true);
  }

  const mark = () => {
    for (const part of document.querySelectorAll(`${SHUT}, [data-shut]`)) {
      const now = part.matches(SHUT);
      if (now === "shut" in part.dataset) continue;
      if (now) {
        part.dataset.shut = "";
        part.title = shut;
        part.setAttribute("aria-disabled", "true");
      } else {
        delete part.dataset.shut;
        part.removeAttribute("title");
        part.removeAttribute("aria-disabled");
      }
    }
  };
  new MutationObserver(mark).observe(root, { childList: true, subtree: true, attributes: true, attributeFilter: ["data-files"] });
})();
