#!/usr/bin/env python3
"""Imports the four real data sets with the program and compares every figure of `falcon kpi` with pandas on the raw files.

Reads FALCON_PROGRAM (the program), FALCON_SHARED (the folder with data/). Means are compared as exact pairs (sum of
hundredths, n) and as the very same floating-point number: one division at the end.
"""

import json
import os
import subprocess
import sys
import tempfile
import unicodedata
import zoneinfo
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from urllib.parse import urlencode

import pandas as pd

PROGRAM = os.environ.get("FALCON_PROGRAM", "target/debug/falcon")
DATA = Path(os.environ.get("FALCON_SHARED", "../shared")) / "data"
BANDS = [("excelente", 9000, 10001), ("bueno", 8000, 9000), ("regular", 7000, 8000), ("critico", 0, 7000)]
checked = 0


def fold(text):
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(bare.lower().split())


def slug(text):
    return "-".join("".join(c if c.isascii() and c.isalnum() else " " for c in fold(text)).split())


def hundredths(text, top="100", lower=False):
    """A number on a scale in hundredths of a percent, half away from zero."""
    value, top = Decimal(text), Decimal(top)
    value = top - value if lower else value
    return int((value * 10000 / top).quantize(Decimal(1), ROUND_HALF_UP))


def raw(path):
    return pd.read_csv(DATA / path, dtype=str, keep_default_na=False, encoding="utf-8")


def place(latitude, longitude):
    try:
        point = float(latitude), float(longitude)
    except ValueError:
        return None, None
    return point if point[0] and point[1] else (None, None)


def same(what, ours, theirs):
    global checked
    checked += 1
    if ours != theirs:
        sys.exit(f"{what}: the program says {ours!r}, pandas says {theirs!r}")


# ---- the four sources, as the profiles describe them: branches, visits (code, kind, day, score, areas) ----


def san_francisco():
    rows = raw("sf/supervisions_flat.csv")
    visits = rows[rows.Score != ""]
    # one visit per branch, kind and day (the files have no ids or times); a second one is rejected
    kept = visits.drop_duplicates(["business_id", "type", "date"])
    counts = {"read": len(rows), "inserted": len(kept), "skipped": len(rows) - len(visits), "rejected": len(visits) - len(kept)}
    branches = {
        r.business_id: {"name": r.name_ or r.business_id, "group": r.owner_name, "at": place(r.latitude, r.longitude)}
        for r in rows.rename(columns={"name": "name_"}).itertuples()
    }
    frame = pd.DataFrame(
        {
            "code": kept.business_id,
            "kind": kept.type.map(slug),
            "day": kept.date.map(lambda d: f"{d[:4]}-{d[4:6]}-{d[6:]}"),
            "score": kept.Score.map(hundredths),
        }
    )
    return counts, branches, frame, "California"


def wake():
    rows = raw("wake/supervisions_2016_2018.csv")
    kept = rows[rows.SCORE.astype(float) != 0]
    counts = {"read": len(rows), "inserted": len(kept), "skipped": len(rows) - len(kept), "rejected": 0}
    zone = zoneinfo.ZoneInfo("America/New_York")

    def local(text):
        return str(pd.Timestamp(text).tz_convert(zone).date()) if text else None

    branches = {
        r.HSISID: {
            "name": " ".join(r.NAME.split()) or r.HSISID,
            "group": r.FACILITYTYPE,
            "at": place(r.Y, r.X),
            "opened": local(r.RESTAURANTOPENDATE),
        }
        for r in rows.itertuples()
    }
    frame = pd.DataFrame(
        {"code": kept.HSISID, "kind": kept.TYPE.map(slug), "day": kept.DATE, "score": kept.SCORE.map(hundredths)}
    )
    return counts, branches, frame, "North Carolina"


