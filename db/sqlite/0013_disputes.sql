-- Which request one that was closed as a duplicate repeats, and since when the resident disputes how one was closed; null as a rule.

ALTER TABLE ServiceRequest ADD COLUMN DuplicateOf INTEGER NULL;
ALTER TABLE ServiceRequest ADD COLUMN DisputedAt INTEGER NULL;

CREATE INDEX IX_ServiceRequest_DisputedAt ON ServiceRequest (Department, DisputedAt, Id) WHERE DisputedAt IS NOT NULL;
