-- Until when the resident may answer what staff asked; null where nothing is asked.

ALTER TABLE ServiceRequest ADD COLUMN AnswerUntil INTEGER NULL;

CREATE INDEX IX_ServiceRequest_AnswerUntil ON ServiceRequest (AnswerUntil) WHERE AnswerUntil IS NOT NULL;
