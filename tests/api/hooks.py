"""What the document cannot say of positive data: which words an organization knows, and which parts speak of the same thing.

JSON Schema tells of the form of each part alone. Data of that form are refused all the same where they name a branch that
there is none of, or a year beside a month of another. So what is generated as positive is made to name what there is, and to
say each thing once; negative data are left as they are.
"""

import os
import zlib

import requests
import schemathesis
from schemathesis.core.parameters import ParameterLocation as At

ADDRESS = os.environ["FALCON_API"]
HEADERS = dict([os.environ["FALCON_API_HEADER"].split(": ", 1)])


def ask(path):
    answer = requests.get(f"{ADDRESS}/api/v1/{path}", headers=HEADERS, timeout=60)
    answer.raise_for_status()
    return answer.json()["data"]


def known():
    branches = ask("branches?limit=1000&kind=all")
    supervisions = ask("supervisions?limit=100&kind=all")
    return {
        "sucursal": [branch["code"] for branch in branches],
        "estado": sorted({branch["state"] for branch in branches if branch["state"]}),
        "grupo": [group["slug"] for group in ask("groups")],
        "area": [area["slug"] for area in ask("areas")],
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


def period(query):
    told = {name: query.pop(name) for name in ("year", "quarter", "month", "from", "to", "period") if name in query}
    fitting = [way for way in PERIODS if all(name in told for name in way)]
    way = pick(fitting, told)
    query.update({name: told[name] for name in way})
    if way == ("year", "month"):
        query["month"] = str(query["month"]).split("-")[-1]
    elif way == ("month",):
        query["month"] = f"2025-{int(str(query['month']).split('-')[-1]):02}"
    elif way == ("year", "quarter"):
        pass
    for name in {"from", "to"} & query.keys():
        # Days that a cube can hold.
        query[name] = "20" + str(query[name])[2:]
    if way == ("from", "to"):
        query["from"], query["to"] = sorted((query["from"], query["to"]))


def of_filter(query):
    period(query)
    for name in {"estado", "grupo", "sucursal", "area", "period", "kind"} & query.keys():
        value = query[name]
        query[name] = [pick(KNOWN[name], part) for part in value] if isinstance(value, list) else pick(KNOWN[name], value)
    # A cursor is what an answer gave.
    query.pop("cursor", None)
    if "inside" in query:
        query["inside"] = pick(KNOWN["grupo"], query["inside"])


TABLES = {"board": ["kpis", "trend", "groups", "branches", "areas", "states"], "history": ["history", "cells"],
          "indicators": ["areas", "history", "cells", "lists"], "map": ["map", "states"]}


def of_file(query, operation):
    if query.get("format") != "csv":
        query.pop("bom", None)
    if query.get("format") not in ("csv", "xlsx"):
        query.pop("table", None)
        query.pop("detail", None)
    if "table" in query:
        tables = TABLES.get(operation.split("/")[3])
        if tables:
            query["table"] = pick(tables, query["table"])
        else:
            del query["table"]


def of_path(case):
    for name, words in (("code", "sucursal"), ("slug", "grupo")):
        if name in case.path_parameters and case.method == "GET":
            case.path_parameters[name] = pick(KNOWN[words], case.path_parameters[name])


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
    return case
