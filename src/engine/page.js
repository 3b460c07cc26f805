// What a page does to have its own engine: it fetches the snapshot of the person's scope when it is idle, hands it to the worker,
// and from then on asks that one where it would ask the server. Pages know nothing of it: their questions pass through
// `fetch`, and come back with the same bytes.
"use strict";
import { note, say } from "./offers.js";

const root = document.documentElement;
/** Whose page it is, as the server wrote it; a page that came from no server does not know. */
const owner = root.dataset.owner;
/** Questions that the worker answers; the last one the server answers better, as long as it is reached. */
const LOCAL = ["get_dashboard", "get_history", "get_indicators", "get_map", "get_explain", "get_group", "get_branch", "get_frame", "suggest"];
const SERVER_FIRST = ["get_supervision"];
/** A worker that says nothing as long as this is dead. */
const PATIENCE = 4_000;
/** How often the server is asked whether it is back, and in how many of those whether there is something newer, while the page is seen. */
const BEAT = 5_000;
const ROUND = 6;

const plain = window.fetch.bind(window);

let worker;
let waiting = new Map();
let number = 0;
/** What the worker holds: its owner, key and version; nothing until it answers. */
let held;

/** Answers to what a page asked at once are handed over at once, so that it is drawn once: the last of them is a matter of milliseconds. */
const TOGETHER = 12;
let answered = [];
let due;
const handOver = () => {
  clearTimeout(due);
  due = undefined;
  const all = answered;
  answered = [];
  for (const [resolve, answer] of all) resolve(answer);
};

const hire = () => {
  worker = new Worker(new URL("worker.js", import.meta.url), { type: "module" });
  worker.onmessage = ({ data: { id, answer, error } }) => {
    const { resolve, reject, what } = waiting.get(id) ?? {};
    waiting.delete(id);
    if (error !== undefined) return reject?.(new Error(error));
    if (!resolve) return;
    if (what !== "ask") return resolve(answer);
    answered.push([resolve, answer]);
    if ([...waiting.values()].some((other) => other.what === "ask")) due ??= setTimeout(handOver, TOGETHER);
    else handOver();
  };
  worker.onerror = (event) => {
    event.preventDefault();
    dismiss();
  };
};

/** Another worker takes its place, from what is kept; one that falls again and again ever later. */
const LATEST = 60_000;
let falls = 0;
const dismiss = () => {
  worker?.terminate();
  const left = waiting;
  waiting = new Map();
  held = worker = undefined;
  tell();
  for (const { reject } of left.values()) reject(new Error("the worker is gone"));
  falls += 1;
  setTimeout(begin, Math.min(100 * 2 ** falls, LATEST));
};

const ask = (what, rest = {}, transfer = [], patience = 60_000) =>
  new Promise((resolve, reject) => {
    if (!worker) return reject(new Error("no worker"));
    const id = (number += 1);
    const late = setTimeout(() => {
      if (waiting.delete(id)) {
        reject(new Error("the worker says nothing"));
        dismiss();
      }
    }, patience);
    const ended = (then) => (value) => {
      clearTimeout(late);
      then(value);
    };
    waiting.set(id, { what, resolve: ended(resolve), reject: ended(reject) });
    worker.postMessage({ id, what, ...rest }, transfer);
  });

/** A device with little memory, or that Telegram calls weak (telegram.js), holds the last two years. */
const SMALL = navigator.deviceMemory <= 2 || "weak" in root.dataset;

/** For the page's words and for tests: what is held. */
const tell = () => {
  ahead.clear();
  if (held) root.dataset.engine = String(held.version);
  else delete root.dataset.engine;
  if (held?.since) root.dataset.since = held.since;
  else delete root.dataset.since;
};

/** Whether a question is about nothing before what is held: a year that is held with the one before, which it is compared with. */
const within = (url) => {
  if (!held.since) return true;
  const year = Number(new URLSearchParams(url.searchParams.get("query") ?? "").get("year"));
  // What is told of a branch's last visit is of all visits.
  return !["/fn/get_frame", "/fn/get_branch"].includes(url.pathname) && `${year - 1}-01-01` >= held.since;
};

