"""What the document cannot say of positive data: which words an organization knows, and which parts speak of the same thing.

JSON Schema tells of the form of each part alone. Data of that form are refused all the same where they name a branch that
there is none of, or a year beside a month of another. So what is generated as positive is made to name what there is, and to
say each thing once; negative data are left as they are.
"""

import json
import os
import re
import uuid
import zlib

import requests
import schemathesis
from schemathesis.generation.meta import TestPhase
from schemathesis.core.parameters import ParameterLocation as At

ADDRESS = os.environ["FALCON_API"]
HEADERS = dict([os.environ["FALCON_API_HEADER"].split(": ", 1)])


def ask(path):
    answer = requests.get(f"{ADDRESS}/api/v1/{path}", headers=HEADERS, timeout=60)
    answer.raise_for_status()
    return answer.json()["data"]


def known():
    branches = ask("branches?limit=1000&kind=all")
    areas = ask("areas")
    supervisions = ask("supervisions?limit=100&kind=all")
    return {
        "sucursal": [branch["code"] for branch in branches],
        "estado": sorted({branch["state"] for branch in branches if branch["state"]}),
        "grupo": [group["slug"] for group in ask("groups")],
        "area": [area["slug"] for area in areas],
        "area_name": [area["name"] for area in areas],
        "period": [period["code"] for period in ask("periods")["named"]],
        "kind": ["all", *sorted({visit["kind"] for visit in supervisions})],
        "supervision": [str(visit["id"]) for visit in supervisions],
    }


KNOWN = known()
# Ways of naming the period: these parameters together.
PERIODS = [(), ("year",), ("year", "quarter"), ("year", "month"), ("month",), ("from", "to"), ("from",), ("to",), ("period",)]


def pick(of, by):
    """One of them; the same for the same thing, so that a case that failed can be sent again."""
    return of[zlib.crc32(repr(by).encode()) % len(of)]


def day(text):
    """A day that there is, in a year of the settings (and of the cube)."""
    return "2024" + str(text)[4:10]


def period(query):
    told = {name: query.pop(name) for name in ("year", "quarter", "month", "from", "to", "period") if name in query}
    told = {name: value for name, value in told.items() if value != ""}
    fitting = [way for way in PERIODS if all(name in told for name in way)]
    way = pick(fitting, told)
    query.update({name: told[name] for name in way})
    if way == ("year", "month"):
        query["month"] = str(query["month"]).split("-")[-1]
    elif way == ("month",):
        query["month"] = f"2025-{int(str(query['month']).split('-')[-1]):02}"
    for name in {"from", "to"} & query.keys():
        query[name] = day(query[name])
    if way == ("from", "to"):
        query["from"], query["to"] = sorted((query["from"], query["to"]))


def of_filter(query):
    period(query)
    for name in {"estado", "grupo", "sucursal", "area", "period", "kind"} & query.keys():
        value = query[name]
        if value == "":
            continue
        query[name] = [pick(KNOWN[name], part) for part in value] if isinstance(value, list) else pick(KNOWN[name], value)
    # A cursor is what an answer gave.
    query.pop("cursor", None)
    if query.get("inside"):
        query["inside"] = pick(KNOWN["grupo"], query["inside"])


TABLES = {"board": ["kpis", "trend", "groups", "branches", "areas", "states"], "history": ["history", "cells"],
          "indicators": ["areas", "history", "cells", "lists"], "map": ["map", "states"]}


CHARTS = {"board": ["trend", "kpis", "bands", "groups", "branches", "areas", "states", "map"], "kpis": ["kpis", "bands"],
          "trends": ["trend"], "history": ["history"], "indicators": ["areas", "history"], "map": ["map", "states"]}


def of_file(query, operation):
    if query.get("format") != "pdf":
        query.pop("paper", None)
    charts = CHARTS.get(operation.split("/")[3])
    if query.get("format") != "png" or not charts:
        query.pop("chart", None)
    elif query.get("chart"):
        query["chart"] = pick(charts, query["chart"])
    if query.get("format") != "csv":
        query.pop("bom", None)
    if query.get("format") not in ("csv", "xlsx"):
        query.pop("table", None)
        query.pop("detail", None)
    if query.get("table"):
        tables = TABLES.get(operation.split("/")[3])
        if tables:
            query["table"] = pick(tables, query["table"])
        else:
            del query["table"]


