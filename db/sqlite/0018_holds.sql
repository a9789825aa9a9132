-- Whose reports wait for an operator, and which do.
-- The same tables, columns and meaning as db/sqlserver/0018_holds.sql.

CREATE TABLE ReportHold (
    Id TEXT NOT NULL PRIMARY KEY,
    Kind TEXT NOT NULL,
    ValueHash TEXT NOT NULL,
    SealedValue TEXT NOT NULL,
    Reason TEXT NOT NULL,
    CreatedBy TEXT NOT NULL,
    CreatedAt INTEGER NOT NULL,
    Until INTEGER NOT NULL,
    EndedBy TEXT NULL,
    EndedAt INTEGER NULL,
    Version INTEGER NOT NULL
) STRICT;

CREATE INDEX IX_ReportHold_Until ON ReportHold (Until, ValueHash, Id) WHERE EndedAt IS NULL;

CREATE TABLE HeldReport (
    RequestId INTEGER NOT NULL PRIMARY KEY REFERENCES ServiceRequest (Id),
    HoldId TEXT NOT NULL REFERENCES ReportHold (Id)
) STRICT;

CREATE INDEX IX_HeldReport_Hold ON HeldReport (HoldId, RequestId);
