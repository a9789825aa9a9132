-- What goes to departments that work in their own systems, and what came from there.

-- One event for one department, once. Kind: request (the department gets the request with it) or update.
-- State: waiting, sending, sent, dead or dropped. NextAttemptAt: while it waits or is sent; else 9999-12-31. Failure: why it did not go, as a code.
CREATE TABLE Forward (
    RequestId bigint NOT NULL,
    EventNumber int NOT NULL,
    Department nvarchar(20) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Kind nvarchar(10) COLLATE Latin1_General_100_BIN2 NOT NULL,
    State nvarchar(10) COLLATE Latin1_General_100_BIN2 NOT NULL,
    CreatedAt datetime2(3) NOT NULL,
    NextAttemptAt datetime2(3) NOT NULL,
    Attempts int NOT NULL,
    Failure nvarchar(40) COLLATE Latin1_General_100_BIN2 NULL,
    DoneAt datetime2(3) NULL,
    CONSTRAINT PK_Forward PRIMARY KEY (RequestId, EventNumber, Department)
);
GO
CREATE INDEX IX_Forward_Due ON Forward (Department, NextAttemptAt, RequestId, EventNumber);
GO
CREATE INDEX IX_Forward_State ON Forward (State, RequestId, EventNumber, Department);
GO
CREATE INDEX IX_Forward_Done ON Forward (DoneAt);
GO

-- What a department's system calls a request that it got with an event of it. A request that went away and came back has a line for each time.
-- Token: stands for the id until the system has one. TriedAt: when it was first sent; null while the department cannot know of it.
-- KnownAt: when the system said that it has it; ExternalId stays null where it never says how it calls it.
CREATE TABLE ExternalRequest (
    RequestId bigint NOT NULL,
    EventNumber int NOT NULL,
    Department nvarchar(20) COLLATE Latin1_General_100_BIN2 NOT NULL,
    ExternalId nvarchar(100) COLLATE Latin1_General_100_BIN2 NULL,
    Token nvarchar(200) COLLATE Latin1_General_100_BIN2 NULL,
    TriedAt datetime2(3) NULL,
    KnownAt datetime2(3) NULL,
    CONSTRAINT PK_ExternalRequest PRIMARY KEY (RequestId, EventNumber, Department)
);
GO
CREATE INDEX IX_ExternalRequest_Id ON ExternalRequest (Department, ExternalId, RequestId, EventNumber);
GO
CREATE INDEX IX_ExternalRequest_Department ON ExternalRequest (Department, RequestId);
GO

-- What a department's system said of a request, once. IdHash: of the update's id. Result: applied, noted or nothing.
CREATE TABLE ExternalUpdate (
    Department nvarchar(20) COLLATE Latin1_General_100_BIN2 NOT NULL,
    IdHash nvarchar(43) COLLATE Latin1_General_100_BIN2 NOT NULL,
    RequestId bigint NOT NULL,
    Result nvarchar(10) COLLATE Latin1_General_100_BIN2 NOT NULL,
    At datetime2(3) NOT NULL,
    CONSTRAINT PK_ExternalUpdate PRIMARY KEY (Department, IdHash)
);
GO
CREATE INDEX IX_ExternalUpdate_Request ON ExternalUpdate (RequestId);
GO

-- Up to when the updates of a department's system are read.
CREATE TABLE ExternalFeed (
    Department nvarchar(20) COLLATE Latin1_General_100_BIN2 NOT NULL CONSTRAINT PK_ExternalFeed PRIMARY KEY,
    ReadTo datetime2(3) NOT NULL
);
GO

-- What happened when, but for reports themselves, which intake writes and imports bring.
CREATE INDEX IX_ServiceRequestEvent_At ON ServiceRequestEvent (At, Position) WHERE Kind <> 'submitted';
GO

CREATE INDEX IX_Outbox_Kind ON Outbox (Kind, RequestId, EventNumber);
GO
