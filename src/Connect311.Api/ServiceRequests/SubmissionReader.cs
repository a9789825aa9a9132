using System.Net.Mail;
using System.Text.Json;
using System.Text.RegularExpressions;
using Connect311.Routing.Documents;

namespace Connect311.Api.ServiceRequests;

/// <summary>Reads the form of a submission; what the catalogue demands is checked by <see cref="SubmissionRules"/>.</summary>
internal static partial class SubmissionReader
{
    public const string EmailForm = "name@example.org";
    public const string PhoneForm = "E.164, such as +12125550123";

    /// <summary>The longest texts, in UTF-16 units.</summary>
    public const int MaxDescription = 4_000;
    public const int MaxAddress = 500;
    public const int MaxUnit = 50;
    public const int MaxName = 200;

    public const int MostPhotos = 5;

    public static readonly string[] Sources = ["gps", "map", "address", "photo"];
    public static readonly string[] Notifications = ["email", "sms", "push"];
    private static readonly SubmittedContact Nobody = new();

    /// <summary>The submission as far as it is readable; the reader's faults get everything that is not.</summary>
    /// <param name="root">The body.</param>
    /// <param name="currentCatalog">The version in force. Under another one, unknown members go to <paramref name="aside"/>.</param>
    /// <param name="aside">Gets unknown members by JSON Pointer, for triage.</param>
    /// <param name="isQueued">Whether it comes out of a phone's queue: then too, since who wrote it may be newer or older than this program.</param>
    public static Submission Read(ObjectReader root, int currentCatalog, Dictionary<string, JsonElement> aside, bool isQueued = false)
    {
        var version = root.Whole("catalogVersion", 1);
        var keptAside = isQueued || (version is { } made && made != currentCatalog) ? aside : null;
        var submission = new Submission
        {
            ServiceType = root.RequiredText("serviceType", 100),
            Description = NullIfEmpty(root.Text("description", MaxDescription, lines: true)),
            Location = ReadLocation(root, keptAside),
            Address = ReadAddress(root, keptAside),
            Answers = ReadAnswers(root),
            Contact = ReadContact(root, keptAside),
            Photos = ReadPhotos(root),
            ReportedAt = root.Time("reportedAt"),
            CatalogVersion = version,
        };
        root.End(keptAside);
        return submission;
    }

    /// <summary>Answers of null are none; without any there is nothing to keep.</summary>
    public static Dictionary<string, JsonElement>? ReadAnswers(ObjectReader root)
    {
        var answers = root.Object("answers")?.Members()
            .Where(answer => answer.Value.ValueKind != JsonValueKind.Null)
            .ToDictionary(answer => answer.Name, answer => answer.Value);
        return answers is { Count: > 0 } ? answers : null;
    }

    public static SubmittedLocation? ReadLocation(ObjectReader root, Dictionary<string, JsonElement>? aside)
    {
        if (root.Object("location") is not { } location)
        {
            return null;
        }

        location.Require("latitude");
        location.Require("longitude");
        var latitude = location.Number("latitude", -90, 90);
        var longitude = location.Number("longitude", -180, 180);
        var read = new SubmittedLocation
        {
            Latitude = latitude ?? 0,
            Longitude = longitude ?? 0,
            AccuracyMetres = location.Number("accuracyMetres", 0, 100_000),
            Source = location.OneOf("source", Sources),
        };
        location.End(aside);
        return latitude is null || longitude is null ? null : read;
    }

    public static SubmittedAddress? ReadAddress(ObjectReader root, Dictionary<string, JsonElement>? aside)
    {
        if (root.Object("address") is not { } address)
        {
            return null;
        }

        var read = new SubmittedAddress
        {
            Text = address.RequiredText("text", MaxAddress),
            Unit = NullIfEmpty(address.Text("unit", MaxUnit)),
        };
        address.End(aside);
        return read;
    }

    private static SubmittedContact? ReadContact(ObjectReader root, Dictionary<string, JsonElement>? aside)
    {
        if (root.Object("contact") is not { } contact)
        {
            return null;
        }

        var read = new SubmittedContact
        {
            Name = NullIfEmpty(contact.Text("name", MaxName)),
            Email = Formed(contact, "email", 254, EmailForm, IsEmail),
            Phone = Formed(contact, "phone", 16, PhoneForm, IsPhone),
            Language = Formed(contact, "language", 35, "BCP 47, such as es", text => Bcp47().IsMatch(text)),
            Notify = contact.TextList("notify", Notifications.Length, 10) is { Count: > 0 } notify ? notify : null,
        };
        foreach (var unknown in (read.Notify ?? []).Except(Notifications))
        {
            contact.Add("notify", FaultCodes.UnknownValue, "allowed", string.Join(", ", Notifications));
        }

        contact.End(aside);
        return read == Nobody ? null : read;
    }

    /// <summary>The ids of photos, each in its one form; null where none are named.</summary>
    public static List<string>? ReadPhotos(ObjectReader root)
    {
        if (root.TextList("photos", MostPhotos, 36) is not { Count: > 0 } photos)
        {
            return null;
        }

        var ids = new List<string>();
        for (var i = 0; i < photos.Count; i++)
        {
            if (!Guid.TryParseExact(photos[i], "D", out var id))
            {
                root.Faults.Add(new($"/photos/{i}", FaultCodes.InvalidFormat, "expected", "a UUID"));
            }
            else
            {
                ids.Add(id.ToString());
            }
        }

        return ids;
    }

    private static string? Formed(ObjectReader reader, string name, int maxLength, string expected, Func<string, bool> isFormed)
    {
        var text = NullIfEmpty(reader.Text(name, maxLength));
        if (text is not null && !isFormed(text))
        {
            reader.Add(name, FaultCodes.InvalidFormat, "expected", expected);
        }

        return text;
    }

    public static bool IsPhone(string text) => E164().IsMatch(text);

    public static bool IsEmail(string text) =>
        MailAddress.TryCreate(text, out var address) && address.Address == text && !text.Contains(' ', StringComparison.Ordinal);

    public static string? NullIfEmpty(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;

    [GeneratedRegex(@"^\+[1-9][0-9]{6,14}\z", RegexOptions.NonBacktracking)]
    private static partial Regex E164();

    [GeneratedRegex(@"^[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8})*\z", RegexOptions.NonBacktracking)]
    private static partial Regex Bcp47();
}
