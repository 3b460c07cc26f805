-- What a person is signed in by is good for one epoch: a new password, a bar and the like begin the next, in the same
-- write, so that a sign-in under way with what was good before does not outlive it.
ALTER TABLE people ADD COLUMN epoch INTEGER NOT NULL DEFAULT 0;
