-- The clocks of requests, what is marked and escalated by them, and how long requests really take.

-- AcknowledgeDueAt, InspectDueAt: null without a target, and once done in time. PausedAt: since when an open request waits
-- for others; HeldDueAt is then what DueAt was, and DueAt 9999-12-31. Targets: acknowledge, inspect and resolve as they were
-- given, such as 4h/-/30d, by the catalogue of TargetsVersion. ClockMarks: bits (1 acknowledged, 2 inspected; nearly missed:
-- 4 acknowledge, 8 inspect, 16 resolve; missed: 32, 64, 128;
-- 256 escalated). NextMarkAt: when to look whether a target is missed, or nearly;
-- null for never. IsEscalated: a missed target shows it to the operators.
ALTER TABLE ServiceRequest ADD AcknowledgeDueAt datetime2(3) NULL;
GO
ALTER TABLE ServiceRequest ADD InspectDueAt datetime2(3) NULL;
GO
ALTER TABLE ServiceRequest ADD HeldDueAt datetime2(3) NULL;
GO
ALTER TABLE ServiceRequest ADD PausedAt datetime2(3) NULL;
GO
ALTER TABLE ServiceRequest ADD Targets nvarchar(30) COLLATE Latin1_General_100_BIN2 NULL;
GO
ALTER TABLE ServiceRequest ADD TargetsVersion int NOT NULL CONSTRAINT DF_ServiceRequest_TargetsVersion DEFAULT 0;
GO
ALTER TABLE ServiceRequest ADD ClockMarks int NOT NULL CONSTRAINT DF_ServiceRequest_ClockMarks DEFAULT 0;
GO
ALTER TABLE ServiceRequest ADD NextMarkAt datetime2(3) NULL;
GO
ALTER TABLE ServiceRequest ADD IsEscalated bit NOT NULL CONSTRAINT DF_ServiceRequest_IsEscalated DEFAULT 0;
GO

-- Requests that were open before have the due time alone, and are warned of when it comes.
UPDATE ServiceRequest
SET TargetsVersion = CatalogVersion,
    NextMarkAt = CASE WHEN DueAt < CAST('9999-12-31' AS datetime2(3)) THEN DueAt ELSE NULL END
WHERE IsOpen = 1;
GO

CREATE INDEX IX_ServiceRequest_NextMark ON ServiceRequest (NextMarkAt) WHERE NextMarkAt IS NOT NULL;
GO
CREATE INDEX IX_ServiceRequest_Escalated ON ServiceRequest (IsOpen, Priority, DueAt, Id) WHERE IsEscalated = 1;
GO
CREATE INDEX IX_ServiceRequest_Closed ON ServiceRequest (ServiceType, ClosedAt) WHERE ClosedAt IS NOT NULL;
GO

-- A new request comes with its clocks.
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
    NextMarkAt datetime2(3) NULL
);
GO

-- How long closed requests of a type took, in an area (set:code) or, with '', anywhere: half of them, and four in five,
-- at most so many seconds. Of the closings since SinceAt, as they were at ComputedAt; 0 for what is not known any more.
CREATE TABLE ClosingEstimate (
    ServiceType nvarchar(100) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Area nvarchar(100) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Closings int NOT NULL,
    HalfWithin bigint NOT NULL,
    MostWithin bigint NOT NULL,
    SinceAt datetime2(3) NOT NULL,
    ComputedAt datetime2(3) NOT NULL,
    CONSTRAINT PK_ClosingEstimate PRIMARY KEY (ServiceType, Area)
);
GO
CREATE TYPE ClosingEstimateRow AS TABLE (
    ServiceType nvarchar(100) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Area nvarchar(100) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Closings int NOT NULL,
    HalfWithin bigint NOT NULL,
    MostWithin bigint NOT NULL,
    SinceAt datetime2(3) NOT NULL,
    ComputedAt datetime2(3) NOT NULL
);
GO
