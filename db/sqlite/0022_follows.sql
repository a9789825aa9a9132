-- Phones that follow what somebody else reported.
-- The same tables, columns and meaning as db/sqlserver/0022_follows.sql.

ALTER TABLE DeviceLink ADD COLUMN Follows INTEGER NOT NULL DEFAULT 0;

CREATE INDEX IX_DeviceLink_Follows ON DeviceLink (RequestId, DeviceId) WHERE Follows = 1;
