using Connect311.Api.Catalog;
using Connect311.Api.Databases;
using Connect311.Api.Open311.Connector;
using Microsoft.Extensions.Configuration;

namespace Connect311.Tests.Open311.Connector;

/// <summary>A wrong setting is said in words at the start.</summary>
public sealed class ConnectorSettingsTests
{
    [Theory]
    [InlineData("PARKS", "Endpoint=https://parks.example.org/open311/v2", null)]
    [InlineData("PARKS", "Endpoint=http://parks.example.org", "Connectors:PARKS:Endpoint is wrong: it must be a whole https address")]
    [InlineData("PARKS", "Endpoint=/open311", "Connectors:PARKS:Endpoint is wrong")]
    [InlineData("PARKS", "Endpoint=https://parks.example.org?x=1", "Connectors:PARKS:Endpoint is wrong")]
    [InlineData("PARKS", "ApiKey=7", "Connectors:PARKS:Endpoint is wrong: The Endpoint field is required.")]
    [InlineData("PARKS", "Endpoint=https://parks.example.org;Format=csv", "Connectors:PARKS:Format is wrong")]
    [InlineData("PARKS", "Endpoint=https://parks.example.org;FetchSeconds=soon", "Connectors:PARKS is wrong")]
    [InlineData("PARKS", "Endpoint=https://parks.example.org;AtOnce=0", "Connectors:PARKS:AtOnce is wrong")]
    [InlineData("PARKS", "Endpoint=https://parks.example.org;ServiceCodes:nothing=7", "Connectors:PARKS:ServiceCodes is wrong: the catalogue has no service type 'nothing'.")]
    [InlineData("PARKS", "Endpoint=https://parks.example.org;Outcomes:done=nothing", "Connectors:PARKS:Outcomes is wrong: the catalogue has no outcome 'nothing'.")]
    [InlineData("ROADS", "Endpoint=https://roads.example.org", "Connectors:ROADS is wrong: the catalogue does not say that the department is external")]
    [InlineData("PORKS", "Endpoint=https://parks.example.org", "Connectors:PORKS is wrong: the catalogue has no such department; its external departments are PARKS.")]
    public void What_is_wrong_is_said(string department, string settings, string? words)
    {
        var catalog = CityReader.Read(new CityFiles(ConnectorTown.Files), 1, 1).Catalog;
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings.Split(';').Select(setting =>
            new KeyValuePair<string, string?>($"Connectors:{department}:{setting[..setting.IndexOf('=')]}", setting[(setting.IndexOf('=') + 1)..]))).Build();
        var error = Record.Exception(() => new Connectors(configuration).Check(catalog));
        if (words is null)
        {
            Assert.Null(error);
        }
        else
        {
            Assert.Contains(words, Assert.IsType<UserErrorException>(error).Message, StringComparison.Ordinal);
        }
    }
}
