-- What whoever reported something says of how it was closed: of each closing once.
-- The same tables, columns and meaning as db/sqlserver/0023_surveys.sql.

ALTER TABLE Closing ADD COLUMN SurveyScore INTEGER NULL;
ALTER TABLE Closing ADD COLUMN SurveyComment TEXT NULL;
ALTER TABLE Closing ADD COLUMN SurveyedAt INTEGER NULL;

CREATE INDEX IX_Closing_Surveyed ON Closing (At, Department) WHERE SurveyScore IS NOT NULL;
