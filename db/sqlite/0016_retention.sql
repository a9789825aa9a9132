-- What was erased of a request, legal holds, and residents who asked to be forgotten.
-- The same tables, columns and meaning as db/sqlserver/0016_retention.sql.
-- ErasedScopes: 1 contact, 2 the resident's own words, 4 all free text, 8 photos, 16 the whole request; they are added up.
-- A request that is erased whole has no department and is confidential, so that nobody is shown it.

ALTER TABLE ServiceRequest ADD COLUMN ErasedScopes INTEGER NOT NULL DEFAULT 0;
ALTER TABLE ServiceRequest ADD COLUMN LegalHoldAt INTEGER NULL;
ALTER TABLE ServiceRequest ADD COLUMN ForgetAskedAt INTEGER NULL;

CREATE INDEX IX_ServiceRequest_ForgetAskedAt ON ServiceRequest (ForgetAskedAt, Id) WHERE ForgetAskedAt IS NOT NULL;

-- The ledger of deletions: append-only. Cause: period or forgotten.
CREATE TABLE Erasure (
    RequestId INTEGER NOT NULL REFERENCES ServiceRequest (Id),
    EventNumber INTEGER NOT NULL,
    At INTEGER NOT NULL,
    Scopes TEXT NOT NULL,
    Cause TEXT NOT NULL,
    Actor TEXT NOT NULL,
    PRIMARY KEY (RequestId, EventNumber)
) STRICT;

CREATE INDEX IX_Erasure_At ON Erasure (At, RequestId, EventNumber);
