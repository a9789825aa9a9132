-- Where the rules would send a corrected request that another department holds, until staff decide; null as a rule.
-- The same columns and meaning as db/sqlserver/0006_rerouting.sql.

ALTER TABLE ServiceRequest ADD COLUMN ProposedDepartment TEXT NULL;
ALTER TABLE ServiceRequest ADD COLUMN ProposedQueue TEXT NULL;
ALTER TABLE ServiceRequest ADD COLUMN ProposedPriority INTEGER NULL;
ALTER TABLE ServiceRequest ADD COLUMN ProposedRule TEXT NULL;
ALTER TABLE ServiceRequest ADD COLUMN ProposedRuleSetVersion INTEGER NULL;
