-- What changed within a time, for other systems that ask for it.
CREATE INDEX IX_ServiceRequest_UpdatedAt ON ServiceRequest (UpdatedAt);
GO
