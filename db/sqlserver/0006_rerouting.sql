-- Where the rules would send a corrected request that another department holds, until staff decide; null as a rule.

ALTER TABLE ServiceRequest ADD ProposedDepartment nvarchar(20) COLLATE Latin1_General_100_BIN2 NULL;
GO
ALTER TABLE ServiceRequest ADD ProposedQueue nvarchar(50) COLLATE Latin1_General_100_BIN2 NULL;
GO
ALTER TABLE ServiceRequest ADD ProposedPriority int NULL;
GO
ALTER TABLE ServiceRequest ADD ProposedRule nvarchar(100) COLLATE Latin1_General_100_BIN2 NULL;
GO
ALTER TABLE ServiceRequest ADD ProposedRuleSetVersion int NULL;
GO
