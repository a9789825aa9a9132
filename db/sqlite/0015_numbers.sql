-- When a department first said that it has a request, and each closing, for the numbers of a city.
-- The same tables, columns and meaning as db/sqlserver/0015_numbers.sql.

-- AcknowledgedAt: null until then. ClosedBy: the member of staff, or the department key; null where that was erased.
-- IsReopened: it is open again, or closed anew by a later row. What was imported closed has no row.
ALTER TABLE ServiceRequest ADD COLUMN AcknowledgedAt INTEGER NULL;

CREATE TABLE Closing (
    RequestId INTEGER NOT NULL REFERENCES ServiceRequest (Id),
    EventNumber INTEGER NOT NULL,
    At INTEGER NOT NULL,
    Department TEXT NOT NULL,
    ClosedBy TEXT NULL,
    IsDisputed INTEGER NOT NULL,
    IsUpheld INTEGER NOT NULL,
    IsReopened INTEGER NOT NULL,
    PRIMARY KEY (RequestId, EventNumber)
) STRICT;

CREATE INDEX IX_ServiceRequest_ReceivedAt ON ServiceRequest (ReceivedAt);

UPDATE ServiceRequest
SET AcknowledgedAt = (
    SELECT MIN(e.At)
    FROM ServiceRequestEvent e
    WHERE e.RequestId = ServiceRequest.Id
      AND (e.Kind IN ('acknowledged', 'started', 'clarification-asked')
        OR (e.Kind = 'closed' AND e.Data NOT LIKE '%"outcome":"not-recorded"%')));

INSERT INTO Closing (RequestId, EventNumber, At, Department, ClosedBy, IsDisputed, IsUpheld, IsReopened)
SELECT e.RequestId, e.Number, e.At, json_extract(e.Data, '$.department'), json_extract(d.Content, '$.actor'), 0, 0, 0
FROM ServiceRequestEvent e
LEFT JOIN EventDetail d ON d.Position = e.Position
WHERE e.Kind = 'closed' AND e.Data NOT LIKE '%"outcome":"not-recorded"%';

UPDATE Closing
SET IsDisputed = EXISTS (
        SELECT 1
        FROM ServiceRequestEvent e
        WHERE e.RequestId = Closing.RequestId AND e.Kind = 'disputed' AND e.Number > Closing.EventNumber
          AND NOT EXISTS (
              SELECT 1
              FROM Closing n
              WHERE n.RequestId = Closing.RequestId AND n.EventNumber > Closing.EventNumber AND n.EventNumber < e.Number)),
    IsUpheld = EXISTS (
        SELECT 1
        FROM ServiceRequestEvent e
        WHERE e.RequestId = Closing.RequestId AND e.Kind = 'dispute-upheld' AND e.Number > Closing.EventNumber
          AND NOT EXISTS (
              SELECT 1
              FROM Closing n
              WHERE n.RequestId = Closing.RequestId AND n.EventNumber > Closing.EventNumber AND n.EventNumber < e.Number)),
    IsReopened = EXISTS (
        SELECT 1
        FROM ServiceRequestEvent e
        WHERE e.RequestId = Closing.RequestId AND e.Kind IN ('reopened', 'dispute-upheld') AND e.Number > Closing.EventNumber);
