-- The epoch of its person that a family began in; in another one it is good for nothing.
ALTER TABLE token_families ADD COLUMN epoch INTEGER NOT NULL DEFAULT 0;
-- Failures drain: what is kept is a debt in seconds, one of which is forgotten each second.
DELETE FROM attempts;
ALTER TABLE attempts RENAME COLUMN count TO debt;
