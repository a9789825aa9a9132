-- Whose reports wait for an operator, and which do.

-- Kind: email, phone or address. ValueHash: of the value as it is compared, under a key of the key ring; SealedValue: the
-- value, encrypted. A hold ends at Until, by the database's clock, or when somebody ends it.
CREATE TABLE ReportHold (
    Id nvarchar(32) COLLATE Latin1_General_100_BIN2 NOT NULL CONSTRAINT PK_ReportHold PRIMARY KEY,
    Kind nvarchar(20) COLLATE Latin1_General_100_BIN2 NOT NULL,
    ValueHash nvarchar(43) COLLATE Latin1_General_100_BIN2 NOT NULL,
    SealedValue nvarchar(4000) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Reason nvarchar(500) NOT NULL,
    CreatedBy nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    CreatedAt datetime2(3) NOT NULL,
    Until datetime2(3) NOT NULL,
    EndedBy nvarchar(64) COLLATE Latin1_General_100_BIN2 NULL,
    EndedAt datetime2(3) NULL,
    Version int NOT NULL
);
GO
CREATE INDEX IX_ReportHold_Until ON ReportHold (Until, ValueHash, Id) WHERE EndedAt IS NULL;
GO

-- The reports that came in under a hold. One waits as long as its status is submitted.
CREATE TABLE HeldReport (
    RequestId bigint NOT NULL
        CONSTRAINT PK_HeldReport PRIMARY KEY
        CONSTRAINT FK_HeldReport_ServiceRequest REFERENCES ServiceRequest (Id),
    HoldId nvarchar(32) COLLATE Latin1_General_100_BIN2 NOT NULL
        CONSTRAINT FK_HeldReport_ReportHold REFERENCES ReportHold (Id)
);
GO
CREATE INDEX IX_HeldReport_Hold ON HeldReport (HoldId, RequestId);
GO
CREATE TYPE HeldReportRow AS TABLE (
    RequestId bigint NOT NULL,
    HoldId nvarchar(32) COLLATE Latin1_General_100_BIN2 NOT NULL
);
GO
