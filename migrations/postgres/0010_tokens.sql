-- Tokens of the API, and what keys were used. SQLite keeps them beside the sessions (migrations/sqlite-sessions).

-- The pairs that came of one sign-in. A refresh token is good once; the one that is due is known by its hash, and any
-- other of the family is an old one: who shows it ends the family.
CREATE TABLE token_families (
    -- Named in each token of the family; opens nothing by itself, since tokens are signed.
    family       TEXT   PRIMARY KEY CHECK (family <> ''),
    person_id    BIGINT NOT NULL,
    -- Slug.
    organization TEXT   NOT NULL CHECK (organization <> ''),
    -- Hash of the refresh token that is due.
    due          TEXT   NOT NULL CHECK (length(due) = 43),
    started_at   TEXT   NOT NULL,
    expires_at   TEXT   NOT NULL
);
-- "All families of a person": ended when their password changes.
CREATE INDEX token_families_person ON token_families (person_id);
-- The sweep.
CREATE INDEX token_families_expiry ON token_families (expires_at);

-- When an API key was last used, told at most once a minute.
CREATE TABLE api_key_uses (
    key_id  BIGINT PRIMARY KEY,
    used_at TEXT   NOT NULL
);
