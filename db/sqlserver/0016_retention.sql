-- What was erased of a request, legal holds, and residents who asked to be forgotten.
-- The same tables, columns and meaning as db/sqlite/0016_retention.sql.
-- ErasedScopes: 1 contact, 2 the resident's own words, 4 all free text, 8 photos, 16 the whole request; they are added up.
-- A request that is erased whole has no department and is confidential, so that nobody is shown it.

ALTER TABLE ServiceRequest ADD ErasedScopes int NOT NULL CONSTRAINT DF_ServiceRequest_ErasedScopes DEFAULT 0;
GO
ALTER TABLE ServiceRequest ADD LegalHoldAt datetime2(3) NULL;
GO
ALTER TABLE ServiceRequest ADD ForgetAskedAt datetime2(3) NULL;
GO

CREATE INDEX IX_ServiceRequest_ForgetAskedAt ON ServiceRequest (ForgetAskedAt, Id) WHERE ForgetAskedAt IS NOT NULL;
GO

-- The ledger of deletions: append-only. Cause: period or forgotten.
CREATE TABLE Erasure (
    RequestId bigint NOT NULL
        CONSTRAINT FK_Erasure_ServiceRequest REFERENCES ServiceRequest (Id),
    EventNumber int NOT NULL,
    At datetime2(3) NOT NULL,
    Scopes nvarchar(100) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Cause nvarchar(20) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Actor nvarchar(100) COLLATE Latin1_General_100_BIN2 NOT NULL,
    CONSTRAINT PK_Erasure PRIMARY KEY (RequestId, EventNumber)
);
GO

CREATE INDEX IX_Erasure_At ON Erasure (At, RequestId, EventNumber);
GO
