-- Falcon's tables, SQLite. The PostgreSQL folder holds the same tables; only type names and the form of patterns differ.
--
-- Every table carries organization_id, first in its primary key: rows of one organization lie together, and composite
-- foreign keys make it impossible to point at another organization's rows.
-- Numbers (`id`) count from 1 within the organization and are never reused: the KPI engine numbers its columns by them.
-- Scores are integer hundredths of a percent, points integer hundredths of a point.
-- Days are local dates 'YYYY-MM-DD' of the branch, instants are UTC in RFC 3339.

CREATE TABLE organizations (
    id            INTEGER PRIMARY KEY,
    slug          TEXT    NOT NULL UNIQUE CHECK (length(slug) BETWEEN 1 AND 60),
    name          TEXT    NOT NULL CHECK (name <> ''),
    demo          INTEGER NOT NULL DEFAULT 0 CHECK (demo IN (0, 1)),
    -- Raised in the transaction that changes the organization's data; what holds an image of the data polls it.
    data_version  INTEGER NOT NULL DEFAULT 0 CHECK (data_version >= 0),
    last_import   TEXT
) STRICT;

CREATE TABLE settings (
    organization_id    INTEGER PRIMARY KEY REFERENCES organizations (id) ON DELETE CASCADE,
    target             INTEGER NOT NULL CHECK (target BETWEEN 0 AND 10000),
    band_excelente     INTEGER NOT NULL CHECK (band_excelente BETWEEN 0 AND 10000),
    band_bueno         INTEGER NOT NULL CHECK (band_bueno BETWEEN 0 AND 10000),
    band_regular       INTEGER NOT NULL CHECK (band_regular BETWEEN 0 AND 10000),
    opportunity        INTEGER NOT NULL CHECK (opportunity BETWEEN 0 AND 10000),
    time_zone          TEXT    NOT NULL,
    language           TEXT    NOT NULL CHECK (language IN ('es', 'en')),
    default_kind       TEXT,
    base_layer         TEXT    NOT NULL CHECK (base_layer IN ('mexico_states', 'us_states', 'world')),
    critical_below     INTEGER NOT NULL CHECK (critical_below BETWEEN 0 AND 10000),
    fall               INTEGER NOT NULL CHECK (fall BETWEEN 0 AND 10000),
    rise               INTEGER NOT NULL CHECK (rise BETWEEN 0 AND 10000),
    success_at_least   INTEGER NOT NULL CHECK (success_at_least BETWEEN 0 AND 10000),
    perfect            INTEGER NOT NULL CHECK (perfect BETWEEN 0 AND 10000),
    min_n              INTEGER NOT NULL CHECK (min_n >= 0),
    CHECK (band_excelente >= band_bueno AND band_bueno >= band_regular)
) STRICT;

-- `folded` is the name as names are compared (case, accents and spaces folded): one spelling, one row.
CREATE TABLE operator_groups (
    organization_id INTEGER NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    id              INTEGER NOT NULL CHECK (id > 0),
    slug            TEXT    NOT NULL CHECK (slug <> ''),
    name            TEXT    NOT NULL CHECK (name <> ''),
    folded          TEXT    NOT NULL CHECK (folded <> ''),
    PRIMARY KEY (organization_id, id),
    UNIQUE (organization_id, slug),
    UNIQUE (organization_id, folded)
) STRICT, WITHOUT ROWID;

CREATE TABLE states (
    organization_id INTEGER NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    id              INTEGER NOT NULL CHECK (id > 0),
    code            TEXT    NOT NULL CHECK (code <> ''),
    name            TEXT    NOT NULL CHECK (name <> ''),
    PRIMARY KEY (organization_id, id),
    UNIQUE (organization_id, code)
) STRICT, WITHOUT ROWID;

