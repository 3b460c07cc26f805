// Of real/later.rs: the browser gets its turn between two parts of a page that comes alive.

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

const INTENTS = ["pointerdown", "keydown", "click", "submit", "change", "popstate"];

/** Whoever does something is answered by a page that is alive: `finish` is called before anybody else hears of it, until `off` is. */
export const hurry = (finish) => {
  const off = new AbortController();
  for (const intent of INTENTS) addEventListener(intent, finish, { capture: true, signal: off.signal });
  return () => off.abort();
};
