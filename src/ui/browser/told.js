// Elements whose markup is told anew (change.rs): which ones they are, and their nodes in the order of the text.
const known = new WeakMap();
let last = 0;

// What is in the window or near it is told at once, of a list only the rows that are; the rest when the frame that shows it is out and nothing
// else is to be done, so that nobody waits for what nobody sees.
/** What waits, each with what draws it. */
const late = new Map();
const away = new WeakSet();
const sight =
  window.IntersectionObserver &&
  new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) away[isIntersecting ? "delete" : "add"](target);
    },
    // What is told above may move a row into the window.
    { rootMargin: "48px" },
  );
// Safari has no idle moments.
const idle = window.requestIdleCallback ?? setTimeout;

/** As many rows are added to a list at once. */
const ROWS = 8;
const isList = (element) => element.matches("ol, tbody");
const rows = (element) => (isList(element) ? element.children : []);

// Of real/told.rs: what an element is to hold, by its number; and what tells one that waits.
let textOf, tellWaiting;
export const serve = (text, waiting) => {
  [textOf, tellWaiting] = [text, waiting];
};

/** The element's number, 0 when it has none. */
export const numberOf = (element) => known.get(element)?.number ?? 0;

/** Whether the element holds this already: the server wrote it, or an answer before. */
export const holds = (element, text) => {
  if (!element.firstChild) return text === "";
  const other = element.cloneNode();
  other.innerHTML = text;
  return other.isEqualNode(element);
};

/** Gives the element the next number; what is written in it is known from now on. */
export const number = (element) => {
  known.set(element, { number: (last += 1), rest: [] });
  late.delete(element);
  sight?.observe(element);
  observeRows(element);
  return last;
};

/** From now on it is known whether the part of a page (real/later.rs) is in the window. */
export const watch = (part) => sight?.observe(part);

const isAway = (element) => away.has(element) && !document.hidden;

/** Whether the part of a page may wait: `draw` is called for it in a moment. */
export const partWaits = (part, draw) => {
  if (!isAway(part)) return false;
  soon(part, (part) => inWindow(part.getBoundingClientRect()), draw);
  return true;
};

/** Whether the element may wait: `tellWaiting` is called for it in a moment. */
export const waits = (element) => {
  // What a form would send is what is chosen, whether it is seen or not.
  if (!isAway(element) || element.closest("form")) return false;
  soon(element, isSeen, tellRest);
  return true;
};

// Before the frame is painted it is known whether what waits has moved into the window after all: then nobody sees what it was.
const soon = (element, isSeen, draw) => {
  if (!late.has(element)) {
    requestAnimationFrame(() => {
      if (isSeen(element)) catchUp(element);
      else idle(() => catchUp(element), { timeout: 200 });
    });
  }
  late.set(element, draw);
};

const catchUp = (element) => {
  const draw = late.get(element);
  if (late.delete(element)) draw(element);
};
// What is printed is all of it.
addEventListener("beforeprint", () => [...late.keys()].forEach(catchUp));

/** Whether something of what waits is in the window. */
const isSeen = (element) => {
  const box = element.getBoundingClientRect();
  const { rest } = known.get(element);
  if (!rest.length) return away.has(element) && inWindow(box);
  return rest.some(({ node, first }) => {
    // Rows to come are below those that are there.
    if (node === element) return inWindow({ top: first?.getBoundingClientRect().top ?? box.bottom, bottom: box.bottom });
    const row = [...element.children].find((row) => row.contains(node));
    return !row || inWindow(row.getBoundingClientRect());
  });
};
const inWindow = ({ top, bottom }) => bottom > 0 && top < innerHeight;

const tellRest = (element) => {
  finish(element);
  tellWaiting(element);
  // A bubble over a chart (offers.js) is no part of it.
  if (!element.querySelector(".tip")) known.get(element).nodes ??= nodesOf(element);
};

/**
 * Makes the changes, as change.rs writes them; where not `all` are asked for, those of rows out of the window in a moment. `count` is how many
 * nodes there are, without the element itself.
 */
