-- The audit log. It lies beside the sessions (sessions.db): an import holds the write lock of falcon.db as long as it runs,
-- and who signs in meanwhile must be recorded.

CREATE TABLE audit (
    -- From 1, without gaps.
    number       INTEGER PRIMARY KEY CHECK (number > 0),
    -- UTC, RFC 3339 with milliseconds.
    at           TEXT    NOT NULL,
    -- Slug. Not a reference: entries outlive what they tell of, and organizations lie in the other file.
    organization TEXT,
    agent        TEXT    NOT NULL CHECK (agent IN ('anyone', 'person', 'key', 'system')),
    agent_id     INTEGER,
    name         TEXT    NOT NULL,
    act          TEXT    NOT NULL CHECK (act <> ''),
    target       TEXT    NOT NULL,
    outcome      TEXT    NOT NULL CHECK (outcome IN ('ok', 'refused', 'failed')),
    address      TEXT    NOT NULL,
    correlation  TEXT    NOT NULL,
    device       TEXT    NOT NULL,
    -- JSON, never a secret.
    before       TEXT,
    after        TEXT,
    -- Hash of the entry before, and its own: 64 hex digits.
    previous     TEXT    NOT NULL CHECK (length(previous) = 64),
    hash         TEXT    NOT NULL CHECK (length(hash) = 64),
    -- What a search looks at: name, target, address, correlation, folded. Made of the others, so not part of the hash.
    search       TEXT    NOT NULL,
    CHECK ((agent IN ('person', 'key')) = (agent_id IS NOT NULL))
) STRICT;
-- A page of an organization's entries, newest first.
CREATE INDEX audit_organization ON audit (organization, number);

-- Where the chain ends: its last entry (head), and the last one that retention removed (anchor).
CREATE TABLE audit_ends (
    name   TEXT    PRIMARY KEY CHECK (name IN ('head', 'anchor')),
    number INTEGER NOT NULL CHECK (number >= 0),
    hash   TEXT    NOT NULL CHECK (length(hash) = 64),
    -- Empty as long as nothing was written.
    seal   TEXT    NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO audit_ends (name, number, hash, seal) VALUES
    ('head', 0, '0000000000000000000000000000000000000000000000000000000000000000', ''),
    ('anchor', 0, '0000000000000000000000000000000000000000000000000000000000000000', '');

-- Entries are only added, one after another. (This also refuses INSERT OR REPLACE, which fires no DELETE trigger.)
CREATE TRIGGER audit_insert BEFORE INSERT ON audit
WHEN NEW.number <> (SELECT number + 1 FROM audit_ends WHERE name = 'head')
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;

CREATE TRIGGER audit_update BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;

-- Retention moves the anchor first, and then may remove what lies up to it.
CREATE TRIGGER audit_delete BEFORE DELETE ON audit
WHEN OLD.number > (SELECT number FROM audit_ends WHERE name = 'anchor')
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;

-- The head moves with each entry, the anchor forward and never past the head.
CREATE TRIGGER audit_ends_update BEFORE UPDATE ON audit_ends
WHEN NEW.name <> OLD.name
    OR (OLD.name = 'head' AND NEW.number <> OLD.number + 1)
    OR (OLD.name = 'anchor' AND (NEW.number < OLD.number
        OR NEW.number > (SELECT number FROM audit_ends WHERE name = 'head')))
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;

CREATE TRIGGER audit_ends_delete BEFORE DELETE ON audit_ends
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
