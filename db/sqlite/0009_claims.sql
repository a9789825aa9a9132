-- Claims, and the orders in which a queue is read.
-- The same tables, columns and meaning as db/sqlserver/0009_claims.sql.

CREATE INDEX IX_ServiceRequest_Assignee ON ServiceRequest (Department, Assignee, Priority, DueAt, Id) WHERE Assignee IS NOT NULL;
CREATE INDEX IX_ServiceRequest_Due ON ServiceRequest (Department, DueAt, Id) WHERE IsOpen = 1;
CREATE INDEX IX_ServiceRequest_Age ON ServiceRequest (Department, ReceivedAt, Id) WHERE IsOpen = 1;
CREATE INDEX IX_ServiceRequest_Place ON ServiceRequest (Department, Cell, Id) WHERE IsOpen = 1;
CREATE INDEX IX_ServiceRequest_DangerDue ON ServiceRequest (IsOpen, DueAt, Id) WHERE IsDanger = 1;
CREATE INDEX IX_ServiceRequest_DangerAge ON ServiceRequest (IsOpen, ReceivedAt, Id) WHERE IsDanger = 1;
CREATE INDEX IX_ServiceRequest_DangerPlace ON ServiceRequest (IsOpen, Cell, Id) WHERE IsDanger = 1;

CREATE INDEX IX_StaffMember_Department ON StaffMember (Department, DeactivatedAt, Id);

CREATE TABLE QueueFilter (
    StaffId TEXT NOT NULL,
    Name TEXT NOT NULL,
    Content TEXT NOT NULL,
    UpdatedAt INTEGER NOT NULL,
    PRIMARY KEY (StaffId, Name)
) STRICT;
