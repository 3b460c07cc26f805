// Of real/later.rs: the browser gets its turn between two parts of a page that comes alive, and what nobody sees is drawn when it has time.

/** Resolves when the browser had its turn. */
export const turn = () =>
  new Promise((done) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      done();
    };
    port2.postMessage(0);
  });

/** Until `off` is called links lead where they lead without scripts: what they would change is not alive. */
export const sleep = () => {
  const off = new AbortController();
  addEventListener("click", (event) => event.stopImmediatePropagation(), { signal: off.signal });
  return () => off.abort();
};

/** Whether something else is chosen than what the server wrote. */
export const isTouched = (form) =>
  [...form.elements].some(
    ({ type, checked, defaultChecked, options = [] }) =>
      (type === "checkbox" && checked !== defaultChecked) ||
      [...options].some(({ selected, defaultSelected }) => selected !== defaultSelected),
  );

const INTENTS = ["pointerdown", "keydown", "click", "submit", "change", "popstate"];

/** Whoever does something is answered by a page that is alive: `finish` is called before anybody else hears of it, until `off` is. */
export const hurry = (finish) => {
  const off = new AbortController();
  for (const intent of INTENTS) addEventListener(intent, finish, { capture: true, signal: off.signal });
  return () => off.abort();
};

const away = new WeakSet();
const sight =
  window.IntersectionObserver &&
  new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) away[isIntersecting ? "delete" : "add"](target);
    },
    // What is drawn above may move a part into the window.
    { rootMargin: "48px" },
  );
/** From now on it is known whether the part is in the window. */
export const watch = (part) => sight?.observe(part);

// Safari has no idle moments.
const idle = window.requestIdleCallback ?? setTimeout;
/** Parts that wait, each with what draws it. */
const late = new Map();

/** Whether the part may wait: `draw` is called in a moment. */
export const waits = (part, draw) => {
  if (!away.has(part) || document.hidden) return false;
  if (!late.has(part)) {
    // Before the frame is painted it is known whether the part has moved into the window after all: then nobody sees what it was.
    requestAnimationFrame(() => {
      const { top, bottom } = part.getBoundingClientRect();
      if (bottom > 0 && top < innerHeight) catchUp(part);
      else idle(() => catchUp(part), { timeout: 200 });
    });
  }
  late.set(part, draw);
  return true;
};

const catchUp = (part) => {
  const draw = late.get(part);
  late.delete(part);
  draw?.(part);
};
// What is printed is all of it.
addEventListener("beforeprint", () => [...late.keys()].forEach(catchUp));
