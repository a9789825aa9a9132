-- How often departments sent a request on to each other since an operator last did; and each transfer, for what it says of the rules.
-- FromRule is the rule that had sent it there; null where staff had.

ALTER TABLE ServiceRequest ADD TransferCount int NOT NULL CONSTRAINT DF_ServiceRequest_TransferCount DEFAULT 0;
GO

CREATE TABLE Transfer (
    RequestId bigint NOT NULL
        CONSTRAINT FK_Transfer_ServiceRequest REFERENCES ServiceRequest (Id),
    EventNumber int NOT NULL,
    At datetime2(3) NOT NULL,
    ServiceType nvarchar(100) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Areas nvarchar(400) COLLATE Latin1_General_100_BIN2 NOT NULL,
    FromDepartment nvarchar(20) COLLATE Latin1_General_100_BIN2 NOT NULL,
    FromRule nvarchar(100) COLLATE Latin1_General_100_BIN2 NULL,
    FromRuleSetVersion int NOT NULL,
    ToDepartment nvarchar(20) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Reason nvarchar(20) COLLATE Latin1_General_100_BIN2 NOT NULL,
    CONSTRAINT PK_Transfer PRIMARY KEY (RequestId, EventNumber)
);
GO

CREATE INDEX IX_Transfer_At ON Transfer (At);
GO