def norwich():
    rows = raw("norwich/derived_establishments.csv")
    kept = rows[rows.RatingValue.isin(list("012345"))]
    counts = {"read": len(rows), "inserted": len(kept), "skipped": len(rows) - len(kept), "rejected": 0}
    branches = {
        r.FHRSID: {"name": " ".join(r.BusinessName.split()), "group": r.BusinessType, "at": place(r.Latitude, r.Longitude)}
        for r in rows.itertuples()
    }
    scales = {"Hygiene": "25", "Structural": "25", "ConfidenceInManagement": "30"}
    frame = pd.DataFrame(
        {
            "code": kept.FHRSID,
            "kind": "higiene",
            "day": kept.RatingDate,
            "score": kept.RatingValue.map(lambda v: hundredths(v, "5")),
        }
    )
    for area, top in scales.items():
        frame["area:" + area] = kept[area].map(lambda v, top=top: hundredths(v, top, lower=True) if v else None)
    return counts, branches, frame, None


# ---- figures ----


def mean(scores):
    total, n = int(scores.sum()), len(scores)
    return {"average": total / (n * 100) if n else None, "sum_hundredths": total, "n": n}


def ranked(means):
    """Positions 1, 1, 3 by exact value; `means` is {key: (sum, n)} with n > 0."""
    from fractions import Fraction

    values = {key: Fraction(total, n) for key, (total, n) in means.items()}
    ordered = sorted(values.values(), reverse=True)
    first = {}
    for position, value in enumerate(ordered, 1):
        first.setdefault(value, position)
    return {key: first[value] for key, value in values.items()}


