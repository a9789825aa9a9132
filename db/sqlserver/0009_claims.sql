-- Claims, and the orders in which a queue is read.
-- ServiceRequest.Assignee, ClaimToken and ClaimedUntil: who has it in hand until when, by the database's clock. Behind that
-- time it is nobody's. ClaimToken grows with each holder.

-- What people have in hand, by person, in the order of the queue.
CREATE INDEX IX_ServiceRequest_Assignee ON ServiceRequest (Department, Assignee, Priority, DueAt, Id) WHERE Assignee IS NOT NULL;
GO
-- A department's open work by what is due next, by age, and by place.
CREATE INDEX IX_ServiceRequest_Due ON ServiceRequest (Department, DueAt, Id) WHERE IsOpen = 1;
GO
CREATE INDEX IX_ServiceRequest_Age ON ServiceRequest (Department, ReceivedAt, Id) WHERE IsOpen = 1;
GO
CREATE INDEX IX_ServiceRequest_Place ON ServiceRequest (Department, Cell, Id) WHERE IsOpen = 1;
GO
-- The same of every department's reports of danger.
CREATE INDEX IX_ServiceRequest_DangerDue ON ServiceRequest (IsOpen, DueAt, Id) WHERE IsDanger = 1;
GO
CREATE INDEX IX_ServiceRequest_DangerAge ON ServiceRequest (IsOpen, ReceivedAt, Id) WHERE IsDanger = 1;
GO
CREATE INDEX IX_ServiceRequest_DangerPlace ON ServiceRequest (IsOpen, Cell, Id) WHERE IsDanger = 1;
GO

-- Who works for a department.
CREATE INDEX IX_StaffMember_Department ON StaffMember (Department, DeactivatedAt, Id);
GO

-- Filters of queues that a person keeps. Content: the filter as JSON.
CREATE TABLE QueueFilter (
    StaffId nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Name nvarchar(50) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Content nvarchar(4000) NOT NULL,
    UpdatedAt datetime2(3) NOT NULL,
    CONSTRAINT PK_QueueFilter PRIMARY KEY (StaffId, Name)
);
GO
