using System.Security.Cryptography;
using Connect311.Api.Databases;
using Connect311.Api.Http;
using Connect311.Api.ServiceRequests;
using Connect311.Api.Subscriptions;

namespace Connect311.Api.Delivery;

/// <summary>Makes subscriptions of what reports say about whom to tell. None is told anything before the address confirms.</summary>
internal sealed class ContactSubscriptions(
    Contacts contacts, Addresses addresses, SubscriptionStore store, Targets targets, TimeProvider time)
{
    /// <summary>Whom to ask now; nobody who was asked before, and no address that was asked too often.</summary>
    public async Task<List<SubscriptionRow>> NewAsync(IEnumerable<NoticeContact> found, CancellationToken cancellationToken)
    {
        var asked = new List<SubscriptionRow>();
        foreach (var row in found.SelectMany(Wanted))
        {
            var now = asked.Count(other => other.AddressHash == row.AddressHash);
            if (await store.FindAsync(row.Id, cancellationToken) is null
                && now < await store.AskingsLeftAsync(row.AddressHash, cancellationToken))
            {
                asked.Add(row);
            }
        }

        return asked;
    }

    private IEnumerable<SubscriptionRow> Wanted(NoticeContact found)
    {
        if (TryOpen(found.Content) is not { } contact)
        {
            yield break;
        }

        (string Target, string? To)[] wanted = [(TargetKind.Email, contact.Email), (TargetKind.Sms, contact.Phone)];
        foreach (var (target, to) in wanted)
        {
            if (to is not null && contact.Notify?.Contains(target) == true && targets.IsOn(target))
            {
                yield return RowOf(found.RequestId, target, to, contact.Language);
            }
        }
    }

    /// <summary>One that the key ring does not open must not hold up all others: nobody is told of that report, as nobody could be.</summary>
    private StoredContact? TryOpen(string content)
    {
        try
        {
            return contacts.Open(content);
        }
        catch (Exception e) when (e is CryptographicException or FormatException)
        {
            return null;
        }
    }

    private SubscriptionRow RowOf(long requestId, string target, string to, string? language)
    {
        var hash = addresses.HashOf(target, to);
        return new()
        {
            Id = Addresses.IdOf(requestId, target, hash),
            Target = target,
            RequestId = requestId,
            AddressHash = hash,
            SealedAddress = addresses.Seal(new(to)),
            Language = (language is null ? null : Texts.Known(language)) ?? Texts.DefaultLanguage,
            Asked = 1,
            AskedAt = time.Now(),
        };
    }
}
