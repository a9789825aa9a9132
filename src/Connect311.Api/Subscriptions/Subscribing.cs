using Connect311.Api.Databases;
using Connect311.Api.Delivery;
using Connect311.Api.Http;
using Connect311.Api.ServiceRequests;
using Connect311.Routing.Documents;
using Microsoft.Extensions.Options;

namespace Connect311.Api.Subscriptions;

/// <summary>Takes who wants to be told of what.</summary>
internal sealed class Subscribing(
    SubscriptionStore store, Addresses addresses, Targets targets, IOptions<DeliveryOptions> options, TimeProvider time)
{
    /// <summary>How long an address is left alone that was asked a moment ago: the same call may come twice.</summary>
    private static readonly TimeSpan LeftAlone = TimeSpan.FromHours(1);

    /// <summary>What a device wants; null where that is faulty.</summary>
    public SubscriptionRow? ReadPush(ObjectReader root, string device, string language)
    {
        root.Require("target");
        var target = root.OneOf("target", [.. TargetKind.Push.Where(targets.IsOn)]);
        var address = PushReader.Read(root, target, options.Value.AllowPrivateAddresses);
        var choices = Choices.Read(root, language);
        if (target is null || address is null)
        {
            return null;
        }

        var now = time.Now();
        return choices.On(NewRow(device, target, addresses.HashOf(target, address.To), address) with { Asked = 0, AskedAt = now, ConfirmedAt = now });
    }

    public Task PutAsync(SubscriptionRow wanted, CancellationToken cancellationToken) => store.PutAsync(wanted, cancellationToken);

    /// <summary>What the owner of a report wants for an address; null where that is faulty.</summary>
    public SubscriptionRow? ReadAddress(ObjectReader root, TrackingNumber number, string language)
    {
        var email = Formed(root, "email", 254, SubmissionReader.EmailForm, SubmissionReader.IsEmail);
        var phone = Formed(root, "phone", 16, SubmissionReader.PhoneForm, SubmissionReader.IsPhone);
        var choices = Choices.Read(root, language);
        if (root.Has("email") && root.Has("phone"))
        {
            root.Add("phone", FaultCodes.NotWith, "what", "email");
        }
        else if (!root.Has("email") && !root.Has("phone"))
        {
            root.Require("email");
        }

        var (target, to) = phone is null ? (TargetKind.Email, email) : (TargetKind.Sms, phone);
        if (to is null)
        {
            return null;
        }

        if (!targets.IsOn(target))
        {
            root.Add(phone is null ? "email" : "phone", FaultCodes.NotWith, "what", "this server, which sends nothing there");
            return null;
        }

        var hash = addresses.HashOf(target, to);
        return choices.On(NewRow(Addresses.IdOf(number.Id, target, hash), target, hash, new(to)) with { RequestId = number.Id });
    }

    /// <summary>Asks an address to confirm; one that has confirmed gets its new choices.</summary>
    /// <returns>As it is then; null when the address was asked too often, or somebody else changed it again and again.</returns>
    public async Task<SubscriptionRow?> SubscribeAsync(SubscriptionRow wanted, CancellationToken cancellationToken)
    {
        const int Tries = 5;
        for (var left = Tries; left > 0; left--)
        {
            var seen = await store.FindAsync(wanted.Id, cancellationToken);
            if (seen?.Lives() == true)
            {
                if (await store.ChooseAsync(wanted, cancellationToken))
                {
                    return wanted with { ConfirmedAt = seen.ConfirmedAt };
                }

                continue;
            }

            // Who refused is not asked again, and is nobody else's business: the answer is that of one who has not confirmed.
            if (seen is { RefusedAt: not null } || (seen is { EndedAt: null } && seen.AskedAt > time.Now() - LeftAlone))
            {
                return seen;
            }

            if ((seen is null && wanted.RequestId is { } request && !await store.HasRoomAsync(request, cancellationToken))
                || await store.AskingsLeftAsync(wanted.AddressHash, cancellationToken) <= 0)
            {
                return null;
            }

            var asking = wanted with { Asked = (seen?.Asked ?? 0) + 1, AskedAt = time.Now() };
            if (await store.AskAsync(asking, cancellationToken))
            {
                return asking;
            }
        }

        return null;
    }

    private SubscriptionRow NewRow(string id, string target, string hash, Address address) => new()
    {
        Id = id,
        Target = target,
        AddressHash = hash,
        SealedAddress = addresses.Seal(address),
        Language = Texts.DefaultLanguage,
        Asked = 0,
        AskedAt = time.Now(),
    };

    private static string? Formed(ObjectReader root, string name, int maxLength, string expected, Func<string, bool> isFormed)
    {
        var text = SubmissionReader.NullIfEmpty(root.Text(name, maxLength));
        if (text is null || isFormed(text))
        {
            return text;
        }

        root.Add(name, FaultCodes.InvalidFormat, "expected", expected);
        return null;
    }
}
