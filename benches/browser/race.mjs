// Engines take turns at the query set D. All must say the same before the clock runs, and again after it.

import * as crossfilter2 from "./crossfilter.mjs";
import * as duckdb from "./duckdb.mjs";
import * as falcon from "./falcon.mjs";
import { rows as load } from "./work.mjs";

/** Rounds before the clock counts: WASM goes through its quick compiler first, and JavaScript through its interpreter. */
const WARM = 3;
/** A variant of DuckDB that is then this many times slower than its best leaves the race. */
const BEHIND = 2;
/** Our answers in a row, of which the mean counts: one alone is over within a few ticks of the clock, of 5 µs. */
const REPEATS = 32;

const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];

export async function race(rounds) {
  if (!crossOriginIsolated) throw new Error("the page is not isolated: its clock is coarse");
  const plan = await (await fetch("/work/plan")).json();
  const filters = Object.entries(plan.filters);
  const rows = await load();
  const ours = await falcon.open();
  const crossfilter = await crossfilter2.open(rows);
  const variants = await duckdb.open(rows, plan);

  // Timed beside it, as an engine of its own.
  const handing = { ask: ours.hand };
  const check = async () => {
    for (const [name, filter] of filters) {
      const mine = ours.answers(filter);
      for (const peer of [crossfilter, ...variants])
        compare(`${name} of ${peer.name}`, mine, peer.answers(await peer.ask(filter, name)));
    }
  };
  await check();

  const times = new Map(filters.map(([name]) => [name, new Map()]));
  const racing = new Map(filters.map(([name]) => [name, variants]));
  const took = (name, engine) => median(times.get(name).get(engine));
  const best = (name) => racing.get(name).reduce((one, other) => (took(name, other) < took(name, one) ? other : one));
  const time = async (engine, name, repeats = 1) => {
    const filter = plan.filters[name];
    let ms = 0;
    for (let nth = 0; nth < repeats; nth += 1) {
      engine.before?.(filter);
      const begun = performance.now();
      const answer = engine.ask(filter, name);
      // Only a promise: what answers at once should not wait for a turn of the event loop.
      if (answer instanceof Promise) await answer;
      ms += performance.now() - begun;
    }
    times.get(name).set(engine, [...(times.get(name).get(engine) ?? []), ms / repeats]);
  };
  for (let round = -WARM; round < rounds; round += 1) {
    if (round === 0)
      for (const [name] of filters) {
        const limit = BEHIND * took(name, best(name));
        racing.set(name, variants.filter((variant) => took(name, variant) < limit));
        times.get(name).clear();
      }
    // In this order crossfilter2, which works on what changes, goes from one filter to the next.
    for (const [name] of filters)
      for (const peer of [...racing.get(name), crossfilter]) {
        await time(peer, name);
        await time(ours, name, REPEATS);
        await time(handing, name, REPEATS);
      }
  }
  await check();

  const [eh] = variants;
  return {
    rows: rows.length,
    filters: filters.map(([name, { what }]) => ({
      name,
      what,
      scores: ours.answers(plan.filters[name]).d.reduce((sum, [, , n]) => sum + n, 0),
      falcon: took(name, ours),
      handed: took(name, handing),
      duckdb: took(name, best(name)),
      variant: best(name).name,
      variants: Object.fromEntries(racing.get(name).map((variant) => [variant.name, took(name, variant)])),
      crossfilter: took(name, crossfilter),
    })),
    falcon: { built: ours.built, bytes: ours.bytes },
    duckdb: { built: eh.built, bytes: eh.bytes, version: eh.version },
    crossfilter: { built: crossfilter.built, bytes: crossfilter.bytes, version: crossfilter.version },
  };
}

/** Fails where two answers differ: rows may come in any order, figures may differ by how an average of fractions is rounded. */
function compare(what, mine, theirs) {
  const near = (a, b) => a === b || (!a && !b) || (typeof a === "number" && typeof b === "number" && Math.abs(a - b) < 2e-4);
  const sorted = (list) => [...list].sort(([a], [b]) => (a < b ? -1 : 1));
  for (const key of Object.keys(mine)) {
    const [one, other] = [sorted(mine[key]), sorted(theirs[key])];
    const equal = (row, nth) => row.length === other[nth]?.length && row.every((value, at) => near(value, other[nth][at]));
    const at = one.findIndex((row, nth) => !equal(row, nth));
    if (at < 0 && one.length === other.length) continue;
    const rows = [one, other].map((list) => JSON.stringify(list[Math.max(at, 0)]));
    throw new Error(`${what}: ${key} differs, ${one.length} rows and ${other.length}, ours ${rows[0]}, theirs ${rows[1]}`);
  }
}
