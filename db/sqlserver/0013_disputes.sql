-- Which request one that was closed as a duplicate repeats, and since when the resident disputes how one was closed; null as a rule.

ALTER TABLE ServiceRequest ADD DuplicateOf bigint NULL;
GO
ALTER TABLE ServiceRequest ADD DisputedAt datetime2(3) NULL;
GO

CREATE INDEX IX_ServiceRequest_DisputedAt ON ServiceRequest (Department, DisputedAt, Id) WHERE DisputedAt IS NOT NULL;
GO
