-- Which server works on a photo.
-- The same tables, columns and meaning as db/sqlserver/0026_photo_leases.sql.

ALTER TABLE Photo ADD COLUMN TakenBy TEXT NULL;
ALTER TABLE Photo ADD COLUMN TakenUntil INTEGER NULL;
