// Inside Telegram the launch data stand behind the # of the address, where the server does not see them: they sign in at once.
"use strict";
// Whoever is to sign in finds nothing of whoever was here before.
try {
  indexedDB.deleteDatabase("falcon");
  new BroadcastChannel("falcon").postMessage("");
} catch {
  // A browser without it keeps nothing.
}
(() => {
  const form = document.querySelector("form[data-telegram]");
  if (!form) return;

  // Whether a cookie of the session's kind is kept here: in Telegram's frame some browsers refuse it.
  const keepsCookies = () => {
    const [name, kind] =
      location.protocol === "https:"
        ? ["__Host-falcon-try", "; Secure; SameSite=None; Partitioned"]
        : ["falcon-try", "; SameSite=Lax"];
    try {
      document.cookie = `${name}=1; Path=/; Max-Age=60${kind}`;
      const kept = document.cookie.split("; ").includes(`${name}=1`);
      document.cookie = `${name}=; Path=/; Max-Age=0${kind}`;
      return kept;
    } catch {
      return false;
    }
  };

  const launch = new URLSearchParams(location.hash.slice(1)).get("tgWebAppData") || window.Telegram?.WebApp?.initData;
  const wrong = document.getElementById("wrong");
  if (launch && !wrong) {
    form.elements.init_data.value = launch;
    form.elements.cookies.value = keepsCookies() ? "" : "no";
    // What the client is goes on to the page, behind the # that redirects keep; what signs in is good once.
    const client = new URLSearchParams(location.hash.slice(1));
    client.delete("tgWebAppData");
    if (client.has("tgWebAppVersion")) form.setAttribute("action", `${form.getAttribute("action")}#${client}`);
    try {
      // Where no cookie is kept nothing is.
      if (!form.elements.cookies.value) localStorage.setItem("falcon-telegram", JSON.parse(new URLSearchParams(launch).get("user")).id);
    } catch {
      // Storage is refused, or it names nobody.
    }
    history.replaceState(null, "", location.pathname + location.search);
    form.submit();
    return;
  }
  // Whoever signs in here by another way would be signed out by the next page.
  if (window !== window.top && !keepsCookies()) {
    for (const node of document.querySelector("main").children) {
      node.hidden = node.dataset.reopen === undefined && node !== wrong && node.tagName !== "H1";
    }
  }
})();
