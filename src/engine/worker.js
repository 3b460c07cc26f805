// The worker beside a page: holds the engine, and keeps its snapshot in IndexedDB. The page (page.js) fetches; this one never
// speaks to the network.
"use strict";
import start, { Held } from "./glue.js";

/** What is kept by another build is read by none. */
const FORM = new URL(".", import.meta.url).pathname;
/** Without a word from the server as long as this, what is kept is wiped. */
const KEPT_DAYS = 14;
const DAY = 86_400_000;

let held;
/** What is told of the snapshot that is held, as the server's head has it, with the time of the last contact. */
let head;

const compiled = start({ module_or_path: new URL("engine.wasm", import.meta.url) });

/** An engine that did not come, or has fallen, does not come back: the page is told as of anything uncaught, and takes another worker. */
const fall = (error) => setTimeout(() => { throw error; });
compiled.catch(fall);

const done = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

let opened;
const database = () =>
  (opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open("falcon", 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("snapshots");
      request.result.createObjectStore("parts");
    };
    request.onsuccess = () => {
      const base = request.result;
      // Another tab deletes it, or a newer build has another form.
      base.onversionchange = () => {
        base.close();
        opened = undefined;
      };
      resolve(base);
    };
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(new Error("blocked"));
  }).catch((error) => {
    opened = undefined;
    throw error;
  }));

const inStore = async (name, mode, work) => done(work((await database()).transaction(name, mode).objectStore(name)));

/** Nothing of anybody is left; also where the store cannot be opened any more. */
const wipe = async () => {
  hold(undefined);
  head = undefined;
  try {
    await inStore("snapshots", "readwrite", (store) => store.clear());
    await inStore("parts", "readwrite", (store) => store.clear());
  } catch {
    opened = undefined;
    await done(indexedDB.deleteDatabase("falcon")).catch(() => {});
  }
};

/** Holds another in the place of what was held, which may have fallen and cannot be freed. */
const hold = (next) => {
  const before = held;
  held = next;
  try {
    before?.free();
  } catch {
    // The worker goes, and its memory with it.
  }
};

const bytesOf = (base64) => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));

/** Keeps what is held. A full disk is no fault: the page goes on from memory. */
const keep = (bytes) => inStore("snapshots", "readwrite", (store) => store.put({ ...head, bytes }, "held")).catch(() => {});

/** The server has spoken: what is held is what its head tells of. */
const contacted = (next) => {
  head = { ...next, form: FORM, version: held.version(), contact: Date.now() };
};

/** Whether that was too long ago. A clock that went back cannot tell. */
const isOld = (then) => !(Date.now() - then > -DAY && Date.now() - then < KEPT_DAYS * DAY);

/** Beside the parts: whose they are, and when they began to come. */
const BEGUN = "begun";

/** Parts have come together, or never will. */
const dropParts = async () => {
  fresh.clear();
  await inStore("parts", "readwrite", (store) => store.clear()).catch(() => {});
};

const told = () => head && { owner: head.owner, scope: head.scope, key: head.key, version: head.version, since: head.since };