const csrf = () => document.querySelector('input[name="csrf"]')?.value ?? "";

/** The worker's answer, or nothing. */
const local = async (url) => {
  const asked = { path: url.pathname, query: url.search.slice(1), csrf: csrf() };
  const answer = await ask("ask", asked, [], PATIENCE).catch(() => undefined);
  if (!answer) return undefined;
  if (answer.wiped) {
    held = undefined;
    tell();
    return undefined;
  }
  const { status, body } = answer;
  const response = new Response(body, { status, headers: { "content-type": "application/octet-stream" } });
  // The bytes are here: to read them out of a stream would take a few tasks more, each after a frame.
  response.arrayBuffer = async () => body.buffer;
  return response;
};

// From the press on a link to its release pass some 80 ms: what the page will ask then is asked at once. It is what the page asks of every
// query; only a link within the page is known to lead to the same questions.
/** The page's questions, each by its path, and where it asked them. */
let page = { path: "", asked: new Map() };
/** Answers to the pressed link's questions, each by its question. */
const ahead = new Map();
/** A press that is no click by then is none. */
const PRESS = 2_000;
const question = ({ pathname, searchParams }) => `${pathname}?${searchParams}`;

/** A finger that begins to scroll is taken away by then. */
const TOUCH = 40;

let begins, ends;
document.addEventListener("pointerdown", ({ button, target, pointerType }) => {
  dropPress();
  const href = target.closest?.("a[href]")?.getAttribute("href");
  if (!held || button || !href) return;
  const to = new URL(href, location.href);
  if (to.origin !== location.origin || to.pathname !== location.pathname || page.path !== to.pathname) return;
  const askAll = () => {
    for (const asked of page.asked.values()) {
      const url = new URL(asked);
      url.searchParams.set("query", to.search.slice(1));
      if (held && within(url)) ahead.set(question(url), local(url));
    }
    ends = setTimeout(dropPress, PRESS);
  };
  if (pointerType === "mouse") askAll();
  else begins = setTimeout(askAll, TOUCH);
});
const dropPress = () => {
  clearTimeout(begins);
  clearTimeout(ends);
  ahead.clear();
};
document.addEventListener("pointercancel", dropPress);
document.addEventListener("pointerup", () => clearTimeout(begins));

/** As `local`; where the press asked for it, that one. */
const askedAhead = (url) => {
  // The address is told after the questions of another page.
  if (url.searchParams.has("query")) setTimeout(() => {
    if (page.path !== location.pathname) page = { path: location.pathname, asked: new Map() };
    page.asked.set(url.pathname, url);
  });
  const early = ahead.get(question(url));
  // Its bytes are handed on: they are there for one reader.
  ahead.delete(question(url));
  return early ?? local(url);
};

window.fetch = async (input, init) => {
  const url = new URL(input.url ?? input, location.href);
  const reads = (init?.method ?? input.method ?? "GET") === "GET";
  const name = reads && url.origin === location.origin && url.pathname.startsWith("/fn/") && url.pathname.slice(4);
  if (held && name && LOCAL.includes(name) && within(url)) {
    const answer = await askedAhead(url);
    if (answer) return answer;
  }
  if (held && name && (SERVER_FIRST.includes(name) || LOCAL.includes(name))) {
    const there = plain(input, init);
    // When it comes too late it is of no use, and its failure no fault.
    there.catch(() => {});
    // What the worker does not hold all of waits for the server.
    const late = new Promise((late) => SERVER_FIRST.includes(name) && setTimeout(late, LATE));
    try {
      const answer = await Promise.race([there, late]);
      if (answer && !isNobody(answer)) return answer;
      if (answer) reached(false);
    } catch (error) {
      if (error.name !== "AbortError") reached(false);
    }
    return (await local(url)) ?? there;
  }
  return plain(input, init);
};

/** Whether the server is reached, for the page to say. */
const reached = (yes) => {
  if (yes === !("offline" in root.dataset)) return;
  if (yes) delete root.dataset.offline;
  else root.dataset.offline = "";
  window.dispatchEvent(new Event("falcon-network"));
};

