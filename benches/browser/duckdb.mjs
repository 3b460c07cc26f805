// DuckDB-WASM: each of its builds in a worker as its documents show it, with plain and with ENUM columns.

import * as duckdb from "@duckdb/duckdb-wasm";
import * as arrow from "apache-arrow";

import { month } from "./work.mjs";

const DIST = `${location.origin}/modules/@duckdb/duckdb-wasm/dist`;

/** Every way to ask: build × columns × statements. */
export async function open(rows, { enum: statements, filters }) {
  const stream = arrow.tableToIPC(table(rows), "stream");
  const variants = [];
  // `eh` has one thread. `coi` has more, on a page that is isolated from other origins.
  for (const build of ["eh", "coi"]) {
    const several = build === "coi";
    const begun = performance.now();
    const db = new duckdb.AsyncDuckDB(new duckdb.VoidLogger(), new Worker(`${DIST}/duckdb-browser-${build}.worker.js`));
    await db.instantiate(`${DIST}/duckdb-${build}.wasm`, several ? `${DIST}/duckdb-browser-coi.pthread.worker.js` : null);
    await db.open({ path: ":memory:", maximumThreads: several ? navigator.hardwareConcurrency : 1 });
    const connection = await db.connect();
    await connection.insertArrowFromIPCStream(stream.slice(), { name: "rows", create: true });
    const built = performance.now() - begun;
    const about = { built, version: await db.getVersion(), bytes: await weight(`${DIST}/duckdb-${build}.wasm`) };

    // `coi` fails at preparing once its memory has grown ("offset is out of bounds").
    const prepare = (text) => (several ? { query: () => connection.query(text) } : connection.prepare(text));
    const add = async (name, texts, answers) => {
      const prepared = {};
      for (const [filter, of] of Object.entries(filters)) {
        prepared[filter] = [];
        for (const [key, text] of Object.entries(texts(of))) prepared[filter].push([key, await prepare(text)]);
      }
      // All at once: the worker does not wait for the page between two of them.
      const ask = async (_, filter) =>
        Object.fromEntries(await Promise.all(prepared[filter].map(async ([key, one]) => [key, await one.query()])));
      variants.push({ name: `${build}, ${name}`, ...about, ask, answers });
    };
    const plain = (sql) => Object.entries(sql).map(([key, text]) => [key, text.replaceAll(/\bFROM t\b/g, "FROM rows")]);
    await add("plain", ({ sql }) => Object.fromEntries(plain(sql)), ten);
    for (const statement of statements) await connection.query(statement);
    await add("ENUM", ({ sql }) => sql, ten);
    await add("fused", ({ fused }) => fused, three);
  }
  return variants;
}

const weight = async (url) => (await (await fetch(url)).arrayBuffer()).byteLength;

/** The rows as Arrow, with the types of the generator's Parquet. */
function table(rows) {
  const { branches, length } = rows;
  const texts = (indices, values) =>
    new arrow.Vector([
      arrow.makeData({
        type: new arrow.Dictionary(new arrow.Utf8(), new arrow.Int16()),
        length,
        nullCount: 0,
        // A copy each: where two columns in a row share one, Arrow writes it once.
        data: indices.slice(),
        dictionary: arrow.vectorFromArray(values, new arrow.Utf8()),
      }),
    ]);
  const of = (value) => branches.map(value);
  const numbers = (value) => arrow.makeVector(Float64Array.from(rows.branch, (branch) => value(branches[branch])));
  return new arrow.Table({
    supervision_id: arrow.makeVector(rows.visit),
    sucursal_id: arrow.makeVector(Int32Array.from(rows.branch, (branch) => Number(branches[branch].code))),
    sucursal: texts(rows.branch, of(({ name }) => name)),
    grupo_operativo: texts(rows.branch, of(({ group }) => group)),
    estado: texts(rows.branch, of(({ state }) => state)),
    municipio: texts(rows.branch, of(({ municipality }) => municipality)),
    latitud: numbers(({ lat }) => lat),
    longitud: numbers(({ lon }) => lon),
    area: texts(rows.area, rows.areas),
    fecha_supervision: new arrow.Vector([
      arrow.makeData({ type: new arrow.DateDay(), length, nullCount: 0, data: rows.day }),
    ]),
    porcentaje: arrow.makeVector(Float64Array.from(rows.hundredths, (score) => score / 100)),
    supervisor: texts(rows.supervisor, rows.supervisors),
  });
}

/** A result as rows of values. */
function read(result) {
  const value = (one) =>
    typeof one === "bigint" ? Number(one) : one && typeof one === "object" ? Array.from(one, value) : one;
  const columns = result.schema.fields.map((_, nth) => result.getChildAt(nth));
  return Array.from({ length: result.numRows }, (_, row) => columns.map((column) => value(column.get(row))));
}

const ten = (results) => {
  const found = Object.fromEntries(Object.entries(results).map(([key, result]) => [key, read(result)]));
  return { ...found, b: found.b.map(([time, ...rest]) => [month(time), ...rest]) };
};

const three = ({ groups, a_h, ap }) => {
  const found = read(groups);
  const [[average, supervisions, branches, low, quantiles]] = read(a_h);
  const of = (bit) => found.filter(([set]) => set === (63 ^ (1 << bit)));
  return {
    a: [[average, supervisions, branches, low]],
    ap: read(ap),
    b: of(5).map((row) => [month(row[1]), row[7], row[8]]),
    c: of(4).map((row) => [row[2], row[10], row[7], row[8]]),
    d: of(3).map((row) => [row[3], row[7], row[8]]),
    e: of(2).map((row) => [row[4], row[7], row[8]]),
    f: of(1).map((row) => [row[5], row[7], row[8], row[9]]),
    g: of(0).map((row) => [row[6], row[8]]),
    h: [quantiles],
    i: of(4).map((row) => [row[2], row[11], row[12], row[7]]),
  };
};
