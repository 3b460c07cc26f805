#!/usr/bin/env python3
"""What engines are compared on: the rows, the filters of the query set D as we spell them, and DuckDB's best statements.

    work.py --rows N --peers DIR --work DIR     makes the columns; prints where they are and the statements, as JSON
"""
import argparse
import json
import os
import sys

QUERIES = {
    "F1": "",
    "F2": "year=2025&quarter=Q3",
    "F3": "year=2024&estado=Nuevo%20Le%C3%B3n",
    "F4": "year=2025&grupo=Grupo%20Laguna%201&area=Asadores",
}


def peers(folder):
    """The peers' query set and generator: dquery, gen."""
    sys.path.insert(0, folder)
    sys.dont_write_bytecode = True
    import dquery
    import gen
    return dquery, gen


def note(text):
    print("▸ " + text, file=sys.stderr, flush=True)


def made(work, name, write):
    """The file `name` in the folder `work`; `write` makes it where it is not there."""
    os.makedirs(work, exist_ok=True)
    path = os.path.join(work, name)
    if not os.path.exists(path):
        note(f"making {name}")
        write(path + ".part")
        os.rename(path + ".part", path)
    return path


def parquet(gen, rows, work):
    """The work as Parquet, for DuckDB; needs pyarrow."""
    return made(work, f"{rows}.parquet", lambda path: gen.write_parquet(gen.build(rows), path))


def columns(gen, rows, work):
    """The work as columns, for the engine: a line of JSON, then day, branch, supervisor, area scores in hundredths."""
    def write(path):
        d = gen.build(rows)
        first = (gen.D0 - gen.dt.date(1970, 1, 1)).days
        header = dict(visits=d["n"], areas=gen.AREAS, supervisors=d["supervisors"], branches=[
            dict(code=str(b["id"]), name=b["name"], group=b["group"], state=b["estado"], municipality=b["municipio"],
                 lat=float(b["lat"]), lon=float(b["lon"])) for b in d["branch"]])
        with open(path, "wb") as f:
            f.write(json.dumps(header, ensure_ascii=False).encode() + b"\n")
            f.write((d["day"] + first).astype("<i4").tobytes())
            f.write(d["b"].astype("<u2").tobytes())
            f.write(d["sup"].astype("<u2").tobytes())
            f.write((d["score10"].astype("<u2") * 10).astype("<u2").tobytes())
    return made(work, f"{rows}.columns", write)


def enum(source):
    """Statements that make the table t of `source` with ENUM columns, as the peers' bench_engines.py does."""
    cols = ["sucursal", "grupo_operativo", "estado", "municipio", "area", "supervisor"]
    rep = ", ".join(f"{k}::e_{k} AS {k}" for k in cols)
    return [f"CREATE TYPE e_{k} AS ENUM (SELECT DISTINCT {k} FROM {source} ORDER BY 1)" for k in cols] + [
        f"CREATE TABLE t AS SELECT * REPLACE ({rep}, sucursal_id::SMALLINT AS sucursal_id) FROM {source}"]


def fused(D, f):
    """The same answers from three statements: one scan with GROUPING SETS, one for distincts and quantiles, one for the
    previous period."""
    w = D.where(f)
    return {
        "groups": f"""WITH s AS (SELECT date_trunc('month', fecha_supervision) AS m, sucursal_id, sucursal,
              grupo_operativo AS gr, estado, area, least(CAST(floor(porcentaje / 5) AS INTEGER), 19) AS bin,
              porcentaje AS p, latitud, longitud FROM t {w})
            SELECT grouping(m, sucursal_id, gr, estado, area, bin) AS g, m, sucursal_id, gr, estado, area, bin, avg(p) AS v,
              count(*) AS n, avg(CASE WHEN p < 80 THEN 1.0 ELSE 0.0 END) AS lo, any_value(sucursal), any_value(latitud),
              any_value(longitud)
            FROM s GROUP BY GROUPING SETS ((m), (sucursal_id), (gr), (estado), (area), (bin)) ORDER BY g, v DESC""",
        "a_h": "SELECT avg(porcentaje), count(DISTINCT supervision_id), count(DISTINCT sucursal_id), "
               "avg(CASE WHEN porcentaje < 80 THEN 1.0 ELSE 0.0 END), quantile_cont(porcentaje, [0.5, 0.1]) "
               f"FROM t {w}",
        "ap": D.sql(f, "duckdb")["ap"],
    }


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--rows", type=int, required=True)
    p.add_argument("--peers", required=True)
    p.add_argument("--work", required=True)
    a = p.parse_args()
    D, gen = peers(a.peers)
    filters = {name: dict(f, query=QUERIES[name], sql=D.sql(f, "duckdb"), fused=fused(D, f))
               for name, f in D.FILTERS.items()}
    print(json.dumps(dict(columns=columns(gen, a.rows, a.work), enum=enum("rows"), filters=filters), ensure_ascii=False))


if __name__ == "__main__":
    main()
