-- Incidents: reports of the same thing, which stay reports of their own.
-- ServiceRequest.IncidentId: the incident that it is in, or null. One that a machine sent, and that was joined as it came in, follows its
-- incident: it is open, and IsOpen is 0, so that no queue has it. Wherever an incident has open requests, one of them has IsOpen 1.
-- SensorKey: the app key of the machine that sent it. ResemblesId: the open request that it resembled as it came in; 0 while nobody looked.

ALTER TABLE ServiceRequest ADD IncidentId bigint NULL;
GO
ALTER TABLE ServiceRequest ADD SensorKey nvarchar(64) COLLATE Latin1_General_100_BIN2 NULL;
GO
ALTER TABLE ServiceRequest ADD ResemblesId bigint NULL;
GO
CREATE INDEX IX_ServiceRequest_Incident ON ServiceRequest (IncidentId, SensorKey, Id) WHERE IncidentId IS NOT NULL;
GO
CREATE INDEX IX_ServiceRequest_Resembles ON ServiceRequest (ResemblesId, Id) WHERE ResemblesId = 0;
GO

-- A new request of a machine may come with its incident.
DROP TYPE ServiceRequestRow;
GO
CREATE TYPE ServiceRequestRow AS TABLE (
    Id bigint NOT NULL,
    KeyHash nvarchar(43) COLLATE Latin1_General_100_BIN2 NOT NULL,
    BodyHash nvarchar(43) COLLATE Latin1_General_100_BIN2 NOT NULL,
    ServiceType nvarchar(100) COLLATE Latin1_General_100_BIN2 NOT NULL,
    ServiceTypeText nvarchar(400) NULL,
    Visibility nvarchar(12) COLLATE Latin1_General_100_BIN2 NOT NULL,
    CatalogVersion int NOT NULL,
    Channel nvarchar(20) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Department nvarchar(20) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Queue nvarchar(50) COLLATE Latin1_General_100_BIN2 NULL,
    RoutingRule nvarchar(100) COLLATE Latin1_General_100_BIN2 NOT NULL,
    RuleSetVersion int NOT NULL,
    Status nvarchar(20) COLLATE Latin1_General_100_BIN2 NOT NULL,
    IsOpen bit NOT NULL,
    Priority int NOT NULL,
    IsDanger bit NOT NULL,
    ReceivedAt datetime2(3) NOT NULL,
    ReportedAt datetime2(3) NULL,
    DueAt datetime2(3) NOT NULL,
    UpdatedAt datetime2(3) NOT NULL,
    ClosedAt datetime2(3) NULL,
    Outcome nvarchar(50) COLLATE Latin1_General_100_BIN2 NULL,
    Description nvarchar(4000) NULL,
    Answers nvarchar(max) NULL,
    PhotoIds nvarchar(400) COLLATE Latin1_General_100_BIN2 NULL,
    Latitude float NULL,
    Longitude float NULL,
    AccuracyMetres float NULL,
    LocationSource nvarchar(20) COLLATE Latin1_General_100_BIN2 NULL,
    AddressText nvarchar(500) NULL,
    Areas nvarchar(400) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Cell bigint NULL,
    PublicLatitude float NULL,
    PublicLongitude float NULL,
    PublicPlace nvarchar(10) COLLATE Latin1_General_100_BIN2 NULL,
    Aside nvarchar(max) NULL,
    Version int NOT NULL,
    EventCount int NOT NULL,
    HeadHash nvarchar(43) COLLATE Latin1_General_100_BIN2 NOT NULL,
    AcknowledgeDueAt datetime2(3) NULL,
    InspectDueAt datetime2(3) NULL,
    Targets nvarchar(30) COLLATE Latin1_General_100_BIN2 NULL,
    TargetsVersion int NOT NULL,
    ClockMarks int NOT NULL,
    NextMarkAt datetime2(3) NULL,
    IncidentId bigint NULL,
    SensorKey nvarchar(64) COLLATE Latin1_General_100_BIN2 NULL,
    ResemblesId bigint NULL
);
GO

-- One row, and the first lock of all that begin an incident, or that might: Passed grows with each, so that of two who saw the same,
-- one looks again. LastId: the last number of an incident.
CREATE TABLE IncidentGate (
    Id int NOT NULL CONSTRAINT PK_IncidentGate PRIMARY KEY,
    Passed bigint NOT NULL,
    LastId bigint NOT NULL
);
GO
INSERT INTO IncidentGate (Id, Passed, LastId) VALUES (1, 0, 0);
GO

-- Version grows with whatever staff do to the incident; a report that a machine sends only counts. ReporterCount: how many of the
-- reports are of people or machines that can be told apart. ChangeCount: how many times staff joined or split.
CREATE TABLE Incident (
    Id bigint NOT NULL CONSTRAINT PK_Incident PRIMARY KEY,
    ServiceType nvarchar(100) COLLATE Latin1_General_100_BIN2 NOT NULL,
    CreatedAt datetime2(3) NOT NULL,
    UpdatedAt datetime2(3) NOT NULL,
    LastReportAt datetime2(3) NOT NULL,
    ReportCount int NOT NULL,
    ReporterCount int NOT NULL,
    ChangeCount int NOT NULL,
    Version int NOT NULL
);
GO

-- What staff joined and split, to undo it. Kind: joined or left. UndoneAt: null while it counts.
CREATE TABLE IncidentChange (
    IncidentId bigint NOT NULL
        CONSTRAINT FK_IncidentChange_Incident REFERENCES Incident (Id),
    Number int NOT NULL,
    RequestId bigint NOT NULL,
    Kind nvarchar(12) COLLATE Latin1_General_100_BIN2 NOT NULL,
    At datetime2(3) NOT NULL,
    UndoneAt datetime2(3) NULL,
    CONSTRAINT PK_IncidentChange PRIMARY KEY (IncidentId, Number, RequestId)
);
GO
