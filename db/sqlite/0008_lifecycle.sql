-- What a request waits for, how often it was opened again, and how its department's own system calls it.
-- The same columns and meaning as db/sqlserver/0008_lifecycle.sql.

ALTER TABLE ServiceRequest ADD COLUMN WaitingFor TEXT NULL;
ALTER TABLE ServiceRequest ADD COLUMN ReopenCount INTEGER NOT NULL DEFAULT 0;
ALTER TABLE ServiceRequest ADD COLUMN ExternalId TEXT NULL;
