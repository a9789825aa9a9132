-- What a request waits for, how often it was opened again, and how its department's own system calls it.

ALTER TABLE ServiceRequest ADD WaitingFor nvarchar(20) COLLATE Latin1_General_100_BIN2 NULL;
GO
ALTER TABLE ServiceRequest ADD ReopenCount int NOT NULL CONSTRAINT DF_ServiceRequest_ReopenCount DEFAULT 0;
GO
ALTER TABLE ServiceRequest ADD ExternalId nvarchar(100) COLLATE Latin1_General_100_BIN2 NULL;
GO
