-- The audit log. SQLite keeps it in the file of the sessions (migrations/sqlite-sessions), because an import locks the other;
-- here it lies with the other tables.

CREATE TABLE audit (
    -- From 1, without gaps.
    number       BIGINT  PRIMARY KEY CHECK (number > 0),
    -- UTC, RFC 3339 with milliseconds.
    at           TEXT    NOT NULL,
    -- Slug. Not a reference: entries outlive what they tell of.
    organization TEXT,
    agent        TEXT    NOT NULL CHECK (agent IN ('anyone', 'person', 'key', 'system')),
    agent_id     BIGINT,
    name         TEXT    NOT NULL,
    act          TEXT    NOT NULL CHECK (act <> ''),
    target       TEXT    NOT NULL,
    outcome      TEXT    NOT NULL CHECK (outcome IN ('ok', 'refused', 'failed')),
    address      TEXT    NOT NULL,
    correlation  TEXT    NOT NULL,
    device       TEXT    NOT NULL,
    -- JSON, never a secret. As text: its bytes are hashed.
    before       TEXT,
    after        TEXT,
    -- Hash of the entry before, and its own: 64 hex digits.
    previous     TEXT    NOT NULL CHECK (length(previous) = 64),
    hash         TEXT    NOT NULL CHECK (length(hash) = 64),
    -- What a search looks at: name, target, address, correlation, folded. Made of the others, so not part of the hash.
    search       TEXT    NOT NULL,
    CHECK ((agent IN ('person', 'key')) = (agent_id IS NOT NULL))
);
-- A page of an organization's entries, newest first.
CREATE INDEX audit_organization ON audit (organization, number);

-- Where the chain ends: its last entry (head), and the last one that retention removed (anchor).
CREATE TABLE audit_ends (
    name   TEXT    PRIMARY KEY CHECK (name IN ('head', 'anchor')),
    number BIGINT  NOT NULL CHECK (number >= 0),
    hash   TEXT    NOT NULL CHECK (length(hash) = 64),
    -- Empty as long as nothing was written.
    seal   TEXT    NOT NULL
);
INSERT INTO audit_ends (name, number, hash, seal) VALUES
    ('head', 0, '0000000000000000000000000000000000000000000000000000000000000000', ''),
    ('anchor', 0, '0000000000000000000000000000000000000000000000000000000000000000', '');

CREATE FUNCTION audit_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit log is append-only';
END $$;

-- Entries are only added, one after another.
CREATE FUNCTION audit_insert() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.number <> (SELECT number + 1 FROM audit_ends WHERE name = 'head') THEN
        RAISE EXCEPTION 'the audit log is append-only';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER audit_insert BEFORE INSERT ON audit FOR EACH ROW EXECUTE FUNCTION audit_insert();

CREATE TRIGGER audit_update BEFORE UPDATE ON audit FOR EACH ROW EXECUTE FUNCTION audit_append_only();
CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON audit FOR EACH STATEMENT EXECUTE FUNCTION audit_append_only();

-- Retention moves the anchor first, and then may remove what lies up to it.
CREATE FUNCTION audit_delete() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.number > (SELECT number FROM audit_ends WHERE name = 'anchor') THEN
        RAISE EXCEPTION 'the audit log is append-only';
    END IF;
    RETURN OLD;
END $$;
CREATE TRIGGER audit_delete BEFORE DELETE ON audit FOR EACH ROW EXECUTE FUNCTION audit_delete();

-- The head moves with each entry, the anchor forward and never past the head.
CREATE FUNCTION audit_ends_update() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.name <> OLD.name
        OR (OLD.name = 'head' AND NEW.number <> OLD.number + 1)
        OR (OLD.name = 'anchor' AND (NEW.number < OLD.number
            OR NEW.number > (SELECT number FROM audit_ends WHERE name = 'head')))
    THEN
        RAISE EXCEPTION 'the audit log is append-only';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER audit_ends_update BEFORE UPDATE ON audit_ends FOR EACH ROW EXECUTE FUNCTION audit_ends_update();
CREATE TRIGGER audit_ends_delete BEFORE DELETE ON audit_ends FOR EACH ROW EXECUTE FUNCTION audit_append_only();
CREATE TRIGGER audit_ends_truncate BEFORE TRUNCATE ON audit_ends
    FOR EACH STATEMENT EXECUTE FUNCTION audit_append_only();
