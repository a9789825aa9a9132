using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Connect311.Api.ServiceRequests;

namespace Connect311.Benchmarks.Spool;

/// <summary>Holds what the phones know against what the database has.</summary>
internal sealed class SpoolAudit(Anomalies anomalies)
{
    public const string Missing = "reports that are not stored";
    public const string Doubled = "reports stored more than once";
    public const string Strange = "numbers that belong to another report";
    public const string Unresolved = "tokens that lead to no number, or to another";
    public const string Disordered = "spooled reports stored out of their order";
    public const string Retimed = "reports whose time of receipt is not the original one";
    public const string Left = "reports left in a spool, or dead";

    private static readonly TimeSpan Tolerance = TimeSpan.FromMilliseconds(100);

    public async Task RunAsync(IReadOnlyCollection<SpoolPhone> phones, SpoolNodes nodes, IReadOnlyList<StoredReport> stored)
    {
        var byMark = stored.ToLookup(report => report.Description);
        foreach (var phone in phones)
        {
            CheckStored(phone, [.. byMark[phone.Mark]]);
        }

        if (stored.Count != phones.Count)
        {
            anomalies.Add(Doubled, $"{phones.Count} reports are {stored.Count} rows");
        }

        await CheckTokensAsync(phones, nodes);
        CheckOrder(phones, nodes.Count);
        if (await nodes.SumAsync() is not { Waiting: 0, Dead: 0 } and var left)
        {
            anomalies.Add(Left, $"{left}");
        }
    }

    private void CheckStored(SpoolPhone phone, IReadOnlyList<StoredReport> rows)
    {
        if (rows.Count != 1)
        {
            anomalies.Add(rows.Count == 0 ? Missing : Doubled, $"{phone.Mark} ({phone.Number}): {rows.Count} rows");
            return;
        }

        if (new TrackingNumber(rows[0].Id).ToString() != phone.Number)
        {
            anomalies.Add(Strange, $"{phone.Mark}: {phone.Number}, stored as {new TrackingNumber(rows[0].Id)}");
        }

        if (phone.Unanswered == 0 && !phone.Answers.Any(answer => CameIn(rows[0].ReceivedAt, answer)))
        {
            anomalies.Add(Retimed, $"{phone.Mark}: first sent {phone.FirstSent:O}, stored {rows[0].ReceivedAt:O}");
        }
    }

    /// <summary>Whether a try that was acknowledged is the one that is stored: copies on two servers came in at two times, and either may be first in the database.</summary>
    private static bool CameIn(DateTimeOffset receivedAt, PhoneAnswer answer) =>
        answer.Status is HttpStatusCode.Created or HttpStatusCode.Accepted
        && receivedAt >= answer.At - TimeSpan.FromMilliseconds(answer.Milliseconds) - Tolerance && receivedAt <= answer.At + Tolerance;

    private async Task CheckTokensAsync(IEnumerable<SpoolPhone> phones, SpoolNodes nodes)
    {
        await Parallel.ForEachAsync(
            phones.Where(phone => phone.Token is not null).Select((phone, i) => (phone, i)),
            new ParallelOptions { MaxDegreeOfParallelism = 8 },
            async (one, token) =>
            {
                using var response = await nodes.Client(one.i % nodes.Count).GetAsync($"/v1/tokens/{one.phone.Token}", token);
                var answer = await response.Content.ReadFromJsonAsync<JsonElement>(token);
                if (response.StatusCode != HttpStatusCode.OK || answer.GetProperty("trackingNumber").GetString() != one.phone.Number)
                {
                    anomalies.Add(Unresolved, $"{one.phone.Mark}: {response.StatusCode} {answer}");
                }
            });
    }

    /// <summary>Of reports that one spool alone had, one acknowledged before another was sent has the lower number.</summary>
    private void CheckOrder(IEnumerable<SpoolPhone> phones, int nodes)
    {
        for (var node = 0; node < nodes; node++)
        {
            var spooled = phones
                .Where(phone => phone.Unanswered == 0 && phone.Answers.All(answer => answer.Node == node && answer.Status == HttpStatusCode.Accepted))
                .Where(phone => !phone.Answers.IsEmpty)
                .Select(phone => (phone.Mark, Id: IdOf(phone.Number!), Sent: phone.Answers.Min(answer => answer.Sent), Got: phone.Answers.Min(answer => answer.Got)))
                .ToList();
            var acknowledged = new Queue<(string Mark, long Id, long Sent, long Got)>(spooled.OrderBy(report => report.Got));
            var highest = 0L;
            foreach (var report in spooled.OrderBy(report => report.Sent))
            {
                while (acknowledged.TryPeek(out var before) && before.Got < report.Sent)
                {
                    highest = Math.Max(highest, acknowledged.Dequeue().Id);
                }

                if (report.Id < highest)
                {
                    anomalies.Add(Disordered, $"{report.Mark} on server {node}");
                }
            }
        }
    }

    private static long IdOf(string number) => TrackingNumber.Read(number, out var read) == TrackingNumber.Reading.Readable
        ? read.Id
        : throw new InvalidOperationException($"{number} is no tracking number.");
}
