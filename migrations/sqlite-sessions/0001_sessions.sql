-- Sessions, in a file of their own (sessions.db): an import holds the write lock of falcon.db as long as it runs, and
-- people sign in meanwhile. In PostgreSQL the table lies with the others.

CREATE TABLE sessions (
    -- SHA-256 of the session's id, hex: who reads the table cannot take a session over.
    key        TEXT    PRIMARY KEY CHECK (length(key) = 64),
    -- NULL until somebody has signed in.
    person_id  INTEGER,
    -- JSON.
    data       TEXT    NOT NULL,
    created_at TEXT    NOT NULL,
    seen_at    TEXT    NOT NULL,
    expires_at TEXT    NOT NULL
) STRICT, WITHOUT ROWID;
-- "All sessions of a person": listed on their profile, ended when their password changes.
CREATE INDEX sessions_person ON sessions (person_id) WHERE person_id IS NOT NULL;
-- The sweep.
CREATE INDEX sessions_expiry ON sessions (expires_at);
