-- Which server works on a photo.

-- Made for this one begin.
ALTER TABLE Photo ADD TakenBy nvarchar(32) COLLATE Latin1_General_100_BIN2 NULL;
GO
-- By the database's clock; then another may begin.
ALTER TABLE Photo ADD TakenUntil datetime2(3) NULL;
GO
