#!/usr/bin/env python3
"""Writes the data that `cargo xtask bench page` imports: the peers' deterministic work (gen.py) with what it leaves out,
a general score per supervision (the mean of its areas, as a form without weights would record it).

    page.py --peers FOLDER --rows N --out FILE.csv
"""
import argparse
import datetime as dt
import sys

COLUMNS = "id,sucursal_id,sucursal,grupo,estado,municipio,latitud,longitud,fecha,supervisor,general,area,porcentaje\n"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--peers", required=True)
    parser.add_argument("--rows", type=int, required=True)
    parser.add_argument("--out", required=True)
    given = parser.parse_args()
    sys.path.insert(0, given.peers)
    import gen

    data = gen.build(given.rows)
    keys = ("id", "name", "group", "estado", "municipio", "lat", "lon")
    branches = [",".join(str(branch[key]) for key in keys) for branch in data["branch"]]
    with open(given.out, "w", encoding="utf-8") as out:
        out.write(COLUMNS)
        visits = zip(data["b"].tolist(), data["day"].tolist(), data["sup"].tolist(), data["score10"].tolist())
        for number, (branch, day, supervisor, scores) in enumerate(visits, 1):
            date = (gen.D0 + dt.timedelta(day)).isoformat()
            general = sum(scores) / len(scores) / 10
            head = f"{number},{branches[branch]},{date},{data['supervisors'][supervisor]},{general:.2f},"
            out.writelines(f"{head}{area},{score / 10:.1f}\n" for area, score in zip(gen.AREAS, scores))


main()
