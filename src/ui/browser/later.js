// Of real/later.rs and real/form.rs: the browser gets its turn between two parts of a page that comes alive, and what was done before counts.

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
export const sleep = () => listen(["click"], (event) => event.stopImmediatePropagation(), false);

const listen = (kinds, listener, capture) => {
  const off = new AbortController();
  for (const kind of kinds) addEventListener(kind, listener, { capture, signal: off.signal });
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
export const hurry = (finish) => listen(INTENTS, finish, true);
