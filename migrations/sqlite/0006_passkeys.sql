-- Passkeys: public keys whose private halves never leave people's devices.

-- What devices know a person by: random, of no meaning, the same for all passkeys of theirs.
CREATE TABLE passkey_handles (
    person_id INTEGER PRIMARY KEY REFERENCES people (id) ON DELETE CASCADE,
    -- 16 bytes in hex.
    handle    TEXT    NOT NULL UNIQUE CHECK (length(handle) = 32)
) STRICT;

CREATE TABLE passkeys (
    id         INTEGER PRIMARY KEY,
    person_id  INTEGER NOT NULL REFERENCES passkey_handles (person_id) ON DELETE CASCADE,
    -- Id of the credential in base64url: the device names the key by it.
    credential TEXT    NOT NULL UNIQUE CHECK (credential <> ''),
    -- Public key, counter and flags, as webauthn-rs writes them (JSON).
    key        TEXT    NOT NULL CHECK (key <> ''),
    -- What its person calls it.
    name       TEXT    NOT NULL CHECK (name <> ''),
    created_at TEXT    NOT NULL,
    used_at    TEXT
) STRICT;
CREATE INDEX passkeys_person ON passkeys (person_id);
