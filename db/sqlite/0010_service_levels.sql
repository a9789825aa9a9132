-- The clocks of requests, what is marked and escalated by them, and how long requests really take.
-- The same tables, columns and meaning as db/sqlserver/0010_service_levels.sql.

-- AcknowledgeDueAt, InspectDueAt: null without a target, and once done in time. PausedAt: since when an open request waits
-- for others; HeldDueAt is then what DueAt was, and DueAt 9999-12-31. Targets: acknowledge, inspect and resolve as they were
-- given, such as 4h/-/30d, by the catalogue of TargetsVersion. ClockMarks: bits (1 acknowledged, 2 inspected; nearly missed:
-- 4 acknowledge, 8 inspect, 16 resolve; missed: 32, 64, 128;
-- 256 escalated). NextMarkAt: when to look whether a target is missed, or nearly;
-- null for never. IsEscalated: a missed target shows it to the operators.
ALTER TABLE ServiceRequest ADD COLUMN AcknowledgeDueAt INTEGER NULL;
ALTER TABLE ServiceRequest ADD COLUMN InspectDueAt INTEGER NULL;
ALTER TABLE ServiceRequest ADD COLUMN HeldDueAt INTEGER NULL;
ALTER TABLE ServiceRequest ADD COLUMN PausedAt INTEGER NULL;
ALTER TABLE ServiceRequest ADD COLUMN Targets TEXT NULL;
ALTER TABLE ServiceRequest ADD COLUMN TargetsVersion INTEGER NOT NULL DEFAULT 0;
ALTER TABLE ServiceRequest ADD COLUMN ClockMarks INTEGER NOT NULL DEFAULT 0;
ALTER TABLE ServiceRequest ADD COLUMN NextMarkAt INTEGER NULL;
ALTER TABLE ServiceRequest ADD COLUMN IsEscalated INTEGER NOT NULL DEFAULT 0;

-- Requests that were open before have the due time alone, and are warned of when it comes.
UPDATE ServiceRequest
SET TargetsVersion = CatalogVersion,
    NextMarkAt = CASE WHEN DueAt < 253402214400000 THEN DueAt ELSE NULL END
WHERE IsOpen = 1;

CREATE INDEX IX_ServiceRequest_NextMark ON ServiceRequest (NextMarkAt) WHERE NextMarkAt IS NOT NULL;
CREATE INDEX IX_ServiceRequest_Escalated ON ServiceRequest (IsOpen, Priority, DueAt, Id) WHERE IsEscalated = 1;
CREATE INDEX IX_ServiceRequest_Closed ON ServiceRequest (ServiceType, ClosedAt) WHERE ClosedAt IS NOT NULL;

-- How long closed requests of a type took, in an area (set:code) or, with '', anywhere: half of them, and four in five,
-- at most so many seconds. Of the closings since SinceAt, as they were at ComputedAt; 0 for what is not known any more.
CREATE TABLE ClosingEstimate (
    ServiceType TEXT NOT NULL,
    Area TEXT NOT NULL,
    Closings INTEGER NOT NULL,
    HalfWithin INTEGER NOT NULL,
    MostWithin INTEGER NOT NULL,
    SinceAt INTEGER NOT NULL,
    ComputedAt INTEGER NOT NULL,
    PRIMARY KEY (ServiceType, Area)
) STRICT;
