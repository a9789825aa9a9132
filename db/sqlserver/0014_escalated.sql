-- What a missed target shows to the operators stands in their queue in each of its orders.
CREATE INDEX IX_ServiceRequest_EscalatedDue ON ServiceRequest (IsOpen, DueAt, Id) WHERE IsEscalated = 1;
GO
CREATE INDEX IX_ServiceRequest_EscalatedAge ON ServiceRequest (IsOpen, ReceivedAt, Id) WHERE IsEscalated = 1;
GO
CREATE INDEX IX_ServiceRequest_EscalatedPlace ON ServiceRequest (IsOpen, Cell, Id) WHERE IsEscalated = 1;
GO
