// crossfilter2: a dimension for what is filtered by, and one for each list that is read, since a group does not heed the
// filter of its own dimension.

import { month } from "./work.mjs";

/* global crossfilter */

const DAY = 86_400_000;
const day = (text) => Date.parse(text) / DAY;

export async function open(rows) {
  const script = "/modules/crossfilter2/crossfilter.min.js";
  const bytes = (await (await fetch(script)).arrayBuffer()).byteLength;
  const begun = performance.now();
  const { branches, areas } = rows;
  // Records are numbers of rows, and values are read from typed columns: faster than a million objects.
  const records = Array.from({ length: rows.length }, (_, row) => row);
  const number = (values) => {
    const known = [...new Set(values)];
    return { known, of: Int16Array.from(values, (value) => known.indexOf(value)) };
  };
  const states = number(branches.map(({ state }) => state));
  const groups = number(branches.map(({ group }) => group));
  const stateOf = (row) => states.of[rows.branch[row]];
  const groupOf = (row) => groups.of[rows.branch[row]];
  const months = new Int16Array(rows.day.at(-1) + 1);
  for (let at = 0; at < months.length; at += 1) {
    const date = new Date(at * DAY);
    months[at] = date.getUTCFullYear() * 12 + date.getUTCMonth();
  }

  const filtered = (over) => ({
    day: over.dimension((row) => rows.day[row]),
    estado: over.dimension(stateOf),
    grupo_operativo: over.dimension(groupOf),
    area: over.dimension((row) => rows.area[row]),
  });
  const now = crossfilter(records);
  const by = filtered(now);
  // Whole hundredths: what is taken away leaves no rounding behind.
  const add = (sum, row) => {
    sum.n += 1;
    sum.sum += rows.hundredths[row];
    if (rows.hundredths[row] < 8_000) sum.low += 1;
    return sum;
  };
  const remove = (sum, row) => {
    sum.n -= 1;
    sum.sum -= rows.hundredths[row];
    if (rows.hundredths[row] < 8_000) sum.low -= 1;
    return sum;
  };
  const empty = () => ({ n: 0, sum: 0, low: 0 });
  const listed = (value) => now.dimension(value).group().reduce(add, remove, empty);
  const lists = {
    month: listed((row) => months[rows.day[row]]),
    branch: listed((row) => rows.branch[row]),
    state: listed(stateOf),
    group: listed(groupOf),
    area: listed((row) => rows.area[row]),
    // Histogram, median and p10 come of how often each score occurs.
    score: now.dimension((row) => rows.hundredths[row]).group().reduceCount(),
  };
  const total = (over) => {
    const visits = new Int32Array(rows.visits + 1);
    const places = new Int32Array(branches.length);
    return over.groupAll().reduce(
      (sum, row) => {
        if (visits[rows.visit[row]]++ === 0) sum.visits += 1;
        if (places[rows.branch[row]]++ === 0) sum.branches += 1;
        return add(sum, row);
      },
      (sum, row) => {
        if (--visits[rows.visit[row]] === 0) sum.visits -= 1;
        if (--places[rows.branch[row]] === 0) sum.branches -= 1;
        return remove(sum, row);
      },
      () => ({ ...empty(), visits: 0, branches: 0 }),
    );
  };
  const nowTotal = total(now);
  // The previous period is another filter: a second crossfilter with nothing but its four figures.
  const before = crossfilter(records);
  const beforeBy = filtered(before);
  const beforeTotal = total(before);

  const known = { estado: states.known, grupo_operativo: groups.known, area: areas };
  const set = (dimensions, eq, from, to) => {
    // First what narrows, last what widens: the fewest rows come and go.
    for (const [column, value] of Object.entries(eq)) dimensions[column].filterExact(known[column].indexOf(value));
    if (from) dimensions.day.filterRange([day(from), day(to)]);
    else dimensions.day.filterAll();
    for (const column of Object.keys(known)) if (!(column in eq)) dimensions[column].filterAll();
  };
  const four = ({ n, sum, low, visits, branches: places }) => [n ? sum / n / 100 : null, visits, places, n ? low / n : null];
  const read = (list, row) => {
    const found = [];
    for (const { key, value } of list.all()) if (value.n > 0) found.push(row(key, value.sum / value.n / 100, value));
    return found;
  };
  const best = (list, at) => list.sort((a, b) => b[at] - a[at]);

  const ask = ({ eq, lo, hi, plo, phi }) => {
    set(by, eq, lo, hi);
    set(beforeBy, eq, plo, phi);
    const scores = lists.score.all();
    const histogram = new Array(20).fill(0);
    for (const { key, value } of scores) histogram[Math.min(Math.floor(key / 500), 19)] += value;
    return {
      a: [four(nowTotal.value())],
      ap: [four(beforeTotal.value())],
      b: read(lists.month, (key, v, { n }) => [month(Date.UTC(Math.floor(key / 12), key % 12)), v, n]),
      c: best(read(lists.branch, (key, v, { n }) => [Number(branches[key].code), branches[key].name, v, n]), 2),
      d: best(read(lists.group, (key, v, { n }) => [groups.known[key], v, n]), 1),
      e: best(read(lists.state, (key, v, { n }) => [states.known[key], v, n]), 1),
      f: best(read(lists.area, (key, v, { n, low }) => [areas[key], v, n, low / n]), 1),
      g: histogram.map((n, bin) => [bin, n]).filter(([, n]) => n > 0),
      h: [[0.5, 0.1].map((share) => quantile(scores, nowTotal.value().n, share))],
      i: read(lists.branch, (key, v) => [Number(branches[key].code), branches[key].lat, branches[key].lon, v]),
    };
  };
  const built = performance.now() - begun;
  return { name: "crossfilter2", built, bytes, version: crossfilter.version, ask, answers: (found) => found };
}

/** With linear interpolation, of counts by score. */
function quantile(scores, n, share) {
  const place = (n - 1) * share;
  const at = (wanted) => {
    let seen = 0;
    for (const { key, value } of scores) if ((seen += value) > wanted) return key / 100;
    return scores.at(-1).key / 100;
  };
  const below = at(Math.floor(place));
  return below + (at(Math.ceil(place)) - below) * (place % 1);
}
