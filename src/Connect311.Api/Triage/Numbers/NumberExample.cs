namespace Connect311.Api.Triage.Numbers;

/// <summary>An answer to look at in Swagger UI.</summary>
internal static class NumberExample
{
    public const string Answer = """
        {
          "by": "department", "areaSet": null, "from": "2026-05-01", "to": "2026-05-31", "at": "2026-06-01T13:00:00.000Z",
          "items": [
            {
              "code": "DOT", "name": "Department of Transportation",
              "received": 412, "open": 57, "overdue": 9, "closed": 349, "cancelled": 6,
              "acknowledge": { "count": 398, "median": "PT1H52M", "p90": "PT9H4M30S" },
              "resolve": { "count": 349, "median": "P2DT3H20M", "p90": "P11DT6H" },
              "transfers": 31,
              "closings": 355, "disputes": 14, "disputesUpheld": 5, "disputeRate": 0.0394, "reopenings": 6, "reopenRate": 0.0169
            }
          ]
        }
        """;
}
