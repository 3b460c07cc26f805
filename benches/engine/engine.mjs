// The engine as WASM in node, with the same commands as the native program: time, json (a line each).
//   node engine.mjs ENGINE.wasm SNAPSHOT
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";

const [wasm, snapshot] = process.argv.slice(2);
const { instance } = await WebAssembly.instantiate(readFileSync(wasm), {});
const engine = instance.exports;

function give(bytes) {
  const at = engine.reserve(bytes.length);
  new Uint8Array(engine.memory.buffer, at, bytes.length).set(bytes);
}

give(readFileSync(snapshot));
const started = performance.now();
if (engine.load() !== 1) throw new Error("not a snapshot");
const loaded = performance.now() - started;

const encoder = new TextEncoder();
const decoder = new TextDecoder();
for await (const line of createInterface({ input: process.stdin })) {
  const [command, view] = line.split(" ", 2);
  if (command === "info") {
    console.log(JSON.stringify({ load_s: loaded / 1000, memory: engine.memory.buffer.byteLength }));
    continue;
  }
  give(encoder.encode(line.slice(command.length + view.length + 2)));
  const from = process.hrtime.bigint();
  engine.query(Number(view));
  const elapsed = process.hrtime.bigint() - from;
  if (command === "time") {
    console.log(String(elapsed));
  } else {
    const length = engine.write();
    console.log(decoder.decode(new Uint8Array(engine.memory.buffer, engine.answer(), length)));
  }
}
