// Elements whose markup is told anew (change.rs): which ones they are, and their nodes in the order of the text.
const known = new WeakMap();
let last = 0;

// What is in the window is told at once; the rest after the frame that shows it, so that nobody waits for what nobody sees.
const late = new Set();
const sight =
  window.IntersectionObserver &&
  new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) known.get(target).away = !isIntersecting;
  });

/** The element's number, 0 when it has none. */
export const numberOf = (element) => known.get(element)?.number ?? 0;

/** Gives the element the next number; what is written in it is known from now on. */
export const number = (element) => {
  known.set(element, { number: (last += 1), waiting: [] });
  late.delete(element);
  sight?.observe(element);
  return last;
};

const nodesOf = (element) => {
  const nodes = [element];
  // Elements and words: a new element's comment is not of the text.
  const walk = document.createTreeWalker(element, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) nodes.push(walk.currentNode);
  return nodes;
};

/**
 * Makes the changes, as change.rs writes them, now or a frame later. `count` is how many nodes there are, without the element itself,
 * and `text` what it is all to be in the end.
 */
export const tell = (element, changes, count, text) => {
  if (!changes) return;
  const state = known.get(element);
  state.waiting.push([changes, count]);
  state.text = text;
  if (!state.away || document.hidden) return catchUp(element);
  if (late.size === 0) requestAnimationFrame(() => setTimeout(() => late.forEach(catchUp)));
  late.add(element);
};

const catchUp = (element) => {
  late.delete(element);
  const state = known.get(element);
  try {
    for (const [changes, count] of state.waiting.splice(0)) make(element, state, changes, count);
  } catch {
    // Somebody else has been at it, a translator say: it is written whole.
    element.innerHTML = state.text;
    state.nodes = undefined;
  }
};
// What is printed is all of it.
addEventListener("beforeprint", () => late.forEach(catchUp));

const make = (element, state, changes, count) => {
  // A bubble over a chart (offers.js) is no part of it, and tells what was.
  for (const bubble of element.querySelectorAll(".tip")) bubble.remove();
  const nodes = (state.nodes ??= nodesOf(element));
  if (nodes.length !== count + 1) throw new Error("not what was written");
  const parts = changes.split("\u001f");
  for (let at = 0; at < parts.length - 1; ) {
    const what = parts[at];
    const node = nodes[what.slice(1)];
    const name = parts[at + 1];
    if (!element.contains(node) || (what[0] === "t") !== (node.nodeType === Node.TEXT_NODE)) {
      throw new Error("not what was written");
    }
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
