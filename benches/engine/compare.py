#!/usr/bin/env python3
"""Falcon's engine against DuckDB on the query set D, alternating within one run.

    compare.py --rows N --peers DIR --work DIR --engine PROGRAM --wasm FILE --node SCRIPT [--runs 15] [--table FILE]

Makes the data once (gen.py of the peers), loads them in both, checks that every answer is equal, then times.
Exits 1 when an answer differs or a bar is missed.
"""
import argparse
import json
import os
import statistics
import subprocess
import sys
import time

sys.dont_write_bytecode = True
from work import QUERIES, columns, enum, fused, note, parquet, peers  # noqa: E402

p = argparse.ArgumentParser()
p.add_argument("--rows", type=int, required=True)
for name in ("peers", "work", "engine", "wasm", "node"):
    p.add_argument("--" + name, required=True)
p.add_argument("--runs", type=int, default=15)
p.add_argument("--table")
A = p.parse_args()
D, gen = peers(A.peers)

BARS = {"F1": (40, 25), "F2": (80, 30), "F3": (80, 30), "F4": (100, 60)}
LARGE = A.rows > 3_000_000
lines = []


def say(text=""):
    print(text, flush=True)
    lines.append(text)


class Engine:
    """A program that answers commands line by line."""

    def __init__(self, *command):
        self.p = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8")

    def ask(self, *words):
        self.p.stdin.write(" ".join(words) + "\n")
        self.p.stdin.flush()
        line = self.p.stdout.readline()
        if not line:
            raise SystemExit("the engine ended: " + " ".join(words))
        return line.strip()

    def time(self, query, view="0"):
        return int(self.ask("time", view, query)) / 1e6

    def close(self):
        self.p.stdin.close()
        self.p.wait()


def duck(as_enum, as_fused, threads):
    """A function filter → (answers): as ../shared/peers/bench_engines.py runs DuckDB."""
    import duckdb
    c = duckdb.connect(":memory:")
    c.execute(f"SET threads = {threads}")
    for statement in enum(source) if as_enum else [f"CREATE TABLE t AS SELECT * FROM {source}"]:
        c.execute(statement)
    if not as_fused:
        return lambda f: {k: c.execute(q).fetchall() for k, q in D.sql(f, "duckdb").items()}

    def run(f):
        g, (a,), ap = (c.execute(q).fetchall() for q in fused(D, f).values())
        by = {}
        for r in g:
            by.setdefault(r[0], []).append(r)

        def one(bit):
            return by.get(63 ^ (1 << bit), [])
        return {"a": [a[:4]], "ap": ap, "h": [tuple(a[4])],
                "b": [(r[1], r[7], r[8]) for r in one(5)], "c": [(r[2], r[10], r[7], r[8]) for r in one(4)],
                "d": [(r[3], r[7], r[8]) for r in one(3)], "e": [(r[4], r[7], r[8]) for r in one(2)],
                "f": [(r[5], r[7], r[8], r[9]) for r in one(1)], "g": [(r[6], r[8]) for r in one(0)],
                "i": [(r[2], r[11], r[12], r[7]) for r in one(4)]}
    return run


def answers(view):
    """Our answer in the form of D's rows."""
    def four(x):
        return (x["average"], x["supervisions"], x["branches"], x["below_80"] / x["n"] if x["n"] else None)
    before = view["previous"] or dict(average=None, supervisions=0, branches=0, n=0)
    b = view["branches"]
    return {
        "a": [four(view["now"])], "ap": [four(before)],
        "b": [(x["month"], x["average"], x["n"]) for x in view["months"]],
        "c": [(int(x["key"]), x["name"], x["average"], x["n"]) for x in b],
        "d": [(x["name"], x["average"], x["n"]) for x in view["groups"]],
        "e": [(x["name"], x["average"], x["n"]) for x in view["states"]],
        "f": [(x["name"], x["average"], x["n"], x["below_80"] / x["n"]) for x in view["areas"]],
        "g": [(i, n) for i, n in enumerate(view["histogram"]) if n],
        "h": [(view["median"], view["p10"])],
        "i": [(int(x["key"]), x["latitude"], x["longitude"], x["average"]) for x in b],
    }


def same(a, b):
    def near(u, v):
        return u == v or (isinstance(u, float) and isinstance(v, float) and abs(u - v) < 2e-4) or \
            (u in (None, 0.0) and v in (None, 0.0))
    return len(a) == len(b) and all(len(x) == len(y) and all(map(near, x, y)) for x, y in zip(a, b))


