using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Connect311.Api.Catalog;
using Connect311.Api.Databases;
using Connect311.Tests.Http;

namespace Connect311.Tests.Catalog.Admin;

/// <summary>Calls as an admin's desk makes them: what was read with its version, changed, and put back.</summary>
internal static class AdminCalls
{
    public const string Departments = "/v1/admin/departments";
    public const string Groups = "/v1/admin/groups";
    public const string Types = "/v1/admin/service-types";

    /// <summary>The ETag of an entry, as the next change must name it.</summary>
    public static async Task<string> TagAsync(this HttpClient admin, string path = Departments + "/DOT") =>
        (await admin.ReadAsync(path)).Headers.ETag!.Tag;

    /// <summary>An entry as it is read, to be changed and put back.</summary>
    public static async Task<JsonObject> EntryAsync(this HttpClient admin, string path)
    {
        var response = await admin.ReadAsync(path);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return JsonNode.Parse(await response.TextAsync())!.AsObject();
    }

    /// <summary>Puts an entry under the version of now.</summary>
    public static async Task<HttpResponseMessage> PutNowAsync(this HttpClient admin, string path, string body) =>
        await admin.PutJsonAsync(path, await admin.TagAsync(), body);

    public static Task<HttpResponseMessage> PutNowAsync(this HttpClient admin, string path, JsonObject body) =>
        admin.PutNowAsync(path, body.ToJsonString());

    /// <summary>Reads an entry, changes it, and puts it back; it must be taken.</summary>
    public static async Task<JsonElement> EditAsync(this HttpClient admin, string path, Action<JsonObject> change)
    {
        var entry = await admin.EntryAsync(path);
        change(entry);
        var response = await admin.PutNowAsync(path, entry);
        Assert.True(response.IsSuccessStatusCode, await response.TextAsync());
        return await response.JsonAsync();
    }

    /// <summary>Switches an entry under the version of now.</summary>
    public static async Task<HttpResponseMessage> SwitchAsync(this HttpClient admin, string path, string how) =>
        await admin.PostJsonAsync($"{path}/{how}", await admin.TagAsync());

    /// <summary>Deletes under the version of now.</summary>
    public static async Task<HttpResponseMessage> DeleteNowAsync(this HttpClient admin, string path, string? tag = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Delete, path);
        request.Headers.TryAddWithoutValidation("If-Match", tag ?? await admin.TagAsync());
        return await admin.SendAsync(request, TestContext.Current.CancellationToken);
    }

    /// <summary>What was done to a target, newest first, as <c>action outcome</c>.</summary>
    public static async Task<string[]> AuditedAsync(this HttpClient admin, string target)
    {
        var page = await (await admin.ReadAsync($"/v1/admin/audit?target={target}")).JsonAsync();
        return [.. page.GetProperty("items").EnumerateArray().Select(happened => $"{happened.Text("action")} {happened.Text("outcome")}")];
    }

    public static string[] Texts(this JsonElement list) => [.. list.EnumerateArray().Select(one => one.GetString()!)];
}

/// <summary>What the tests ask of the versions that are kept.</summary>
internal static class KeptVersions
{
    /// <summary>The files of a version of the catalogue.</summary>
    public static Task<Dictionary<string, string>> FilesAsync(this TestApplication application, int version) => application.Database.FilesAsync(version);

    /// <inheritdoc cref="FilesAsync(TestApplication, int)"/>
    public static async Task<Dictionary<string, string>> FilesAsync(this Database database, int version) =>
        CityFileRow.Join(await database.QueryAsync<CityFileRow>(
            "SELECT Name, Version, Part, Content FROM CityFile WHERE Version = @version AND Name <> 'rule-set.json';",
            new { version },
            TestContext.Current.CancellationToken));
}

/// <summary>Rule sets as another admin puts them in force, beside what a test does.</summary>
internal static class OtherRules
{
    public static Task PublishAsync(this TestApplication application, Action<JsonObject> change) => application.Database.PublishAsync(change);

    /// <summary>Puts the rule set in force, changed, in force as its next version; nothing is checked.</summary>
    public static async Task PublishAsync(this Database database, Action<JsonObject> change, string status = "published")
    {
        var rows = await database.QueryAsync<CityFileRow>(CitySql.For(database.Engine).FilesInForce, null, TestContext.Current.CancellationToken);
        var rules = JsonNode.Parse(CityFileRow.Join(rows)[CityFiles.RuleSet])!.AsObject();
        change(rules);
        var version = (await database.FindAsync<int?>("SELECT MAX(Version) FROM RuleSet;", null, TestContext.Current.CancellationToken)).GetValueOrDefault() + 1;
        var write = new Write();
        write.Rows(CitySql.For(database.Engine).InsertFiles, CityFileRow.Rows, [.. CityFileRow.Split(CityFiles.RuleSet, version, rules.ToJsonString())]);
        if (status == "published")
        {
            write.Run("UPDATE RuleSet SET Status = 'archived' WHERE Status = 'published';", new { });
        }

        write.Run(
            "INSERT INTO RuleSet (Version, Status, CreatedAt, PublishedAt) VALUES (@version, @status, @at, @at);",
            new { version, status, at = TestApplication.Noon });
        await database.WriteAsync(write, TestContext.Current.CancellationToken);
    }
}
