-- Drafts of rule sets: who made, changed and published them, and on what they are based.

-- Status: draft, published, archived, discarded. One is published. Only the document of a draft changes; a number is never
-- used again. Revision grows with every change of the row. CreationId tells a creation that was sent twice. Who is null
-- for what a new database took from its city's folder, and for what was there before this script.
ALTER TABLE RuleSet ADD CreatedBy nvarchar(64) COLLATE Latin1_General_100_BIN2 NULL;
ALTER TABLE RuleSet ADD BasedOn int NULL;
ALTER TABLE RuleSet ADD Revision int NOT NULL CONSTRAINT DF_RuleSet_Revision DEFAULT 1;
ALTER TABLE RuleSet ADD UpdatedAt datetime2(3) NULL;
ALTER TABLE RuleSet ADD UpdatedBy nvarchar(64) COLLATE Latin1_General_100_BIN2 NULL;
ALTER TABLE RuleSet ADD PublishedBy nvarchar(64) COLLATE Latin1_General_100_BIN2 NULL;
ALTER TABLE RuleSet ADD ArchivedAt datetime2(3) NULL;
ALTER TABLE RuleSet ADD CreationId nvarchar(32) COLLATE Latin1_General_100_BIN2 NULL;
ALTER TABLE RuleSet ADD BodyHash nvarchar(43) COLLATE Latin1_General_100_BIN2 NULL;
GO
CREATE UNIQUE INDEX UX_RuleSet_Published ON RuleSet (Status) WHERE Status = 'published';
GO
CREATE UNIQUE INDEX UX_RuleSet_CreationId ON RuleSet (CreationId) WHERE CreationId IS NOT NULL;
GO