def of_path(case):
    for name, words in (("code", "sucursal"), ("slug", "grupo")):
        if name in case.path_parameters and case.method == "GET":
            case.path_parameters[name] = pick(KNOWN[words], case.path_parameters[name])
        elif name in case.path_parameters:
            case.path_parameters[name] = f"N{zlib.crc32(case.path_parameters[name].encode()) % 1000}"
    if "/people/" in case.operation.path and str(case.path_parameters.get("id")) == "1":
        # Whoever asks is the last administrator, who cannot be sent away.
        case.path_parameters["id"] = 1_000_000


def whole(value):
    """To JSON Schema 403.0 is an integer; whoever sends whole numbers writes 403."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, dict):
        return {name: whole(part) for name, part in value.items()}
    return [whole(part) for part in value] if isinstance(value, list) else value


def text(value, by="x"):
    """Words: with a letter, and without what no field takes."""
    kept = "".join(c for c in str(value) if c.isprintable())[:40]
    return f"{kept} {by}".strip()


def supervision(body):
    body = {name: value for name, value in body.items() if value is not None}
    body["branch_code"] = pick(KNOWN["sucursal"], body.get("branch_code"))
    if "kind" in body:
        body["kind"] = pick(KNOWN["kind"][1:], body["kind"])
    if "instant" in body:
        body.pop("day", None)
        body.pop("time", None)
        body["instant"] = day(body["instant"]) + "T10:20:30Z"
    else:
        body["day"] = day(body.get("day", "2024-08-12"))
    for name in {"external_id", "supervisor"} & body.keys():
        body[name] = text(body[name])
    body.setdefault("score_hundredths", 8_750)
    points(body)
    for nth, area in enumerate(body.get("areas", [])):
        # Each area once.
        area["name"] = text(area["name"], nth)
        points(area)
    return body


def points(body):
    if body.get("points_hundredths"):
        body["points_hundredths"] = sorted(abs(n) % 1_000_000 for n in body["points_hundredths"])


def branch(body):
    body = {name: value for name, value in body.items() if value is not None}
    for name in {"name", "group", "municipality"} & body.keys():
        body[name] = text(body[name])
    for name, words in (("territory", ["local", "foranea"]), ("state", KNOWN["estado"]), ("time_zone", ZONES)):
        if name in body:
            body[name] = pick(words, body[name])
    if ("latitude" in body) != ("longitude" in body):
        body.pop("latitude", None)
        body.pop("longitude", None)
    for name in {"opened", "closed"} & body.keys():
        body[name] = day(body[name])
    if {"opened", "closed"} <= body.keys():
        body["opened"], body["closed"] = sorted((body["opened"], body["closed"]))
    return body


ZONES = ["America/Monterrey", "America/Tijuana", "UTC"]


def settings(body):
    body = {name: value for name, value in body.items() if value is not None}
    percents = lambda of: {name: value if name == "min_n" else round(value, 2) for name, value in of.items() if value is not None}
    body.update({name: round(body[name], 2) for name in {"target", "opportunity"} & body.keys()})
    if "bands" in body:
        limits = percents(body["bands"]).values()
        names = ("excelente", "bueno", "regular")
        body["bands"] = dict(zip(names, sorted(limits, reverse=True))) if len(limits) == 3 else {}
    if "indicators" in body:
        body["indicators"] = percents(body["indicators"])
        body["indicators"]["min_n"] = body["indicators"].get("min_n", 1) % 100
    for name, words in (("language", ["es", "en"]), ("time_zone", ZONES), ("default_kind", KNOWN["kind"][1:])):
        if name in body:
            body[name] = pick(words, body[name])
    if "critical_areas" in body:
        body["critical_areas"] = sorted({pick(KNOWN["area_name"], area) for area in body["critical_areas"]})
    if "name" in body:
        body["name"] = text(body["name"])
    # Periods have rules of their own (no two days, one code): the tests of settings hold them.
    body.pop("periods", None)
    return body


def person(body):
    body["name"] = text(body["name"])
    body["role"] = "viewer"
    body["scope"] = {"groups": [pick(KNOWN["grupo"], body)]}
    if "login" in body:
        # Nobody is invited twice.
        body["login"] = f"somebody-{uuid.uuid4().hex}"
    return body


def key(body):
    body["name"] = text(body["name"])
    body["role"] = pick(["viewer", "supervisor"], body)
    body["scope"] = {"groups": [pick(KNOWN["grupo"], body)]}
    return body


# What a chain's own form exports, one visit.
FILE = "\n".join([
    "sucursal,fecha,tipo,calificacion",
    f"{KNOWN['sucursal'][0]},2025-08-12,operativa,87.5",
])


def report(body):
    view, formats = pick(VIEWS, body)
    return {
        # A person has no two of one name.
        "name": f"Reporte {uuid.uuid4().hex}",
        "view": view,
        "query": pick(["", "year=2025", f"grupo={KNOWN['grupo'][0]}&band=critico"], body),
        "format": pick(formats, body),
        "lang": pick(["es", "en"], body),
        "shared": bool(body.get("shared")),
    }


FILES = ["csv", "xlsx", "json", "pdf"]
VIEWS = [("board", [*FILES, "png"]), ("history", [*FILES, "png"]), ("map", [*FILES, "png", "geojson"]), ("supervisions", FILES),
         ("rankings/areas", [*FILES, "png"])]


def of_body(case):
    operation, media = case.operation.label, case.media_type
    if operation == "POST /api/v1/supervisions" and media == "application/x-ndjson":
        lines = str(case.body).splitlines() or [""]
        rows = [supervision({"external_id": text(line, nth)}) for nth, line in enumerate(lines[:20])]
        case.body = "\n".join(json.dumps(row) for row in rows)
        return
    if operation == "POST /api/v1/imports":
        case.body = {"file": FILE} if media == "multipart/form-data" else FILE
        return
    fit = {
        "POST /api/v1/supervisions": supervision,
        "PUT /api/v1/branches/{code}": branch,
        "PUT /api/v1/settings": settings,
        "POST /api/v1/people": person,
        "PUT /api/v1/people/{id}": person,
        "POST /api/v1/keys": key,
        "POST /api/v1/reports": report,
        "PUT /api/v1/reports/{id}": report,
    }.get(operation)
    if fit and isinstance(case.body, dict):
        case.body = fit(whole(case.body))


STRUCTURED = ("application/json", "multipart/form-data", None)


@schemathesis.hook
def filter_case(context, case):
    """What is wrong in JSON alone is not wrong as it is sent.

    An empty list is no value in an address, and empty values mean nothing; whatever is sent as a file is text; spaces around a header's value are not part of it
    (RFC 9110, §5.5).
    """
    if case.meta is not None and case.meta.is_negative_at(At.QUERY):
        if any(value in ("", None, [], {}, [""], [None]) for value in (case.query or {}).values()):
            return False
    if case.meta is not None and case.meta.is_negative_at(At.BODY) and case.media_type not in STRUCTURED:
        return False
    name = (case.headers or {}).get("Idempotency-Key")
    if not isinstance(name, str) or case.meta is None or not case.meta.is_negative_at(At.HEADER):
        return True
    return not re.fullmatch(r"[!-~]([ -~]{0,253}[!-~])?", name.strip(" \t"))


@schemathesis.hook
def before_call(context, case, kwargs):
    """Examples of the document come without a pass through `map_case`."""
    if case.meta and case.meta.phase.name == TestPhase.EXAMPLES:
        map_case(context, case)


@schemathesis.hook
def map_case(context, case):
    meta = case.meta
    if meta is None:
        return case
    positive = lambda at: not meta.is_negative_at(at)
    if case.query and positive(At.QUERY):
        query = dict(case.query)
        of_filter(query)
        of_file(query, case.operation.path)
        case.query = query
    if case.path_parameters and positive(At.PATH):
        of_path(case)
    if positive(At.BODY):
        of_body(case)
    if case.headers and positive(At.HEADER):
        if "Idempotency-Key" in case.headers:
            # A name of something done before brings back what was answered then, or 422.
            case.headers["Idempotency-Key"] = uuid.uuid4().hex
        # A tag that no answer gave is one of something that has changed.
        case.headers.pop("If-Match", None)
    if case.query and case.operation.path == "/api/v1/imports" and positive(At.QUERY):
        # Profiles are files beside the server.
        case.query.pop("profile", None)
    return case
