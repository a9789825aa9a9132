using Connect311.Api.Devices.Links;
using Connect311.Api.Http;
using Connect311.Api.Lookup;
using Connect311.Api.Records;
using Connect311.Api.ServiceRequests;
using Connect311.Api.Triage;

namespace Connect311.Api.Devices;

/// <summary>Forgets whoever has a phone: of each of its own reports as far as can be now, and each, also what it follows, is off the phone then.</summary>
internal sealed class DeviceForgetting(LinkStore links, Forgetting forgetting)
{
    /// <summary>How many reports one call takes, so that none lasts too long.</summary>
    public const int MostReports = 100;

    /// <summary>The next reports of a device, each forgotten as far as can be; one that somebody changes again and again stays for the next call.</summary>
    public async Task<ForgottenPhone> ForgetAsync(string device, string language, CancellationToken cancellationToken)
    {
        var items = new List<ForgottenView>();
        foreach (var link in await links.ListAsync(device, 0, MostReports, cancellationToken))
        {
            var number = new TrackingNumber(link.RequestId);
            if (link.Follows)
            {
                // Somebody else's: that the phone follows it is all there is to forget.
                await links.RemoveAsync(device, number, cancellationToken);
                continue;
            }

            var (done, refusal) = await forgetting.AskAsync(number, Actors.Resident, cancellationToken);
            if (refusal is not null && refusal.Code != ProblemCode.NotFound)
            {
                continue;
            }

            await links.RemoveAsync(device, number, cancellationToken);
            if (done is not null)
            {
                items.Add(ForgottenView.Of(number, done, language));
            }
        }

        return new(items, (await links.ListAsync(device, 0, 1, cancellationToken)).Count > 0);
    }
}

/// <summary>How far whoever has a phone was forgotten.</summary>
/// <param name="Items">Each report of its own, with what is erased and what waits.</param>
/// <param name="More">Whether there are reports left on the phone; then send the same again.</param>
internal sealed record ForgottenPhone(IReadOnlyList<ForgottenView> Items, bool More);
