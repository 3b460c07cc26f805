// The service worker: the site's files, kept whole for one build, so that Falcon opens without network. Figures are not its
// business: a page without network is an empty document (/sin-red), which the page's own engine fills.
"use strict";

const BUILD = "%BUILD%";
const FILES = "%FILES%";
const CACHE = `falcon-${BUILD}`;
const SHELL = "/sin-red";
/** A network that is slower than this counts as none. */
const PATIENCE = 3_000;
/** What is no page of the application: signing in and out, files, doors for programs. A branch's code may hold a dot, and is no file. */
const OUTSIDE = /^\/(api|fn|entrar|salir|acceso|enlace|pase|preferencias|salud|sin-red)(\/|$)|^(?!\/(sucursales|grupos)\/).*\.[a-z0-9]+$/i;

/** As it is for the person's choice of language and theme now. That of another build names files that are not here, and is not kept. */
const keepShell = async () => {
  const answer = await fetch(SHELL, { cache: "no-store" });
  const named = (await answer.clone().text()).match(/\/pkg\/[^"]+/g) ?? [];
  if (!answer.ok || !named.every((file) => FILES.includes(file))) throw new Error("no shell of this build");
  await (await caches.open(CACHE)).put(SHELL, answer);
};

self.addEventListener("install", (event) => {
  event.waitUntil(
    (async () => {
      const cache = await caches.open(CACHE);
      await cache.addAll(FILES);
      await keepShell();
      // The first one serves at once; a later one waits until the person takes it.
      if (!self.registration.active) await self.skipWaiting();
    })(),
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    (async () => {
      for (const name of await caches.keys()) {
        if (name.startsWith("falcon-") && name !== CACHE) await caches.delete(name);
      }
      await self.clients.claim();
    })(),
  );
});

self.addEventListener("message", (event) => {
  if (event.data === "take over") self.skipWaiting();
});

/** The server's page; the empty one when it does not come. */
const page = async (request) => {
  const empty = () => caches.match(SHELL).then((kept) => kept ?? Response.error());
  const answer = fetch(request);
  // When it comes too late it is of no use, and its failure no fault.
  answer.catch(() => {});
  try {
    const late = new Promise((resolve) => setTimeout(resolve, PATIENCE));
    const found = (await Promise.race([answer, late])) ?? (await empty());
    // A door before the server that finds nobody behind it.
    return [502, 503, 504].includes(found.status) ? await empty().catch(() => found) : found;
  } catch {
    return empty();
  }
};

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (url.pathname === "/preferencias") return event.waitUntil(later(keepShell));
  if (request.mode === "navigate") {
    if (!OUTSIDE.test(url.pathname)) event.respondWith(page(request));
  } else if (FILES.includes(url.pathname)) {
    event.respondWith(caches.match(request, { cacheName: CACHE, ignoreVary: true }).then((kept) => kept ?? fetch(request)));
  }
});

/** After the answer that sets the person's choice. */
const later = (work) => new Promise((resolve) => setTimeout(resolve, 1_500)).then(work).catch(() => {});
