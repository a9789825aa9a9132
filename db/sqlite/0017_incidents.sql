-- Incidents: reports of the same thing, which stay reports of their own.
-- The same tables, columns and meaning as db/sqlserver/0017_incidents.sql.

-- ServiceRequest.IncidentId: the incident that it is in, or null. One that a machine sent, and that was joined as it came in, follows its
-- incident: it is open, and IsOpen is 0, so that no queue has it. Wherever an incident has open requests, one of them has IsOpen 1.
-- SensorKey: the app key of the machine that sent it. ResemblesId: the open request that it resembled as it came in; 0 while nobody looked.

ALTER TABLE ServiceRequest ADD COLUMN IncidentId INTEGER NULL;
ALTER TABLE ServiceRequest ADD COLUMN SensorKey TEXT NULL;
ALTER TABLE ServiceRequest ADD COLUMN ResemblesId INTEGER NULL;
CREATE INDEX IX_ServiceRequest_Incident ON ServiceRequest (IncidentId, SensorKey, Id) WHERE IncidentId IS NOT NULL;
CREATE INDEX IX_ServiceRequest_Resembles ON ServiceRequest (ResemblesId, Id) WHERE ResemblesId = 0;

-- One row, and the first lock of all that begin an incident, or that might: Passed grows with each, so that of two who saw the same,
-- one looks again. LastId: the last number of an incident.
CREATE TABLE IncidentGate (
    Id INTEGER NOT NULL PRIMARY KEY,
    Passed INTEGER NOT NULL,
    LastId INTEGER NOT NULL
) STRICT;
INSERT INTO IncidentGate (Id, Passed, LastId) VALUES (1, 0, 0);

-- Version grows with whatever staff do to the incident; a report that a machine sends only counts. ReporterCount: how many of the
-- reports are of people or machines that can be told apart. ChangeCount: how many times staff joined or split.
CREATE TABLE Incident (
    Id INTEGER NOT NULL PRIMARY KEY,
    ServiceType TEXT NOT NULL,
    CreatedAt INTEGER NOT NULL,
    UpdatedAt INTEGER NOT NULL,
    LastReportAt INTEGER NOT NULL,
    ReportCount INTEGER NOT NULL,
    ReporterCount INTEGER NOT NULL,
    ChangeCount INTEGER NOT NULL,
    Version INTEGER NOT NULL
) STRICT;

-- What staff joined and split, to undo it. Kind: joined or left. UndoneAt: null while it counts.
CREATE TABLE IncidentChange (
    IncidentId INTEGER NOT NULL REFERENCES Incident (Id),
    Number INTEGER NOT NULL,
    RequestId INTEGER NOT NULL,
    Kind TEXT NOT NULL,
    At INTEGER NOT NULL,
    UndoneAt INTEGER NULL,
    PRIMARY KEY (IncidentId, Number, RequestId)
) STRICT;