/** A network that is slower than this counts as none, for what the worker knows too. */
const LATE = 3_000;
/** As long as this a question about the snapshot may take, the slowest network and a part of it (`PART`) minded. */
const LONGEST = 45_000;
/** A door before the server that finds nobody behind it. */
const isNobody = ({ status }) => [502, 503, 504].includes(status);

/** A question to the server about the snapshot; nothing when it cannot be reached. */
const of = async (path) => {
  try {
    const answer = await plain(`/fn/snapshot${path}`, { cache: "no-store", signal: AbortSignal.timeout(LONGEST) });
    reached(!isNobody(answer));
    return answer;
  } catch {
    reached(false);
    return undefined;
  }
};

const bytes = async (answer) => new Uint8Array(await answer.arrayBuffer());

/** Bytes that come at once: what is lost when a connection breaks. */
const PART = /2g/.test(navigator.connection?.effectiveType) ? 64 << 10 : 512 << 10;

/** How far it is, for the page to say, where it takes longer than a second. */
const told = (share, since) => {
  const late = share < 1 && performance.now() - since > 1_000;
  if (late) root.dataset.fetched = String(Math.floor(share * 100));
  else delete root.dataset.fetched;
  window.dispatchEvent(new Event("falcon-fetched"));
};

const whole = async (head) => {
  const begun = performance.now();
  try {
    return await fetched(head, (share) => told(share, begun));
  } finally {
    told(1, begun);
  }
};

const fetched = async (head, tell) => {
  const parts = Math.ceil(head.bytes / PART);
  const of_key = { key: `${head.key}/${PART}`, parts, owner: head.owner };
  const there = await ask("parts", of_key);
  for (let n = 0; n < parts; n += 1) {
    tell(n / parts);
    if (there[n]) continue;
    const answer = await of(`/part?key=${head.key}&from=${n * PART}&bytes=${PART}`);
    if (!answer?.ok) return undefined;
    const part = await bytes(answer);
    await ask("part", { ...of_key, n, bytes: part }, [part.buffer]);
  }
  return ask("take", { ...of_key, head });
};

const newer = async (head) => {
  // Before the first import there is no version to go on from.
  if (held.version < 1) return undefined;
  const answer = await of(`/newer?version=${held.version}`);
  if (!answer?.ok) return undefined;
  const change = await bytes(answer);
  return ask("newer", { head, bytes: change }, [change.buffer]).catch(() => undefined);
};

/** The person has signed out, here: nothing more is asked for them. */
let gone = false;

/** Nobody has signed in any more, or they may see nothing. */
const refuses = ({ status }) => status === 401 || status === 403;
const RENEWAL = 1_000;

/** Brings what is held up to what the server has. */
let running;
const sync = () =>
  (running ??= (async () => {
    if (gone) return;
    const answer = await of(SMALL ? "?small=true" : "");
    if (!answer || gone) return;
    if (refuses(answer)) {
      // A form that is under way may just renew the session: the page that it leads to asks anew.
      await new Promise((then) => setTimeout(then, RENEWAL));
      const again = await of("");
      if (!again || !refuses(again)) return;
      events?.close();
      await forget();
      // What is on the screen is theirs too. The door takes over, where there is one.
      if (answer.status === 401 && root.dataset.pass === undefined) location.reload();
      return;
    }
    if (answer.status !== 200 || !worker) return;
    // By how much the device's clock is ahead of the server's.
    const skew = Date.now() - Date.parse(answer.headers.get("date")) || 0;
    const head = { ...(await answer.json()), skew };
    if (owner && head.owner !== owner) return location.reload();
    const before = held;
    const mine = held?.owner === head.owner && held.scope === head.scope;
    if (held && !mine) await forget();
    if (held?.key === head.key) held = await ask("same", { head });
    else held = (held && head.grows && (await newer(head))) || (await whole(head)) || held;
    tell();
    // Another scope, or another person, has other figures of the same data.
    const other = before && ["version", "owner", "scope"].some((what) => held?.[what] !== before[what]);
    if (held && other) window.dispatchEvent(new Event("falcon-data"));
  })()
    .catch(() => {})
    .finally(() => (running = undefined)));