def p95(v):
    v = sorted(v)
    return v[max(0, -(-95 * len(v) // 100) - 1)]


source = f"read_parquet('{parquet(gen, A.rows, A.work)}')"
note("loading the engine")
ours = Engine(A.engine, columns(gen, A.rows, A.work))
info = json.loads(ours.ask("info"))
snapshot = os.path.join(A.work, f"{A.rows}.snapshot")
snapshot_bytes = int(ours.ask("snapshot", snapshot))
wasm = Engine("node", A.node, A.wasm, snapshot)
wasm_info = json.loads(wasm.ask("info"))
note("loading DuckDB, six ways")
variants = {f"{name}, {threads} thread{'s' * (threads > 1)}": duck(as_enum, as_fused, threads)
            for name, as_enum, as_fused in (("plain", False, False), ("ENUM", True, False), ("fused", True, True))
            for threads in (1, 2)}
wrong = []
note("comparing answers")
for name, filter_ in D.FILTERS.items():
    mine = {k: D.canon(k, v) for k, v in answers(json.loads(ours.ask("json", "0", QUERIES[name]))).items()}
    for variant, run in variants.items():
        theirs = {k: D.canon(k, v) for k, v in run(filter_).items()}
        wrong += [f"{name}.{k} ({variant})" for k in D.NAMES if not same(mine[k], theirs[k])]
    for view in "01234567":
        if ours.ask("json", view, QUERIES[name]) != wasm.ask("json", view, QUERIES[name]):
            wrong.append(f"{name} view {view}: WASM differs from native")

table, factor = [], []
for name, filter_ in D.FILTERS.items():
    note(f"timing {name}")
    query = QUERIES[name]
    n = json.loads(ours.ask("json", "0", query))["now"]["n"]
    for _ in range(60):  # the first runs of WASM go through its quick compiler
        wasm.time(query)
        ours.time(query)
    t_ours, t_wasm, t_pair, t_pass, t_view = [], [], [], [], []
    t_duck = {variant: [] for variant in variants}
    racing = list(variants)
    rounds = 0
    while rounds < A.runs:
        for variant in racing:
            for _ in range(3):
                t_ours.append(ours.time(query))
                t_view.append(ours.time(query, "1"))
            t_pass.append(int(ours.ask("pass", str(n))) / 1e6)
            started = time.perf_counter()
            variants[variant](filter_)
            t_duck[variant].append((time.perf_counter() - started) * 1e3)
        rounds += 1
        # On the large size, variants that are clearly behind after three rounds leave the race.
        if LARGE and rounds == 3:
            best = min(statistics.median(t) for t in t_duck.values())
            racing = [v for v in racing if statistics.median(t_duck[v]) < 1.3 * best]
    # WASM against native by themselves: after a query of DuckDB both start with cold caches.
    for _ in range(4 * A.runs):
        t_wasm.append(wasm.time(query))
        t_pair.append(ours.time(query))
    med = statistics.median
    best = min(variants, key=lambda v: med(t_duck[v]))
    ratio = med(t_duck[best]) / med(t_ours)
    bar = BARS[name][LARGE]
    share = med(t_pass) / med(t_ours)
    factor.append(med(t_pair) / med(t_wasm))
    table.append((name, f"{n:,}", f"{med(t_duck[best]):.2f}", f"{p95(t_duck[best]):.2f}", best, f"{med(t_ours):.3f}",
                  f"{p95(t_ours):.3f}", f"{ratio:.0f}×", f"{bar}×", f"{med(t_pass):.3f}", f"{share:.0%}",
                  f"{med(t_wasm):.3f}", f"{factor[-1]:.0%}", f"{med(t_view):.3f}"))
    if ratio < bar:
        wrong.append(f"{name}: {ratio:.1f}× is under the bar of {bar}×")
    if factor[-1] < 0.5:
        wrong.append(f"{name}: WASM has {factor[-1]:.0%} of native speed, under 50%")
    others = ", ".join(f"{v} {med(t):.1f}" for v, t in t_duck.items())
    note(f"{name}: DuckDB medians in ms: {others}")

import duckdb  # noqa: E402
say(f"### {info['scores']:,} area scores, {info['visits']:,} supervisions "
    f"(DuckDB {duckdb.__version__}, {A.runs} rounds, alternating)")
say()
head = ("filter", "scores", "DuckDB best, ms", "p95", "variant", "Falcon, ms", "p95", "ratio", "bar", "plain pass, ms",
        "our share", "WASM, ms", "of native", "`/` dashboard, ms")
say("| " + " | ".join(head) + " |")
say("|" + " --- |" * len(head))
for row in table:
    say("| " + " | ".join(row) + " |")
per = info["bytes"] / info["scores"]
budget = (4 * info["scores"] + 16 * info["visits"]) / info["scores"]
say()
say(f"- {per:.2f} bytes per area score in memory, supervisions included (budget {budget:.2f}); snapshot {snapshot_bytes / info['scores']:.2f}")
say(f"- build {info['scores'] / info['build_s'] / 1e6:.1f} million area scores a second; "
    f"append of 1,000 supervisions {info['append_1000_s'] * 1e3:.2f} ms")
say(f"- WASM reads the snapshot in {wasm_info['load_s'] * 1e3:.0f} ms and then holds {wasm_info['memory'] / 2**20:.0f} MB")
if per > budget:
    wrong.append(f"{per:.2f} bytes per area score is over {budget:.2f}")
say("- answers equal in every figure, WASM byte for byte" if not wrong else "- **not reached:** " + "; ".join(wrong))
ours.close()
wasm.close()
if A.table:
    with open(A.table, "w", encoding="utf-8") as f:
        f.write("\n".join(lines) + "\n")
sys.exit(1 if wrong else 0)
