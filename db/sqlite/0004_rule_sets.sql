-- Drafts of rule sets: who made, changed and published them, and on what they are based.
-- The same tables, columns and meaning as db/sqlserver/0004_rule_sets.sql.

-- Status: draft, published, archived, discarded. One is published. Only the document of a draft changes; a number is never
-- used again. Revision grows with every change of the row. CreationId tells a creation that was sent twice. Who is null
-- for what a new database took from its city's folder, and for what was there before this script.
ALTER TABLE RuleSet ADD COLUMN CreatedBy TEXT NULL;
ALTER TABLE RuleSet ADD COLUMN BasedOn INTEGER NULL;
ALTER TABLE RuleSet ADD COLUMN Revision INTEGER NOT NULL DEFAULT 1;
ALTER TABLE RuleSet ADD COLUMN UpdatedAt INTEGER NULL;
ALTER TABLE RuleSet ADD COLUMN UpdatedBy TEXT NULL;
ALTER TABLE RuleSet ADD COLUMN PublishedBy TEXT NULL;
ALTER TABLE RuleSet ADD COLUMN ArchivedAt INTEGER NULL;
ALTER TABLE RuleSet ADD COLUMN CreationId TEXT NULL;
ALTER TABLE RuleSet ADD COLUMN BodyHash TEXT NULL;
CREATE UNIQUE INDEX UX_RuleSet_Published ON RuleSet (Status) WHERE Status = 'published';
CREATE UNIQUE INDEX UX_RuleSet_CreationId ON RuleSet (CreationId) WHERE CreationId IS NOT NULL;