/** Nothing of anybody, in every tab: somebody has signed out, or another one in. */
const others = window.BroadcastChannel && new BroadcastChannel("falcon");
const forget = async () => {
  held = undefined;
  tell();
  await ask("wipe").catch(() => {});
};
/** The one who signs out is still signed in until the server has heard it. */
const LEAVING = 5_000;
if (others) {
  others.onmessage = async ({ data }) => {
    gone = data === "leaving";
    if (gone) setTimeout(() => ((gone = false), sync()), LEAVING);
    await forget();
    await running;
    sync();
  };
}

const begin = async () => {
  try {
    hire();
    held = await ask("open", { owner });
    tell();
    setTimeout(() => (falls = 0), LATEST);
  } catch {
    return;
  }
  const idle = window.requestIdleCallback ?? ((work) => setTimeout(work, 200));
  const then = () => {
    listen();
    // What is kept of the site holds nobody's data; in a frame of another site it could not be used anyway.
    if (navigator.serviceWorker && window === window.top) files ??= keepFiles().catch(() => {});
  };
  idle(() => sync().then(then), { timeout: 3_000 });
};

/** What needs the network does nothing without it, and says why. */
const NEEDS = 'a[download], a[href^="/preferencias"], a[href^="/reportes/nuevo"], form[method="post"] button';
const WHY = say("Esto necesita conexión. Inténtalo cuando la haya.", "This needs a network. Try again when there is one.");
document.addEventListener(
  "click",
  (event) => {
    if (!("offline" in root.dataset) || !event.target.closest?.(NEEDS)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    note(WHY);
  },
  true,
);

// Whoever signs out leaves nothing behind on this device.
document.addEventListener(
  "submit",
  (event) => {
    if (event.target.getAttribute?.("action") !== "/salir") return;
    gone = true;
    events?.close();
    others?.postMessage("leaving");
    forget();
  },
  true,
);
// Another form may end the session that a line for news is opened with, and begin a new one.
let leaving = false;
document.addEventListener("submit", (event) => {
  setTimeout(() => {
    if (event.defaultPrevented || event.target.getAttribute?.("method") !== "post") return;
    leaving = true;
    events?.close();
    // The page may stay.
    setTimeout(() => {
      leaving = false;
      listen();
    }, LEAVING);
  });
});
const round = () => {
  if (document.visibilityState !== "visible") return;
  if (worker) sync();
  // With nothing to bring up to date it is still to be known when the server is back.
  else if ("offline" in root.dataset) of("");
};
let beats = 0;
setInterval(() => {
  beats += 1;
  if ("offline" in root.dataset || beats % ROUND === 0) round();
}, BEAT);
window.addEventListener("online", round);
window.addEventListener("offline", () => reached(false));

// New data are told by the server at once, while the page is seen; where that fails the rounds find them.
let events;
const listen = () => {
  events?.close();
  events = undefined;
  // A pass is no cookie, and events carry nothing else.
  if (gone || leaving || document.visibilityState !== "visible" || root.dataset.pass !== undefined || !window.EventSource) return;
  events = new EventSource("/fn/live");
  events.onmessage = ({ data }) => {
    if (held && String(held.version) !== data) round();
  };
};
document.addEventListener("visibilitychange", () => {
  round();
  listen();
});

/** Done when what is kept answers, or it is known that nothing is. */
export const ready = window.Worker && window.indexedDB ? begin() : Promise.resolve();

// Files for when there is no network. A newer build takes over when the person says so, whole.
let files;
const keepFiles = async () => {
  const registration = await navigator.serviceWorker.register("/sw.js");
  const offer = () => {
    if (!registration.waiting || !navigator.serviceWorker.controller) return;
    root.dataset.build = "";
    window.dispatchEvent(new Event("falcon-build"));
  };
  offer();
  registration.addEventListener("updatefound", () => registration.installing?.addEventListener("statechange", offer));
  window.addEventListener("falcon-take", () => {
    navigator.serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true });
    registration.waiting?.postMessage("take over");
  });
};
