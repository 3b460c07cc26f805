-- What a person is signed in by is good for one epoch: a new password, a bar and the like begin the next, in the same
-- write, so that a sign-in under way with what was good before does not outlive it.
ALTER TABLE people ADD COLUMN epoch BIGINT NOT NULL DEFAULT 0;
-- The epoch of its person that a family began in; in another one it is good for nothing.
ALTER TABLE token_families ADD COLUMN epoch BIGINT NOT NULL DEFAULT 0;
-- Failures drain: what is kept is a debt in seconds, one of which is forgotten each second.
DELETE FROM attempts;
ALTER TABLE attempts RENAME COLUMN count TO debt;
