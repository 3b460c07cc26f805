-- What signing in must remember, beside the sessions: it is written while an import holds the other file.

-- What was used and may not be used again: a launch of Telegram, a step of a second factor.
CREATE TABLE marks (
    key        TEXT PRIMARY KEY CHECK (key <> ''),
    expires_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Failed attempts to sign in, by account and by address.
CREATE TABLE attempts (
    key     TEXT    PRIMARY KEY CHECK (key <> ''),
    count   INTEGER NOT NULL CHECK (count >= 0),
    last_at TEXT    NOT NULL
) STRICT, WITHOUT ROWID;
