-- What goes to departments that work in their own systems, and what came from there.
-- The same tables, columns and meaning as db/sqlserver/0027_connectors.sql.

CREATE TABLE Forward (
    RequestId INTEGER NOT NULL,
    EventNumber INTEGER NOT NULL,
    Department TEXT NOT NULL,
    Kind TEXT NOT NULL,
    State TEXT NOT NULL,
    CreatedAt INTEGER NOT NULL,
    NextAttemptAt INTEGER NOT NULL,
    Attempts INTEGER NOT NULL,
    Failure TEXT NULL,
    DoneAt INTEGER NULL,
    PRIMARY KEY (RequestId, EventNumber, Department)
) STRICT;

CREATE INDEX IX_Forward_Due ON Forward (Department, NextAttemptAt, RequestId, EventNumber);
CREATE INDEX IX_Forward_State ON Forward (State, RequestId, EventNumber, Department);
CREATE INDEX IX_Forward_Done ON Forward (DoneAt);

CREATE TABLE ExternalRequest (
    RequestId INTEGER NOT NULL,
    EventNumber INTEGER NOT NULL,
    Department TEXT NOT NULL,
    ExternalId TEXT NULL,
    Token TEXT NULL,
    TriedAt INTEGER NULL,
    KnownAt INTEGER NULL,
    PRIMARY KEY (RequestId, EventNumber, Department)
) STRICT;

CREATE INDEX IX_ExternalRequest_Id ON ExternalRequest (Department, ExternalId, RequestId, EventNumber);
CREATE INDEX IX_ExternalRequest_Department ON ExternalRequest (Department, RequestId);

CREATE TABLE ExternalUpdate (
    Department TEXT NOT NULL,
    IdHash TEXT NOT NULL,
    RequestId INTEGER NOT NULL,
    Result TEXT NOT NULL,
    At INTEGER NOT NULL,
    PRIMARY KEY (Department, IdHash)
) STRICT;

CREATE INDEX IX_ExternalUpdate_Request ON ExternalUpdate (RequestId);

CREATE TABLE ExternalFeed (
    Department TEXT NOT NULL PRIMARY KEY,
    ReadTo INTEGER NOT NULL
) STRICT;

-- What happened when, but for reports themselves, which intake writes and imports bring.
CREATE INDEX IX_ServiceRequestEvent_At ON ServiceRequestEvent (At, Position) WHERE Kind <> 'submitted';

CREATE INDEX IX_Outbox_Kind ON Outbox (Kind, RequestId, EventNumber);
