-- Who was asked to confirm messages and refused.
-- The same tables, columns and meaning as db/sqlserver/0025_refused_askings.sql.

ALTER TABLE Subscription ADD COLUMN RefusedAt INTEGER NULL;
