"""Prepared inserts in one transaction, as fast as SQLite takes them; prints the seconds.

usage: ingest.py DATABASE VISITS.csv AREAS.csv VISIT-COLUMNS AREA-COLUMNS
"""

import csv
import sqlite3
import sys
import time

database, visits, areas, visit_columns, area_columns = sys.argv[1:]


def rows(path):
    with open(path, newline="") as file:
        return [tuple(int(cell) if cell.isdecimal() else cell for cell in row) for row in csv.reader(file)]


visits, areas = rows(visits), rows(areas)
connection = sqlite3.connect(database, timeout=60, isolation_level=None)
# As the server opens it.
for pragma in ("journal_mode = WAL", "foreign_keys = ON", "synchronous = FULL", "cache_size = -8000"):
    connection.execute(f"PRAGMA {pragma}").fetchall()


def insert(table, columns, rows):
    marks = ", ".join("?" for _ in columns.split(","))
    connection.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", rows)


begun = time.perf_counter()
connection.execute("BEGIN IMMEDIATE")
insert("supervisions", visit_columns, visits)
insert("area_scores", area_columns, areas)
connection.execute("COMMIT")
print(time.perf_counter() - begun)
