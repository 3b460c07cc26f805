-- Operations that programs named by a key of their own (Idempotency-Key): what is sent again is not done again. It is
-- written while an import holds the other file.
CREATE TABLE operations (
    -- Who asks, in which organization.
    holder   TEXT NOT NULL CHECK (holder <> ''),
    -- Method and path.
    route    TEXT NOT NULL CHECK (route <> ''),
    key      TEXT NOT NULL CHECK (key <> ''),
    -- SHA-256 of what was sent, hex.
    digest   TEXT NOT NULL,
    begun_at TEXT NOT NULL,
    -- What was answered, sealed; NULL as long as it is under way.
    answer   TEXT,
    PRIMARY KEY (holder, route, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX operations_begun ON operations (begun_at);
