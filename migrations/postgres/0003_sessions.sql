-- Sessions. SQLite keeps them in a file of their own (migrations/sqlite-sessions); here they lie with the other tables.

CREATE TABLE sessions (
    -- SHA-256 of the session's id, hex: who reads the table cannot take a session over.
    key        TEXT   PRIMARY KEY CHECK (length(key) = 64),
    -- NULL until somebody has signed in.
    person_id  BIGINT,
    -- JSON.
    data       TEXT   NOT NULL,
    created_at TEXT   NOT NULL,
    seen_at    TEXT   NOT NULL,
    expires_at TEXT   NOT NULL
);
-- "All sessions of a person": listed on their profile, ended when their password changes.
CREATE INDEX sessions_person ON sessions (person_id) WHERE person_id IS NOT NULL;
-- The sweep.
CREATE INDEX sessions_expiry ON sessions (expires_at);