/** To make one costs as much as an answer. */
const dates = new Map();
const dateIn = (zone) => {
  if (!dates.has(zone)) dates.set(zone, new Intl.DateTimeFormat("en-CA", { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit" }));
  return dates.get(zone);
};

/** Today in the organization's zone, by the server's clock. None can take it before the day of the last contact, nor beyond what is kept. */
const today = () => {
  let day = head.today;
  try {
    day = dateIn(head.zone).format(Date.now() - head.skew);
  } catch {
    // A zone that this browser does not know.
  }
  const last = new Date(Date.parse(head.today) + KEPT_DAYS * DAY).toISOString().slice(0, 10);
  return day < head.today ? head.today : day > last ? last : day;
};

const work = {
  /** Takes over what is kept, if it is of this owner (of anybody, when the page knows none), of this build, and not too old. */
  async open({ owner }) {
    let record;
    try {
      record = await inStore("snapshots", "readonly", (store) => store.get("held"));
      const begun = await inStore("parts", "readonly", (store) => store.get(BEGUN));
      if (begun && (isOld(begun.at) || (owner && begun.owner !== owner))) await dropParts();
    } catch {
      await wipe();
    }
    if (!record) return undefined;
    if (isOld(record.contact) || record.form !== FORM || (owner && record.owner !== owner)) {
      await wipe();
      return undefined;
    }
    await compiled;
    try {
      hold(new Held(bytesOf(record.around), record.bytes));
    } catch {
      await wipe();
      return undefined;
    }
    const { bytes, ...rest } = record;
    head = rest;
    return told();
  },

  /** Which parts of a snapshot came in an earlier visit. */
  async parts({ key, parts, owner }) {
    try {
      const keys = await inStore("parts", "readonly", (store) => store.getAllKeys());
      const stale = keys.filter((name) => name !== BEGUN && !name.startsWith(`${key}/`));
      await inStore("parts", "readwrite", (store) => store.put({ owner, at: Date.now() }, BEGUN));
      for (const name of stale) await inStore("parts", "readwrite", (store) => store.delete(name));
      return Array.from({ length: parts }, (_, n) => keys.includes(`${key}/${n}`));
    } catch {
      return Array(parts).fill(false);
    }
  },

  async part({ key, n, bytes }) {
    fresh.set(n, bytes);
    await inStore("parts", "readwrite", (store) => store.put(bytes, `${key}/${n}`)).catch(() => {});
  },

  /** Puts the parts together and holds them in the place of what was held. */
  async take({ head: next, key, parts: count }) {
    const parts = [];
    for (let n = 0; n < count; n += 1) {
      const part = fresh.get(n) ?? (await inStore("parts", "readonly", (store) => store.get(`${key}/${n}`)).catch(() => undefined));
      if (!part) {
        await dropParts();
        throw new Error("a part is missing");
      }
      parts.push(part);
    }
    const bytes = new Uint8Array(await new Blob(parts).arrayBuffer());
    await compiled;
    let whole;
    try {
      whole = new Held(bytesOf(next.around), bytes);
    } finally {
      await dropParts();
    }
    hold(whole);
    contacted(next);
    await keep(bytes);
    return told();
  },

  /** Takes over what is newer. */
  async newer({ head: next, bytes }) {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const count = view.getUint32(0, true);
    const removed = Uint32Array.from({ length: count }, (_, nth) => view.getUint32(4 + 4 * nth, true));
    held.update(bytesOf(next.around), bytes.subarray(4 + 4 * count), removed);
    contacted(next);
    await keep(held.snapshot());
    return told();
  },

  /** The server has said that what is held is what there is. */
  async same({ head: next }) {
    contacted(next);
    try {
      const record = await inStore("snapshots", "readonly", (store) => store.get("held"));
      if (record?.key === head.key) await keep(record.bytes);
    } catch {
      // It goes on from memory.
    }
    return told();
  },

  async ask({ path, query, csrf }) {
    // A page may be open longer than anything is kept.
    if (head && Date.now() - head.contact > KEPT_DAYS * DAY) {
      await wipe();
      return { wiped: true };
    }
    const answer = held?.ask(path, query, csrf, today());
    return answer && { status: answer[0] | (answer[1] << 8), body: answer.slice(2) };
  },

  wipe,
};

/** Parts that came in this visit: a full disk keeps none. */
const fresh = new Map();

/** One thing after the other: an answer is of one version of the data. */
let queue = Promise.resolve();
self.onmessage = ({ data: { id, what, ...rest } }) => {
  queue = queue.then(async () => {
    try {
      const answer = await work[what](rest);
      self.postMessage({ id, answer }, answer?.body ? [answer.body.buffer] : []);
    } catch (error) {
      self.postMessage({ id, error: String(error) });
      if (error instanceof WebAssembly.RuntimeError) fall(error);
    }
  });
};
