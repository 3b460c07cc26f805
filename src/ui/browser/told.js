// Elements whose markup is told anew (change.rs): which ones they are, and their nodes in the order of the text.
const known = new WeakMap();
let last = 0;

// What is in the window is told at once; the rest after the frame that shows it, so that nobody waits for what nobody sees.
const late = new Set();
const sight = new IntersectionObserver((entries) => {
  for (const { target, isIntersecting } of entries) known.get(target).away = !isIntersecting;
});

/** The element's number, 0 when it has none. */
export const numberOf = (element) => known.get(element)?.number ?? 0;

/** Gives the element the next number; what is written in it is known from now on. */
export const number = (element) => {
  known.set(element, { number: (last += 1), waiting: [] });
  late.delete(element);
  sight.observe(element);
  return last;
};

const nodesOf = (element) => {
  const nodes = [element];
  // Elements and words: a new element's comment is not of the text.
  const walk = document.createTreeWalker(element, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) nodes.push(walk.currentNode);
  return nodes;
};

/** Makes the changes, as change.rs writes them, now or a frame later. */
export const tell = (element, changes) => {
  if (!changes) return;
  const { waiting, away } = known.get(element);
  waiting.push(changes);
  if (!away || document.hidden) return catchUp(element);
  if (late.size === 0) requestAnimationFrame(() => setTimeout(() => late.forEach(catchUp)));
  late.add(element);
};

const catchUp = (element) => {
  late.delete(element);
  const state = known.get(element);
  for (const changes of state.waiting.splice(0)) make(element, state, changes);
};

const make = (element, state, changes) => {
  // A bubble over a chart (offers.js) is no part of it, and tells what was.
  for (const bubble of element.querySelectorAll(".tip")) bubble.remove();
  const nodes = (state.nodes ??= nodesOf(element));
  const parts = changes.split("\u001f");
  for (let at = 0; at < parts.length - 1; ) {
    const what = parts[at];
    const node = nodes[what.slice(1)];
    const name = parts[at + 1];
    if (what[0] === "t") {
      node.data = name;
      at += 2;
    } else if (what[0] === "a") {
      node.setAttribute(name, parts[at + 2]);
      at += 3;
    } else if (what[0] === "r") {
      node.removeAttribute(name);
      at += 2;
    } else {
      // Of the children from the first one that goes on none is left.
      if (name !== "0") {
        const first = nodes[name];
        while (node.lastChild !== first) node.lastChild.remove();
        first.remove();
      }
      node.insertAdjacentHTML("beforeend", parts[at + 2]);
      state.nodes = undefined;
      at += 3;
    }
  }
};
