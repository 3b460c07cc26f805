-- Areas that the organization watches most, whatever their score.
ALTER TABLE areas ADD COLUMN critical BIGINT NOT NULL DEFAULT 0 CHECK (critical IN (0, 1));