CREATE TABLE branches (
    organization_id INTEGER NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    id              INTEGER NOT NULL CHECK (id > 0),
    code            TEXT    NOT NULL CHECK (code <> ''),
    name            TEXT    NOT NULL CHECK (name <> ''),
    territory       TEXT    CHECK (territory IN ('local', 'foranea')),
    state_id        INTEGER,
    municipality    TEXT    CHECK (municipality <> ''),
    latitude        REAL    CHECK (latitude BETWEEN -90 AND 90),
    longitude       REAL    CHECK (longitude BETWEEN -180 AND 180),
    time_zone       TEXT    CHECK (time_zone <> ''),
    opened          TEXT    CHECK (opened GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    closed          TEXT    CHECK (closed GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    -- Latest day that the attributes were told of, and bits of those that master data have set or cleared.
    told_day        TEXT    CHECK (told_day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    settled         INTEGER NOT NULL DEFAULT 0 CHECK (settled >= 0),
    PRIMARY KEY (organization_id, id),
    UNIQUE (organization_id, code),
    FOREIGN KEY (organization_id, state_id) REFERENCES states (organization_id, id),
    CHECK ((latitude IS NULL) = (longitude IS NULL)),
    CHECK (closed >= opened)
) STRICT, WITHOUT ROWID;

-- Other spellings of a branch's name that imports have brought.
CREATE TABLE branch_aliases (
    organization_id INTEGER NOT NULL,
    branch_id       INTEGER NOT NULL,
    folded          TEXT    NOT NULL CHECK (folded <> ''),
    name            TEXT    NOT NULL CHECK (name <> ''),
    PRIMARY KEY (organization_id, branch_id, folded),
    FOREIGN KEY (organization_id, branch_id) REFERENCES branches (organization_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

-- The group that runs a branch from a day on, until the next row of the branch: a branch that changes group keeps its
-- past under the old one. The first row of a branch starts at '1970-01-01'; group_id NULL means no group.
CREATE TABLE branch_assignments (
    organization_id INTEGER NOT NULL,
    branch_id       INTEGER NOT NULL,
    from_day        TEXT    NOT NULL CHECK (from_day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    group_id        INTEGER,
    PRIMARY KEY (organization_id, branch_id, from_day),
    FOREIGN KEY (organization_id, branch_id) REFERENCES branches (organization_id, id) ON DELETE CASCADE,
    FOREIGN KEY (organization_id, group_id) REFERENCES operator_groups (organization_id, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE areas (
    organization_id INTEGER NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    id              INTEGER NOT NULL CHECK (id BETWEEN 1 AND 65534),
    name            TEXT    NOT NULL CHECK (name <> ''),
    folded          TEXT    NOT NULL CHECK (folded <> ''),
    PRIMARY KEY (organization_id, id),
    UNIQUE (organization_id, folded)
) STRICT, WITHOUT ROWID;

CREATE TABLE kinds (
    organization_id INTEGER NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    id              INTEGER NOT NULL CHECK (id BETWEEN 1 AND 255),
    code            TEXT    NOT NULL CHECK (code <> ''),
    PRIMARY KEY (organization_id, id),
    UNIQUE (organization_id, code)
) STRICT, WITHOUT ROWID;

CREATE TABLE supervisors (
    organization_id INTEGER NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    id              INTEGER NOT NULL CHECK (id > 0),
    name            TEXT    NOT NULL CHECK (name <> ''),
    folded          TEXT    NOT NULL CHECK (folded <> ''),
    PRIMARY KEY (organization_id, id),
    UNIQUE (organization_id, folded)
) STRICT, WITHOUT ROWID;

CREATE TABLE periods (
    organization_id INTEGER NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    id              INTEGER NOT NULL CHECK (id > 0),
    code            TEXT    NOT NULL CHECK (code <> ''),
    name            TEXT    NOT NULL CHECK (name <> ''),
    -- Periods of one series follow each other: the previous of T2 is T1.
    series          TEXT    NOT NULL,
    PRIMARY KEY (organization_id, id),
    UNIQUE (organization_id, code)
) STRICT, WITHOUT ROWID;

-- Dates of a period for one territory; '' is every territory that has no dates of its own.
CREATE TABLE period_dates (
    organization_id INTEGER NOT NULL,
    period_id       INTEGER NOT NULL,
    territory       TEXT    NOT NULL CHECK (territory IN ('', 'local', 'foranea')),
    from_day        TEXT    NOT NULL CHECK (from_day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    to_day          TEXT    NOT NULL CHECK (to_day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    PRIMARY KEY (organization_id, period_id, territory),
    FOREIGN KEY (organization_id, period_id) REFERENCES periods (organization_id, id) ON DELETE CASCADE,
    CHECK (to_day >= from_day)
) STRICT, WITHOUT ROWID;

-- `id` is the number in /supervisiones/{id}.
CREATE TABLE supervisions (
    organization_id INTEGER NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    id              INTEGER NOT NULL CHECK (id > 0),
    external_id     TEXT    CHECK (external_id <> ''),
    branch_id       INTEGER NOT NULL,
    kind_id         INTEGER NOT NULL,
    supervisor_id   INTEGER,
    day             TEXT    NOT NULL CHECK (day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    -- Local second of the day; NULL when the source gives only a date.
    second          INTEGER CHECK (second BETWEEN 0 AND 86399),
    instant         TEXT,
    score           INTEGER CHECK (score BETWEEN 0 AND 10000),
    points          INTEGER,
    max_points      INTEGER,
    sent_latitude   REAL    CHECK (sent_latitude BETWEEN -90 AND 90),
    sent_longitude  REAL    CHECK (sent_longitude BETWEEN -180 AND 180),
    -- The data version that wrote the row's present content.
    changed_version INTEGER NOT NULL CHECK (changed_version > 0),
    deleted_at      TEXT,
    PRIMARY KEY (organization_id, id),
    FOREIGN KEY (organization_id, branch_id) REFERENCES branches (organization_id, id),
    FOREIGN KEY (organization_id, kind_id) REFERENCES kinds (organization_id, id),
    FOREIGN KEY (organization_id, supervisor_id) REFERENCES supervisors (organization_id, id),
    CHECK ((points IS NULL) = (max_points IS NULL)),
    CHECK ((sent_latitude IS NULL) = (sent_longitude IS NULL))
) STRICT, WITHOUT ROWID;

-- The natural key (rule 5): the source's id, whatever the kind …
CREATE UNIQUE INDEX supervisions_external ON supervisions (organization_id, external_id)
    WHERE external_id IS NOT NULL;
-- … or, with none, branch, kind and timestamp. An import looks both up for every batch. The first two columns also
-- serve "all visits of a branch", asked when a branch's group history is set right.
CREATE UNIQUE INDEX supervisions_stamp ON supervisions (organization_id, branch_id, kind_id, day, COALESCE(second, -1))
    WHERE external_id IS NULL;
CREATE INDEX supervisions_branch ON supervisions (organization_id, branch_id, day);
-- A server that holds data version v asks for what changed since.
CREATE INDEX supervisions_changed ON supervisions (organization_id, changed_version);

-- Rated areas only: an area without a score has no row, and is not zero (rule 3).
-- The primary key is the order in which scores are loaded and compared; no other index is asked for.
CREATE TABLE area_scores (
    organization_id INTEGER NOT NULL,
    supervision_id  INTEGER NOT NULL,
    area_id         INTEGER NOT NULL,
    score           INTEGER NOT NULL CHECK (score BETWEEN 0 AND 10000),
    points          INTEGER,
    max_points      INTEGER,
    PRIMARY KEY (organization_id, supervision_id, area_id),
    FOREIGN KEY (organization_id, supervision_id) REFERENCES supervisions (organization_id, id) ON DELETE CASCADE,
    FOREIGN KEY (organization_id, area_id) REFERENCES areas (organization_id, id),
    CHECK ((points IS NULL) = (max_points IS NULL))
) STRICT, WITHOUT ROWID;

-- One row per file taken, also when it changed nothing.
CREATE TABLE imports (
    organization_id INTEGER NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    id              INTEGER NOT NULL CHECK (id > 0),
    file_name       TEXT    NOT NULL,
    -- SHA-256 of the bytes, hex.
    digest          TEXT    NOT NULL,
    profile         TEXT    NOT NULL,
    started_at      TEXT    NOT NULL,
    finished_at     TEXT,
    status          TEXT    NOT NULL CHECK (status IN ('running', 'done')),
    rows_read       INTEGER NOT NULL DEFAULT 0 CHECK (rows_read >= 0),
    read            INTEGER NOT NULL DEFAULT 0 CHECK (read >= 0),
    inserted        INTEGER NOT NULL DEFAULT 0 CHECK (inserted >= 0),
    updated         INTEGER NOT NULL DEFAULT 0 CHECK (updated >= 0),
    unchanged       INTEGER NOT NULL DEFAULT 0 CHECK (unchanged >= 0),
    skipped         INTEGER NOT NULL DEFAULT 0 CHECK (skipped >= 0),
    rejected        INTEGER NOT NULL DEFAULT 0 CHECK (rejected >= 0),
    warnings        INTEGER NOT NULL DEFAULT 0 CHECK (warnings >= 0),
    data_version    INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (organization_id, id),
    CHECK (read = inserted + updated + unchanged + skipped + rejected)
) STRICT, WITHOUT ROWID;

CREATE TABLE import_rejects (
    organization_id INTEGER NOT NULL,
    import_id       INTEGER NOT NULL,
    number          INTEGER NOT NULL CHECK (number > 0),
    -- Line of the file, from 1, where the record starts.
    line            INTEGER NOT NULL,
    column_name     TEXT    NOT NULL,
    value           TEXT    NOT NULL,
    reason          TEXT    NOT NULL CHECK (reason <> ''),
    remedy          TEXT    NOT NULL,
    PRIMARY KEY (organization_id, import_id, number),
    FOREIGN KEY (organization_id, import_id) REFERENCES imports (organization_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE TABLE import_warnings (
    organization_id INTEGER NOT NULL,
    import_id       INTEGER NOT NULL,
    number          INTEGER NOT NULL CHECK (number > 0),
    line            INTEGER NOT NULL,
    column_name     TEXT    NOT NULL,
    value           TEXT    NOT NULL,
    reason          TEXT    NOT NULL CHECK (reason <> ''),
    remedy          TEXT    NOT NULL,
    PRIMARY KEY (organization_id, import_id, number),
    FOREIGN KEY (organization_id, import_id) REFERENCES imports (organization_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

-- Profiles that a person corrected on /importar, as TOML.
CREATE TABLE import_profiles (
    organization_id INTEGER NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    name            TEXT    NOT NULL CHECK (name <> ''),
    toml            TEXT    NOT NULL,
    saved_at        TEXT    NOT NULL,
    PRIMARY KEY (organization_id, name)
) STRICT, WITHOUT ROWID;
