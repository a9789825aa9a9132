namespace Connect311.Api.Open311.Check;

/// <summary>C2: the list of services.</summary>
internal static class ServiceRules
{
    private static readonly Rule List = new("C2.1", "GET services answers 200 with services, and there are some");
    private static readonly Rule Filled = new("C2.2", "Each service has a service_code and a service_name");
    private static readonly Rule Fields = new("C2.3", "Each service has description, metadata, type, keywords and group, empty or not");
    private static readonly Rule Metadata = new("C2.4", "metadata is true or false");
    private static readonly Rule Type = new("C2.5", "type is realtime, batch or blackbox");
    private static readonly Rule Unique = new("C2.6", "No service_code is there twice");

    public static readonly Rule[] All = [List, Filled, Fields, Metadata, Type, Unique];

    private static readonly string[] Others = ["description", "metadata", "type", "keywords", "group"];

    public static async Task CheckAsync(Probe probe, Face face, CancellationToken cancellationToken)
    {
        var sheet = probe.Sheet;
        var seen = await probe.GetAsync(face, "services", "services", cancellationToken);
        var fault = !seen.IsOk || seen.Root!.Name != "services" ? seen.Instead
            : seen.Items.Count == 0 ? "the list is empty"
            : seen.Items.FirstOrDefault(item => item.Name != "service") is { } other ? $"{other.Name} among the services"
            : null;
        sheet.Judge(List, seen.Answer, fault, $"{seen.Items.Count} services");
        var services = seen.Items.Where(item => item.Name == "service").ToList();
        sheet.JudgeEach(Filled, seen, services, service => service["service_code"] is null || service["service_name"] is null ? $"{Words(service)} lacks one" : null);
        sheet.JudgeEach(Fields, seen, services, service => Others.FirstOrDefault(field => service.Child(field) is null) is { } field ? $"{Words(service)} has no {field}" : null);
        sheet.JudgeEach(Metadata, seen, services, service => service["metadata"] is null or "true" or "false" ? null : $"{service["metadata"]} of {Words(service)}");
        sheet.JudgeEach(Type, seen, services, service => service["type"] is null or "realtime" or "batch" or "blackbox" ? null : $"{service["type"]} of {Words(service)}");
        var codes = new HashSet<string?>();
        sheet.JudgeEach(Unique, seen, services, service => service["service_code"] is { } code && !codes.Add(code) ? $"{code} is there twice" : null);
    }

    private static string Words(Node service) => service["service_code"] ?? service["service_name"] ?? "a service";
}
