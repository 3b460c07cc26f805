-- Saved reports: a name for a file that the API makes. Whoever asks for the file gets it of their own scope.

CREATE TABLE reports (
    id              INTEGER PRIMARY KEY,
    organization_id INTEGER NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    owner_id        INTEGER NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    name            TEXT    NOT NULL CHECK (name <> ''),
    -- The name as names are compared: one person has no two that read alike.
    folded          TEXT    NOT NULL CHECK (folded <> ''),
    -- As the API's addresses name it: `board`, `rankings/areas`, `branches/25`.
    view            TEXT    NOT NULL CHECK (view <> ''),
    -- Filter and the view's own parameters, canonical.
    query           TEXT    NOT NULL,
    format          TEXT    NOT NULL CHECK (format <> ''),
    language        TEXT    NOT NULL CHECK (language IN ('es', 'en')),
    shared          INTEGER NOT NULL CHECK (shared IN (0, 1)),
    -- Raised by every change.
    version         INTEGER NOT NULL DEFAULT 1 CHECK (version > 0),
    created_at      TEXT    NOT NULL,
    changed_at      TEXT    NOT NULL,
    UNIQUE (organization_id, owner_id, folded)
) STRICT;
