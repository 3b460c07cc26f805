// Falcon's engine: `benches/engine` as WASM over a snapshot of the rows.

export async function open() {
  const [wasm, snapshot] = await Promise.all(
    ["engine.wasm", "snapshot"].map(async (file) => (await fetch(`/work/${file}`)).arrayBuffer()),
  );
  const begun = performance.now();
  const { instance } = await WebAssembly.instantiate(wasm, {});
  const engine = instance.exports;
  const give = (bytes) => {
    const at = engine.reserve(bytes.length);
    new Uint8Array(engine.memory.buffer, at, bytes.length).set(bytes);
  };
  give(new Uint8Array(snapshot));
  if (engine.load() !== 1) throw new Error("not a snapshot");
  const built = performance.now() - begun;
  const encoder = new TextEncoder();
  const query = (text) => {
    give(encoder.encode(text));
    engine.query(0);
  };
  const taken = (length) => new Uint8Array(engine.memory.buffer, engine.answer(), length).slice();
  return {
    name: "Falcon",
    built,
    bytes: wasm.byteLength,
    // As `bench engine` times it: from the query string in the engine's memory to the answer there. Putting the string there
    // drops the answer before.
    before: ({ query: text }) => give(encoder.encode(text)),
    ask: () => engine.query(0),
    /** All of a turn: the answer before dropped, the question given, and the answer as bytes outside the engine, as a page's
     * worker hands it over. */
    hand: ({ query: text }) => {
      query(text);
      return taken(engine.pack());
    },
    /** The same answer to be read here. */
    answers: ({ query: text }) => {
      query(text);
      return answers(JSON.parse(new TextDecoder().decode(taken(engine.write()))));
    },
  };
}

function answers(view) {
  const four = (of) => [of.average, of.supervisions, of.branches, of.n ? of.below_80 / of.n : null];
  const places = (list) => list.map(({ name, average, n }) => [name, average, n]);
  return {
    a: [four(view.now)],
    ap: [four(view.previous ?? { average: null, supervisions: 0, branches: 0, n: 0 })],
    b: view.months.map(({ month, average, n }) => [month, average, n]),
    c: view.branches.map(({ key, name, average, n }) => [Number(key), name, average, n]),
    d: places(view.groups),
    e: places(view.states),
    f: view.areas.map(({ name, average, n, below_80 }) => [name, average, n, below_80 / n]),
    g: view.histogram.map((n, bin) => [bin, n]).filter(([, n]) => n > 0),
    h: [[view.median, view.p10]],
    i: view.branches.map(({ key, latitude, longitude, average }) => [Number(key), latitude, longitude, average]),
  };
}
