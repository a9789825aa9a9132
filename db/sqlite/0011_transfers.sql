-- How often departments sent a request on to each other since an operator last did; and each transfer, for what it says of the rules.
-- FromRule is the rule that had sent it there; null where staff had.

ALTER TABLE ServiceRequest ADD COLUMN TransferCount INTEGER NOT NULL DEFAULT 0;

CREATE TABLE Transfer (
    RequestId INTEGER NOT NULL REFERENCES ServiceRequest (Id),
    EventNumber INTEGER NOT NULL,
    At INTEGER NOT NULL,
    ServiceType TEXT NOT NULL,
    Areas TEXT NOT NULL,
    FromDepartment TEXT NOT NULL,
    FromRule TEXT NULL,
    FromRuleSetVersion INTEGER NOT NULL,
    ToDepartment TEXT NOT NULL,
    Reason TEXT NOT NULL,
    PRIMARY KEY (RequestId, EventNumber)
) STRICT;

CREATE INDEX IX_Transfer_At ON Transfer (At);
