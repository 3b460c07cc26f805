-- The number of a report that is gone is given to no other: links to it, and conditions on its version, would fall on that one.

CREATE TABLE reports_anew (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    organization_id INTEGER NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    owner_id        INTEGER NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    name            TEXT    NOT NULL CHECK (name <> ''),
    folded          TEXT    NOT NULL CHECK (folded <> ''),
    view            TEXT    NOT NULL CHECK (view <> ''),
    query           TEXT    NOT NULL,
    format          TEXT    NOT NULL CHECK (format <> ''),
    language        TEXT    NOT NULL CHECK (language IN ('es', 'en')),
    shared          INTEGER NOT NULL CHECK (shared IN (0, 1)),
    version         INTEGER NOT NULL DEFAULT 1 CHECK (version > 0),
    created_at      TEXT    NOT NULL,
    changed_at      TEXT    NOT NULL,
    UNIQUE (organization_id, owner_id, folded)
) STRICT;

INSERT INTO reports_anew SELECT * FROM reports;
DROP TABLE reports;
ALTER TABLE reports_anew RENAME TO reports;
