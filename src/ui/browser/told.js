// Elements whose markup is told anew (change.rs): which ones they are, and their nodes in the order of the text.
const known = new WeakMap();
let last = 0;

// What is in the window or near it is told at once, of a list only the rows that are; the rest when the frame that shows it is out and nothing
// else is to be done, so that nobody waits for what nobody sees.
const late = new Set();
const away = new WeakSet();
const sight =
  window.IntersectionObserver &&
  new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) away[isIntersecting ? "delete" : "add"](target);
    },
    // What is told above may move a row into the window: a trend of one month is a sentence in place of a chart.
    { rootMargin: "400px" },
  );
// Safari has no idle moments.
const idle = window.requestIdleCallback ?? setTimeout;

const rows = (element) => (element.matches("ol, tbody") ? element.children : []);

/** The element's number, 0 when it has none. */
export const numberOf = (element) => known.get(element)?.number ?? 0;

/** Gives the element the next number; what is written in it is known from now on. */
export const number = (element) => {
  known.set(element, { number: (last += 1), waiting: [], rest: [] });
  late.delete(element);
  for (const seen of [element, ...rows(element)]) sight?.observe(seen);
  return last;
};

const nodesOf = (element) => {
  const nodes = [element];
  // Elements and words: a new element's comment is not of the text.
  const walk = document.createTreeWalker(element, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) nodes.push(walk.currentNode);
  for (const row of rows(element)) sight?.observe(row);
  return nodes;
};

/**
 * Makes the changes, as change.rs writes them, now or in a moment. `count` is how many nodes there are, without the element itself,
 * and `text` what it is all to be in the end.
 */
export const tell = (element, changes, count, text) => {
  if (!changes) return;
  const state = known.get(element);
  state.text = text;
  if (away.has(element) && !document.hidden) {
    state.waiting.push([changes, count]);
  } else {
    catchUp(element);
    whole(element, () => {
      const all = read(element, state, changes, count);
      const unseen = document.hidden ? () => false : rowsAway(element);
      state.rest = all.filter(({ node }) => unseen(node));
      make(element, state, all.filter(({ node }) => !unseen(node)));
    });
  }
  if (state.rest.length + state.waiting.length === 0) return;
  if (late.has(element)) return;
  late.add(element);
  requestAnimationFrame(() => idle(() => catchUp(element), { timeout: 200 }));
};

/** Whether a node is of a row out of the window. */
const rowsAway = (element) => {
  const unseen = [...rows(element)].filter((row) => away.has(row));
  return (node) => unseen.some((row) => row.contains(node));
};

const catchUp = (element) => {
  late.delete(element);
  const state = known.get(element);
  whole(element, () => {
    make(element, state, state.rest.splice(0));
    for (const [changes, count] of state.waiting.splice(0)) make(element, state, read(element, state, changes, count));
  });
};
// What is printed is all of it.
addEventListener("beforeprint", () => late.forEach(catchUp));

/** When somebody else has been at the element, a translator say, it is written whole. */
const whole = (element, tell) => {
  try {
    tell();
  } catch {
    const state = known.get(element);
    [state.rest, state.waiting, state.nodes] = [[], [], undefined];
    element.innerHTML = state.text;
  }
};

/** The changes with their nodes. */
const read = (element, state, changes, count) => {
  // A bubble over a chart (offers.js) is no part of it, and tells what was.
  for (const bubble of element.querySelectorAll(".tip")) bubble.remove();
  const nodes = (state.nodes ??= nodesOf(element));
  if (nodes.length !== count + 1) throw new Error("not what was written");
  const parts = changes.split("\u001f");
  const all = [];
  for (let at = 0; at < parts.length - 1; ) {
    const [begin, name, value] = parts.slice(at, at + 3);
    const what = begin[0];
    const node = nodes[begin.slice(1)];
    // Of the children from this one that goes on none is left.
    const first = what === "c" && name !== "0" ? nodes[name] : undefined;
    all.push({ what, node, name, value, first });
    at += what === "t" || what === "r" ? 2 : 3;
  }
  return all;
};

const make = (element, state, all) => {
  for (const { what, node, name, value, first } of all) {
    if (!element.contains(node) || (what === "t") !== (node.nodeType === Node.TEXT_NODE)) {
      throw new Error("not what was written");
    }
    if (what === "t") {
      node.data = name;
    } else if (what === "a") {
      node.setAttribute(name, value);
    } else if (what === "r") {
      node.removeAttribute(name);
    } else {
      if (first) {
        while (node.lastChild !== first) node.lastChild.remove();
        first.remove();
      }
      node.insertAdjacentHTML("beforeend", value);
      state.nodes = undefined;
    }
  }
};
