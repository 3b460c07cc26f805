-- Who deleted a supervision: the word of the audit log and a number, such as `person 3` or `key 7`.
ALTER TABLE supervisions ADD COLUMN deleted_by TEXT;
