-- How people sign in beside a password, and how they come in.
--
-- Secrets of second factors are sealed by the server's own secret; links and recovery codes are kept as hashes.

-- Time-based codes (RFC 6238). Until confirmed by a first code it asks nobody for one.
CREATE TABLE second_factors (
    person_id    INTEGER PRIMARY KEY REFERENCES people (id) ON DELETE CASCADE,
    secret       TEXT    NOT NULL,
    confirmed_at TEXT
) STRICT;

-- What opens the door once when the telephone is lost.
CREATE TABLE recovery_codes (
    person_id INTEGER NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    hash      TEXT    NOT NULL CHECK (length(hash) = 64),
    PRIMARY KEY (person_id, hash)
) STRICT, WITHOUT ROWID;

-- One-time links: an invitation, or a new password.
CREATE TABLE links (
    hash       TEXT    PRIMARY KEY CHECK (hash <> ''),
    purpose    TEXT    NOT NULL CHECK (purpose IN ('invitation', 'reset')),
    person_id  INTEGER NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    made_at    TEXT    NOT NULL,
    expires_at TEXT    NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX links_person ON links (person_id);

-- People known to Telegram and not to us, who ask to be let in.
CREATE TABLE access_requests (
    id              INTEGER PRIMARY KEY,
    organization_id INTEGER NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    telegram_id     INTEGER NOT NULL CHECK (telegram_id > 0),
    name            TEXT    NOT NULL CHECK (name <> ''),
    username        TEXT,
    note            TEXT,
    asked_at        TEXT    NOT NULL,
    decided_at      TEXT,
    decision        TEXT    CHECK (decision IN ('granted', 'refused')),
    CHECK ((decided_at IS NULL) = (decision IS NULL))
) STRICT;
-- One open request each.
CREATE UNIQUE INDEX access_requests_open ON access_requests (organization_id, telegram_id) WHERE decided_at IS NULL;
