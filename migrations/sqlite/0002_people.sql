-- People, and what they are in organizations.
--
-- A person is one, whatever organizations they belong to: people carry no organization_id, memberships do.
-- Passwords are argon2id in PHC form. Instants are UTC in RFC 3339, whole seconds.

CREATE TABLE people (
    id          INTEGER PRIMARY KEY,
    -- What is typed to sign in, folded (lower case, NFC, trimmed); NULL for who signs in by Telegram alone.
    login       TEXT    UNIQUE CHECK (login <> ''),
    name        TEXT    NOT NULL CHECK (name <> ''),
    telegram_id INTEGER UNIQUE CHECK (telegram_id > 0),
    password    TEXT    CHECK (password <> ''),
    language    TEXT    CHECK (language IN ('es', 'en')),
    created_at  TEXT    NOT NULL,
    disabled_at TEXT,
    CHECK (login IS NOT NULL OR telegram_id IS NOT NULL)
) STRICT;

CREATE TABLE memberships (
    organization_id INTEGER NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    person_id       INTEGER NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    role            TEXT    NOT NULL CHECK (role IN ('admin', 'director', 'supervisor', 'viewer')),
    PRIMARY KEY (organization_id, person_id)
) STRICT, WITHOUT ROWID;
-- "The organizations of a person", asked when they sign in.
CREATE INDEX memberships_person ON memberships (person_id);

-- The parts of a scope; it is their union. Administrators and directors see everything and have none.
CREATE TABLE membership_scopes (
    organization_id INTEGER NOT NULL,
    person_id       INTEGER NOT NULL,
    part            TEXT    NOT NULL CHECK (part IN ('group', 'branch', 'state', 'territory')),
    code            TEXT    NOT NULL CHECK (code <> ''),
    PRIMARY KEY (organization_id, person_id, part, code),
    FOREIGN KEY (organization_id, person_id) REFERENCES memberships (organization_id, person_id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
