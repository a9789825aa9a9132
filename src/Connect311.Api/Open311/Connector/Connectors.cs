using System.ComponentModel.DataAnnotations;
using Connect311.Api.Catalog;
using Connect311.Api.Databases;

namespace Connect311.Api.Open311.Connector;

/// <summary>The departments' own systems that are set up, by the codes of the departments.</summary>
internal sealed class Connectors(IConfiguration configuration)
{
    private readonly Dictionary<string, ConnectorOptions> _byDepartment = configuration.GetSection(ConnectorOptions.Section)
        .GetChildren()
        .ToDictionary(section => section.Key, Read, StringComparer.Ordinal);

    /// <summary>The codes of the departments.</summary>
    public IReadOnlyCollection<string> Departments => _byDepartment.Keys;

    /// <summary>How a department's system is set up, or null.</summary>
    public ConnectorOptions? Of(string department) => _byDepartment.GetValueOrDefault(department);

    /// <exception cref="UserErrorException">A setting does not fit the catalogue.</exception>
    public void Check(Catalog.Catalog catalog)
    {
        foreach (var (code, options) in _byDepartment)
        {
            if (!catalog.Departments.TryGetValue(code, out var department) || !department.IsExternal)
            {
                throw Wrong(code, null, department is null
                    ? "the catalogue has no such department; its external departments are " + External(catalog)
                    : "the catalogue does not say that the department is external (works in its own system)");
            }

            if (options.ServiceCodes.Keys.FirstOrDefault(type => !catalog.ServiceTypesByCode.ContainsKey(type)) is { } type)
            {
                throw Wrong(code, nameof(options.ServiceCodes), $"the catalogue has no service type '{type}'");
            }

            if (options.Outcomes.Values.FirstOrDefault(outcome => !catalog.Outcomes.ContainsKey(outcome)) is { } outcome)
            {
                throw Wrong(code, nameof(options.Outcomes), $"the catalogue has no outcome '{outcome}'");
            }
        }
    }

    private static ConnectorOptions Read(IConfigurationSection section)
    {
        ConnectorOptions options;
        try
        {
            options = section.Get<ConnectorOptions>() ?? new();
        }
        catch (InvalidOperationException e)
        {
            throw Wrong(section.Key, null, e.InnerException?.Message ?? e.Message);
        }

        var faults = new List<ValidationResult>();
        if (!Validator.TryValidateObject(options, new(options), faults, validateAllProperties: true))
        {
            throw Wrong(section.Key, faults[0].MemberNames.FirstOrDefault(), faults[0].ErrorMessage!);
        }

        return options.Endpoint is { IsAbsoluteUri: true, Query: "", Fragment: "", UserInfo: "" } endpoint
            && (endpoint.Scheme == Uri.UriSchemeHttps || (endpoint.Scheme == Uri.UriSchemeHttp && options.AllowPrivateAddresses))
            ? options
            : throw Wrong(section.Key, nameof(options.Endpoint), "it must be a whole https address, without query (http where AllowPrivateAddresses is true)");
    }

    private static string External(Catalog.Catalog catalog) =>
        string.Join(", ", catalog.Departments.Values.Where(one => one.IsExternal).Select(one => one.Code).DefaultIfEmpty("none"));

    private static UserErrorException Wrong(string department, string? setting, string why) =>
        new($"The setting {ConnectorOptions.Section}:{department}{(setting is null ? "" : $":{setting}")} is wrong: {why}.");
}

/// <summary>Checks the settings at the start, against the catalogue.</summary>
internal sealed class ConnectorCheck(Connectors connectors, CurrentCity city) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        connectors.Check(city.Value.Catalog);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
