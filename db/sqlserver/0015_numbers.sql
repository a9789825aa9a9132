-- When a department first said that it has a request, and each closing, for the numbers of a city.

-- AcknowledgedAt: null until then. ClosedBy: the member of staff, or the department key; null where that was erased.
-- IsReopened: it is open again, or closed anew by a later row. What was imported closed has no row.
ALTER TABLE ServiceRequest ADD AcknowledgedAt datetime2(3) NULL;
GO

CREATE TABLE Closing (
    RequestId bigint NOT NULL
        CONSTRAINT FK_Closing_ServiceRequest REFERENCES ServiceRequest (Id),
    EventNumber int NOT NULL,
    At datetime2(3) NOT NULL,
    Department nvarchar(20) COLLATE Latin1_General_100_BIN2 NOT NULL,
    ClosedBy nvarchar(100) COLLATE Latin1_General_100_BIN2 NULL,
    IsDisputed bit NOT NULL,
    IsUpheld bit NOT NULL,
    IsReopened bit NOT NULL,
    CONSTRAINT PK_Closing PRIMARY KEY (RequestId, EventNumber)
);
GO

CREATE INDEX IX_ServiceRequest_ReceivedAt ON ServiceRequest (ReceivedAt);
GO

UPDATE r
SET AcknowledgedAt = (
    SELECT MIN(e.At)
    FROM ServiceRequestEvent e
    WHERE e.RequestId = r.Id
      AND (e.Kind IN ('acknowledged', 'started', 'clarification-asked')
        OR (e.Kind = 'closed' AND e.Data NOT LIKE '%"outcome":"not-recorded"%')))
FROM ServiceRequest r;
GO

INSERT INTO Closing (RequestId, EventNumber, At, Department, ClosedBy, IsDisputed, IsUpheld, IsReopened)
SELECT e.RequestId, e.Number, e.At, s.Department, c.Actor, 0, 0, 0
FROM ServiceRequestEvent e
LEFT JOIN EventDetail d ON d.Position = e.Position
CROSS APPLY OPENJSON(e.Data) WITH (Department nvarchar(20) '$.department') s
OUTER APPLY OPENJSON(d.Content) WITH (Actor nvarchar(100) '$.actor') c
WHERE e.Kind = 'closed' AND e.Data NOT LIKE '%"outcome":"not-recorded"%';
GO

UPDATE c
SET IsDisputed = CASE WHEN EXISTS (
        SELECT 1
        FROM ServiceRequestEvent e
        WHERE e.RequestId = c.RequestId AND e.Kind = 'disputed' AND e.Number > c.EventNumber
          AND NOT EXISTS (
              SELECT 1
              FROM Closing n
              WHERE n.RequestId = c.RequestId AND n.EventNumber > c.EventNumber AND n.EventNumber < e.Number)) THEN 1 ELSE 0 END,
    IsUpheld = CASE WHEN EXISTS (
        SELECT 1
        FROM ServiceRequestEvent e
        WHERE e.RequestId = c.RequestId AND e.Kind = 'dispute-upheld' AND e.Number > c.EventNumber
          AND NOT EXISTS (
              SELECT 1
              FROM Closing n
              WHERE n.RequestId = c.RequestId AND n.EventNumber > c.EventNumber AND n.EventNumber < e.Number)) THEN 1 ELSE 0 END,
    IsReopened = CASE WHEN EXISTS (
        SELECT 1
        FROM ServiceRequestEvent e
        WHERE e.RequestId = c.RequestId AND e.Kind IN ('reopened', 'dispute-upheld') AND e.Number > c.EventNumber) THEN 1 ELSE 0 END
FROM Closing c;
GO
