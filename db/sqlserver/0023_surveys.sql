-- What whoever reported something says of how it was closed: of each closing once.

-- SurveyScore: 1 (bad) to 5 (good); null where nobody said. SurveyComment: for staff; null where there is none, or once erased.
ALTER TABLE Closing ADD SurveyScore int NULL;
GO
ALTER TABLE Closing ADD SurveyComment nvarchar(2000) NULL;
GO
ALTER TABLE Closing ADD SurveyedAt datetime2(3) NULL;
GO

CREATE INDEX IX_Closing_Surveyed ON Closing (At, Department) WHERE SurveyScore IS NOT NULL;
GO