def window(query):
    if "month" in query:
        year, month = map(int, query["month"].split("-"))
        last = date(year + month // 12, month % 12 + 1, 1) - timedelta(1)
        return f"{year}-{month:02}-01", str(last)
    if "quarter" in query:
        quarter = int(query["quarter"][1])
        last = date(int(query["year"]) + (quarter == 4), quarter * 3 % 12 + 1, 1) - timedelta(1)
        return f"{query['year']}-{quarter * 3 - 2:02}-01", str(last)
    if "year" in query:
        return f"{query['year']}-01-01", f"{query['year']}-12-31"
    return query.get("from", "0000"), query.get("to", "9999")


def compare(org, branches, frame, state, default, query):
    out = subprocess.run([PROGRAM, "kpi", "--org", org, "--json", urlencode(query)], capture_output=True, text=True)
    if out.returncode:
        sys.exit(f"falcon kpi --org {org} {urlencode(query)}: {out.stderr}")
    told = json.loads(out.stdout)
    name = f"{org}?{urlencode(query)}"
    since, until = window(query)
    kind = query.get("kind", default)
    scope = {
        code
        for code, branch in branches.items()
        if query.get("grupo", slug(branch["group"])) == slug(branch["group"])
        and query.get("sucursal", code) == code
        and ("estado" not in query or state)
    }
    visits = frame[frame.code.isin(scope) & (frame.day >= since) & (frame.day <= until)]
    visits = visits if kind == "all" else visits[visits.kind == kind]
    if "band" in query:
        low, high = next((low, high) for code, low, high in BANDS if code == query["band"])
        visits = visits[(visits.score >= low) & (visits.score < high)]
    kpis = told["kpis"]
    for key, value in mean(visits.score).items():
        same(f"{name} kpis.{key}", kpis[key], value)
    same(f"{name} supervisions", kpis["supervisions"], len(visits))
    same(f"{name} branches_supervised", kpis["branches_supervised"], visits.code.nunique())
    seen = set(visits.code)
    active = {c for c in scope if c in seen or (branches[c].get("opened") or "0000") <= until}
    same(f"{name} branches_active", kpis["branches_active"], len(active))
    for code, low, high in BANDS:
        same(f"{name} bands.{code}", kpis["bands"][code], int(((visits.score >= low) & (visits.score < high)).sum()))
    if len(visits):
        same(f"{name} median", kpis["median"], float(visits.score.median()) / 100)
    trend = {point["month"]: point for point in told["trend"] if point["n"]}
    months = visits.groupby(visits.day.str[:7]).score
    same(f"{name} months", sorted(trend), sorted(months.groups))
    for month, scores in months:
        for key in ("average", "n"):
            same(f"{name} trend {month} {key}", trend[month][key], mean(scores)[key])
    compare_lists(name, told, branches, visits, active, state)
    for area in [column for column in frame.columns if column.startswith("area:")]:
        scores = visits[area].dropna().astype(int)
        ours = next((a for a in told["areas"] if a["name"] == area[5:]), {"average": None, "n": 0, "below_80": 0})
        same(f"{name} {area} average", ours["average"], mean(scores)["average"])
        same(f"{name} {area} n", ours["n"], len(scores))
        same(f"{name} {area} below_80", ours["below_80"], int((scores < 8000).sum()))


def compare_lists(name, told, branches, visits, active, state):
    sums = visits.groupby("code").score.agg(["sum", "count"])
    sums = {code: (int(row["sum"]), int(row["count"])) for code, row in sums.iterrows()}
    positions = ranked(sums)
    ours = {branch["code"]: branch for branch in told["branches"]}
    same(f"{name} branches", sorted(ours), sorted(active))
    for code, branch in ours.items():
        total, n = sums.get(code, (0, 0))
        same(f"{name} {code} name", fold(branch["name"]), fold(branches[code]["name"]))
        same(f"{name} {code} n", branch["n"], n)
        same(f"{name} {code} average", branch["average"], total / (n * 100) if n else None)
        same(f"{name} {code} position", branch["position"], positions.get(code))
        same(f"{name} {code} place", (branch["latitude"], branch["longitude"]), branches[code]["at"])
    by_group = {}
    for code, (total, n) in sums.items():
        group = fold(branches[code]["group"])
        if group:
            before = by_group.get(group, (0, 0))
            by_group[group] = (before[0] + total, before[1] + n)
    positions = ranked(by_group)
    ours = {fold(group["name"]): group for group in told["groups"]}
    same(f"{name} groups", sorted(ours), sorted({fold(branches[code]["group"]) for code in active} - {""}))
    for group, line in ours.items():
        total, n = by_group.get(group, (0, 0))
        same(f"{name} group {group} n", line["n"], n)
        same(f"{name} group {group} average", line["average"], total / (n * 100) if n else None)
        same(f"{name} group {group} position", line["position"], positions.get(group))
    if state and len(visits):
        same(f"{name} state", [(s["name"], s["n"]) for s in told["states"]], [(state, len(visits))])


def imported(org, profile, path, expected):
    """Imports twice: the counts are pandas' own, and the second time nothing changes."""
    for again in (False, True):
        args = [PROGRAM, "import", "--org", org, "--profile", profile, "--json", str(DATA / path)]
        out = subprocess.run(args, capture_output=True, text=True)
        if out.returncode:
            sys.exit(f"{' '.join(args)}: exit {out.returncode}: {out.stderr}")
        told = json.loads(out.stdout)
        wanted = {"updated": 0, "unchanged": 0, **expected}
        if again:
            wanted |= {"inserted": 0, "unchanged": expected["inserted"]}
        for key, value in wanted.items():
            same(f"{org} import, {'second' if again else 'first'} time: {key}", told[key], value)
        parts = ("inserted", "updated", "unchanged", "skipped", "rejected")
        same(f"{org} adds up", told["read"], sum(told[part] for part in parts))
        listed = len(pd.read_csv(told["rejects_file"])) if told["rejects_file"] else 0
        same(f"{org} rejects listed", listed, told["rejected"])
    print(f"{org}: {told['read']} read, {expected['inserted']} taken, {told['skipped']} skipped, {told['rejected']} rejected")


def starbucks():
    rows = raw("starbucks_mx/branches.csv")
    imported("starbucks", "starbucks_mx", "starbucks_mx/branches.csv",
             {"read": len(rows), "inserted": len(rows), "skipped": 0, "rejected": 0})
    out = subprocess.run([PROGRAM, "kpi", "--org", "starbucks", "--json"], capture_output=True, text=True, check=True)
    told = json.loads(out.stdout)
    same("starbucks average", told["kpis"]["average"], None)
    same("starbucks branches", told["kpis"]["branches_active"], len(rows))
    ours = {b["code"]: (b["n"], b["position"], b["latitude"], b["longitude"]) for b in told["branches"]}
    theirs = {r["Store Number"]: (0, None, float(r["Latitude"]), float(r["Longitude"])) for _, r in rows.iterrows()}
    same("starbucks list", ours, theirs)


def wide_workbook():
    """A workbook as the profile wide-xlsx describes it: numbers as text, dates as serials and as text, two sheets."""
    import random
    from datetime import datetime

    from openpyxl import Workbook

    random.seed(7)
    book = Workbook()
    notes = book.active
    notes.title = "Leeme"
    notes.append(["Exportado por el sistema de formularios"])
    areas = ["MARINADO", "FREIDORA DE PAPA", "BAÑOS", "ALMACÉN"]
    header = ["submission_id", "tipo_supervision", "date_submitted", "location_asignado", "sucursal_numero",
              "sucursal_nombre", "sucursal_tipo", "sucursal_grupo", "sucursal_lat", "sucursal_lon",
              "calificacion_general_zenput", "puntos_maximos_zenput", "puntos_totales_zenput"]
    rows = []
    for n in range(240):
        branch = n % 12 + 1
        best = random.choice([120, 150, 180])
        points = random.randint(best // 2, best)
        score = (Decimal(points) * 100 / best).quantize(Decimal("0.01"), ROUND_HALF_UP)
        when = datetime(2025, n % 12 + 1, n % 28 + 1, 9, n % 60)
        scores = [random.choice([None, Decimal(random.randint(4000, 10000)) / 100]) for _ in areas]
        rows.append((n, "operativa" if n % 3 else "seguridad", when, branch, best, points, score, scores))
    for part in range(2):
        sheet = book.create_sheet(f"Datos {part + 1}")
        sheet.append(header + ["AREA_" + area for area in areas])
        for n, kind, when, branch, best, points, score, scores in rows[part::2]:
            text = n % 2 == 0
            sheet.append(
                [f"S{n:05}", kind, when.strftime("%Y-%m-%dT%H:%M:%S") if text else when, f"{branch} - Juárez  {branch}",
                 None if n % 5 == 0 else (str(branch) if text else branch), f"Juárez {branch}",
                 "LOCAL" if branch % 2 else "FORÁNEA", f"Grupo {branch % 3}", 25.6 + branch / 100 if branch > 2 else 0,
                 str(-100.3 - branch / 100), str(score) if text else float(score), best, points]
                + [None if s is None else (str(s) if text else float(s)) for s in scores]
            )
    path = Path(os.environ["FALCON_DATA"]) / "ancho.xlsx"
    book.save(path)
    imported("ancho", "wide-xlsx", path, {"read": 240, "inserted": 240, "skipped": 0, "rejected": 0})
    for kind in ("operativa", "seguridad"):
        out = subprocess.run([PROGRAM, "kpi", "--org", "ancho", "--json", f"kind={kind}"], capture_output=True, check=True)
        told = json.loads(out.stdout)
        mine = [row for row in rows if row[1] == kind]
        for key, value in mean(pd.Series([hundredths(str(row[6])) for row in mine])).items():
            same(f"ancho {kind} {key}", told["kpis"][key], value)
        for at, area in enumerate(areas):
            scores = pd.Series([hundredths(str(row[7][at])) for row in mine if row[7][at] is not None])
            line = next(a for a in told["areas"] if fold(a["name"]) == fold(area))
            same(f"ancho {kind} {area}", (line["average"], line["n"]), (mean(scores)["average"], len(scores)))
        same(f"ancho {kind} branches", len(told["branches"]), 12)
        unplaced = sorted(b["code"] for b in told["branches"] if b["latitude"] is None)
        same(f"ancho {kind} without a place", unplaced, ["1", "2"])


def other_forms():
    """The same visits in other forms: a long file is the wide one, and cp1252 with CRLF is read as it was meant."""
    folder = Path(os.environ["FALCON_DATA"])
    rows = raw("norwich/derived_establishments.csv")
    rows = rows[rows.RatingValue.isin(list("012345"))]
    areas = ["Hygiene", "Structural", "ConfidenceInManagement"]
    long = rows.melt(["FHRSID", "BusinessName", "RatingValue", "RatingDate"], areas, "Area", "Points")
    long.sample(frac=1, random_state=3).to_csv(folder / "largo.csv", index=False)
    (folder / "largo.toml").write_text(
        """name = "largo"
layout = "long"
kind = { fixed = "higiene" }
date = { column = "RatingDate" }
score = { column = "RatingValue", max = 5.0 }
areas = { column = "Area", score = "Points", max = 25.0, direction = "lower_is_better", scales = { ConfidenceInManagement = { max = 30.0 } } }
branch = { code = "FHRSID", name = "BusinessName", country = "GB" }
"""
    )
    imported("largo", str(folder / "largo.toml"), folder / "largo.csv",
             {"read": len(rows), "inserted": len(rows), "skipped": 0, "rejected": 0, "rows_read": 3 * len(rows)})
    figures = [
        json.loads(subprocess.run([PROGRAM, "kpi", "--org", org, "--json"], capture_output=True, check=True).stdout)
        for org in ("norwich", "largo")
    ]
    for key in ("average", "n", "supervisions", "bands", "median", "p10"):
        same(f"long and wide: {key}", figures[1]["kpis"][key], figures[0]["kpis"][key])
    lines = [{a["name"]: (a["average"], a["n"], a["below_80"]) for a in one["areas"]} for one in figures]
    same("long and wide: areas", lines[1], lines[0])
    (folder / "negocios.toml").write_text(
        'name = "negocios"\nlayout = "branches"\nbranch = { code = "business_id", name = "name", country = "US", '
        'latitude = "latitude", longitude = "longitude" }\n'
    )
    business = pd.read_csv(DATA / "sf/businesses.csv", dtype=str, keep_default_na=False, encoding="cp1252")
    # some businesses are listed twice, word for word in the columns that are read
    twice = int(business.duplicated(["business_id", "name", "latitude", "longitude"]).sum())
    imported("negocios", str(folder / "negocios.toml"), "sf/businesses.csv",
             {"read": len(business), "inserted": len(business) - twice, "skipped": twice, "rejected": 0})
    told = json.loads(subprocess.run([PROGRAM, "kpi", "--org", "negocios", "--json"], capture_output=True, check=True).stdout)
    names = {b["code"]: b["name"] for b in told["branches"]}
    theirs = {r.business_id: " ".join(unicodedata.normalize("NFC", r.name_).split()) or r.business_id
              for r in business.rename(columns={"name": "name_"}).itertuples()}
    same("names in cp1252", names, theirs)


def filters(frame, branches, state, default, bands):
    groups = pd.Series([branches[c]["group"] for c in frame.code]).value_counts()
    group = slug([g for g in groups.index if g][0])
    busiest = frame.code.value_counts().index[0]
    years = sorted(frame.day.str[:4].unique())
    year, month = years[len(years) // 2], frame.day.str[:7].value_counts().index[0]
    yield from ({}, {"kind": "all"}, {"year": year}, {"year": year, "quarter": "Q2"}, {"month": month})
    yield from ({"from": f"{year}-03-10", "to": f"{year}-09-20"}, {"grupo": group}, {"grupo": group, "year": year})
    yield {"sucursal": busiest, "kind": "all"}
    yield from ({"band": band} for band in bands)
    yield {"band": "bueno", "kind": "all", "year": year}
    yield {"kind": default, "year": years[0]}
    if state:
        yield {"estado": slug(state), "year": year}


def main():
    with tempfile.TemporaryDirectory() as folder:
        os.environ["FALCON_DATA"] = folder
        os.environ.pop("DATABASE_URL", None)
        sources = [
            ("sf", "sf", "sf/supervisions_flat.csv", san_francisco, "routine-unscheduled"),
            ("wake", "wake", "wake/supervisions_2016_2018.csv", wake, "inspection"),
            ("norwich", "norwich", "norwich/derived_establishments.csv", norwich, "higiene"),
        ]
        for org, profile, path, source, default in sources:
            counts, branches, frame, state = source()
            imported(org, profile, path, counts)
            queries = list(filters(frame, branches, state, default, ("critico", "excelente")))
            for query in queries:
                compare(org, branches, frame, state, default, query)
            print(f"{org}: {len(queries)} filters agree")
        starbucks()
        wide_workbook()
        other_forms()
    print(f"{checked} figures compared, all equal")


if __name__ == "__main__":
    main()
