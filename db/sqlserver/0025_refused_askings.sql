-- Who was asked to confirm messages and refused.

-- RefusedAt: when whoever has the address said so; it is not asked about that report again.
ALTER TABLE Subscription ADD RefusedAt datetime2(3) NULL;
GO