export const tell = (element, changes, count, all) => {
  if (!finish(element) || !changes) return;
  const state = known.get(element);
  whole(element, () => {
    const [now, rest] = parted(element, read(element, state, changes, count), all || document.hidden);
    state.rest = rest;
    make(element, state, now);
  });
  if (state.rest.length || !state.nodes) soon(element, isSeen, tellRest);
};

/** Makes what waits of the element's changes; `false` when it was written whole instead, as it is to be now. */
const finish = (element) => {
  const state = known.get(element);
  return !state.rest.length || whole(element, () => make(element, state, state.rest.splice(0)));
};

/** When somebody else has been at the element, a translator say, it is written whole; whether that was not so. */
const whole = (element, tell) => {
  try {
    tell();
    return true;
  } catch {
    const state = known.get(element);
    [state.rest, state.nodes] = [[], undefined];
    const text = textOf(state.number);
    if (text !== undefined) element.innerHTML = text;
    return false;
  }
};

const observeRows = (element) => {
  for (const row of rows(element)) sight?.observe(row);
};

const nodesOf = (element) => {
  const nodes = [element];
  // Elements and words: a new element's comment is not of the text.
  const walk = document.createTreeWalker(element, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) nodes.push(walk.currentNode);
  observeRows(element);
  return nodes;
};

/** The changes with their nodes. */
const read = (element, state, changes, count) => {
  // A bubble over a chart (offers.js) is no part of it, and tells what was.
  for (const bubble of element.querySelectorAll(".tip")) bubble.remove();
  const nodes = (state.nodes ??= nodesOf(element));
  if (nodes.length !== count + 1) throw new Error("not what was written");
  const parts = changes.split("\u001f");
  const read = [];
  for (let at = 0; at < parts.length - 1; ) {
    const [begin, name, value] = parts.slice(at, at + 3);
    const what = begin[0];
    const node = nodes[begin.slice(1)];
    // Of the children from this one that goes on none is left.
    const first = what === "c" && name !== "0" ? nodes[name] : undefined;
    read.push({ what, node, name, value, first });
    at += what === "t" || what === "r" ? 2 : 3;
  }
  return read;
};

/** The changes to make now, and those that wait. */
const parted = (element, changes, all) => {
  if (all || !isList(element)) return [changes, []];
  const unseen = [...element.children].filter((row) => away.has(row));
  const [now, rest] = [[], []];
  for (const change of changes) {
    const { node, first } = change;
    if (node !== element) {
      (unseen.some((row) => row.contains(node)) ? rest : now).push(change);
    } else if (away.has(first ?? element.lastElementChild) && away.has(element.lastElementChild)) {
      rest.push(change);
    } else {
      const [begin, end] = parts(change.value);
      now.push({ ...change, value: begin });
      if (end) rest.push({ what: "c", node, value: end });
    }
  }
  return [now, rest];
};

/** The markup of as many rows as are added at once, and of the rest. */
const parts = (markup) => {
  const end = /<\/(?:li|tr)>/g;
  for (let row = 0; row < ROWS; row += 1) if (!end.test(markup)) return [markup, ""];
  return [markup.slice(0, end.lastIndex), markup.slice(end.lastIndex)];
};

/** What somebody typed or chose there before stands in front of these. */
const STATE = new Set(["value", "checked", "selected"]);

const make = (element, state, changes) => {
  for (const { what, node, name, value, first } of changes) {
    if (!element.contains(node) || (what === "t") !== (node.nodeType === Node.TEXT_NODE)) {
      throw new Error("not what was written");
    }
    if (what === "t") {
      node.data = name;
    } else if (what === "a") {
      node.setAttribute(name, value);
      if (STATE.has(name)) node[name] = name === "value" ? value : true;
    } else if (what === "r") {
      node.removeAttribute(name);
      if (STATE.has(name)) node[name] = name === "value" ? "" : false;
    } else {
      if (first) {
        while (node.lastChild !== first) node.lastChild.remove();
        first.remove();
      }
      if (value) node.insertAdjacentHTML("beforeend", value);
      state.nodes = undefined;
    }
  }
};
