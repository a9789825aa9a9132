using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Connect311.Api.Catalog;
using Connect311.Api.Http;
using Connect311.Api.ServiceRequests;
using Connect311.Routing.Documents;

namespace Connect311.Api.Open311.Reports;

/// <summary>
/// Says a report of this protocol as a report of <c>/v1</c>, so that the same intake takes it. What has no place there, such as where a
/// picture is, is kept for staff; what names a phone or an account is not kept at all.
/// </summary>
/// <param name="arguments">What was sent; its faults get what cannot be said.</param>
/// <param name="type">The service; null where there is none of that code, which the intake says.</param>
/// <param name="phonePrefix">What a number of ten digits begins with.</param>
internal sealed class ReportForm(Arguments arguments, ServiceType? type, string phonePrefix)
{
    private const int MostPictures = 10;
    private const int MaxUrl = 2_000;

    private readonly JsonObject _body = [];
    private readonly Dictionary<string, JsonElement> _aside = [];

    /// <summary>The report as <c>/v1</c> has it, and what came beside it.</summary>
    /// <param name="hasKey">Whether the call has an idempotency key already.</param>
    /// <param name="photos">The pictures that came with it.</param>
    public (JsonElement Body, IReadOnlyDictionary<string, JsonElement> Aside) Read(bool hasKey, IReadOnlyList<string> photos)
    {
        Set(_body, "serviceType", arguments.One("service_code"));
        Set(_body, "description", arguments.One("description"));
        if (type?.Place != CatalogWords.None)
        {
            AddPlace();
        }

        if (type?.Contact != CatalogWords.None)
        {
            AddContact();
        }

        if (ReportAnswers.Of(arguments, type) is { Count: > 0 } answers)
        {
            _body["answers"] = answers;
        }

        if (photos.Count > 0)
        {
            _body["photos"] = new JsonArray([.. photos.Select(photo => (JsonNode)photo)]);
        }

        if (!hasKey)
        {
            Set(_body, IdempotencyKey.Member, arguments.One("client_request_id"));
        }

        AddPictures();
        return (JsonSerializer.SerializeToElement(_body, Json.Options), _aside);
    }

    /// <summary>The protocol wants a place of every report, by coordinates or in words.</summary>
    private void AddPlace()
    {
        var words = arguments.One("address_string");
        var id = arguments.One("address_id");
        if ((words ?? (id is null ? null : $"address id {id}")) is { } text)
        {
            _body["address"] = new JsonObject { ["text"] = text };
        }

        if (words is not null && id is not null)
        {
            _aside["/address_id"] = JsonSerializer.SerializeToElement(id);
        }

        var location = new JsonObject();
        AddDegrees(location, "latitude", "lat");
        AddDegrees(location, "longitude", "long");
        if (arguments.Faults.Exists(fault => fault.Field is "/location/latitude" or "/location/longitude"))
        {
            // What is there and no number is not said to be missing.
            return;
        }

        if (location.Count > 0)
        {
            _body["location"] = location;
        }
        else if (!_body.ContainsKey("address"))
        {
            arguments.Faults.Add(new("/location", FaultCodes.Required));
        }
    }

    private void AddDegrees(JsonObject location, string name, string argument)
    {
        if (arguments.One(argument) is not { } text)
        {
            return;
        }

        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var degrees) && double.IsFinite(degrees))
        {
            location[name] = degrees;
            return;
        }

        arguments.Faults.Add(new($"/location/{name}", FaultCodes.InvalidFormat, "expected", "40.67383"));
    }

    private void AddContact()
    {
        var contact = new JsonObject();
        Set(contact, "name", string.Join(' ', new[] { arguments.One("first_name"), arguments.One("last_name") }.OfType<string>()));
        Set(contact, "email", arguments.One("email"));
        Set(contact, "phone", arguments.One("phone") is { } phone ? PhoneText.Of(phone, phonePrefix) : null);
        if (contact.Count > 0)
        {
            _body["contact"] = contact;
        }
    }

    /// <summary>Where pictures are said to be. Nobody fetches them; staff may look.</summary>
    private void AddPictures()
    {
        var urls = arguments.All("media_url").Concat(arguments.All("media_url[]")).Distinct().ToList();
        if (urls.Count > MostPictures)
        {
            arguments.Faults.Add(new("/media_url", FaultCodes.TooMany, "maximum", MostPictures));
        }
        else if (urls.Exists(url => url.Length > MaxUrl))
        {
            arguments.Faults.Add(new("/media_url", FaultCodes.TooLong, "maximum", MaxUrl));
        }
        else if (urls.Exists(url => !Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https")))
        {
            arguments.Faults.Add(new("/media_url", FaultCodes.InvalidFormat, "expected", "https://example.org/picture.jpg"));
        }
        else if (urls.Count > 0)
        {
            _aside["/media_url"] = JsonSerializer.SerializeToElement(urls);
        }
    }

    private static void Set(JsonObject json, string name, string? text)
    {
        if (!string.IsNullOrEmpty(text))
        {
            json[name] = text;
        }
    }
}

/// <summary>Phone numbers as people write them.</summary>
internal static class PhoneText
{
    private const int NationalDigits = 10;

    /// <summary>The number in E.164, as far as it can be told; as it came where it cannot, which the intake says.</summary>
    /// <param name="prefix">What a number of ten digits begins with.</param>
    public static string Of(string text, string prefix)
    {
        var plain = string.Concat(text.Where(letter => !char.IsWhiteSpace(letter) && !"-.()/".Contains(letter, StringComparison.Ordinal)));
        if (plain.Length == 0 || plain.AsSpan(plain[0] == '+' ? 1 : 0).ContainsAnyExceptInRange('0', '9'))
        {
            return text;
        }

        return plain[0] == '+' ? plain
            : plain.Length == NationalDigits ? prefix + plain
            : plain.Length == NationalDigits + prefix.Length - 1 && plain.StartsWith(prefix[1..], StringComparison.Ordinal) ? $"+{plain}"
            : text;
    }
}
