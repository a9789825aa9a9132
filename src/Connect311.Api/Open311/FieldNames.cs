using Connect311.Api.ServiceRequests;

namespace Connect311.Api.Open311;

/// <summary>What the arguments are called here that stand in a report under other names.</summary>
internal static class FieldNames
{
    private const string Answers = "/answers/";

    private static readonly Dictionary<string, string> ByPointer = new()
    {
        ["/serviceType"] = "service_code",
        ["/location"] = "lat, long",
        ["/location/latitude"] = "lat",
        ["/location/longitude"] = "long",
        ["/address"] = "address_string",
        ["/address/text"] = "address_string",
        ["/contact"] = "email",
        ["/contact/name"] = "first_name, last_name",
        ["/contact/email"] = "email",
        ["/contact/phone"] = "phone",
        ["/" + IdempotencyKey.Member] = "client_request_id",
    };

    /// <param name="pointer">Of a fault of a report, or the name of an argument behind a slash.</param>
    public static string Of(string pointer) =>
        ByPointer.GetValueOrDefault(pointer)
        ?? (pointer.StartsWith(Answers, StringComparison.Ordinal) ? AttributeOf(pointer[Answers.Length..]) : pointer.TrimStart('/'));

    /// <summary>An answer, or one of several choices of it.</summary>
    private static string AttributeOf(string rest) =>
        $"attribute[{rest.Split('/')[0].Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)}]";
}
