-- Keys of programs. A key belongs to an organization, not to whoever made it, and has a role and a scope of its own.
--
-- When a key was last used stands in api_key_uses (migrations/sqlite-sessions): it is written while an import runs.

CREATE TABLE api_keys (
    id              INTEGER PRIMARY KEY,
    organization_id INTEGER NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    name            TEXT    NOT NULL CHECK (name <> ''),
    -- fk_ and eight characters: shown in lists and logs.
    visible         TEXT    NOT NULL UNIQUE CHECK (length(visible) = 11),
    -- SHA-256 of the whole key; the key itself is never stored.
    hash            TEXT    NOT NULL UNIQUE CHECK (length(hash) = 43),
    role            TEXT    NOT NULL CHECK (role IN ('supervisor', 'viewer')),
    -- 1: every branch, also those to come; the key then has no parts.
    whole           INTEGER NOT NULL CHECK (whole IN (0, 1)),
    created_by      INTEGER REFERENCES people (id) ON DELETE SET NULL,
    created_at      TEXT    NOT NULL,
    expires_at      TEXT    NOT NULL,
    revoked_at      TEXT
) STRICT;
CREATE INDEX api_keys_organization ON api_keys (organization_id);

-- The parts of a key's scope; it is their union.
CREATE TABLE api_key_scopes (
    key_id INTEGER NOT NULL REFERENCES api_keys (id) ON DELETE CASCADE,
    part   TEXT    NOT NULL CHECK (part IN ('group', 'branch', 'state', 'territory')),
    code   TEXT    NOT NULL CHECK (code <> ''),
    PRIMARY KEY (key_id, part, code)
) STRICT, WITHOUT ROWID;
