using System.Net;
using System.Text.Json;
using Connect311.Api.Catalog;
using Connect311.Api.ServiceRequests;
using Connect311.Api.ServiceRequests.Import;
using Connect311.Api.ServiceRequests.Intake;
using Connect311.Tests.Catalog;
using Microsoft.Extensions.DependencyInjection;

namespace Connect311.Tests.Http;

/// <summary>Staff ask why a request went where it went.</summary>
public sealed class RoutingExplanationTests(RoutingExplanationTests.Town town) : IClassFixture<RoutingExplanationTests.Town>
{
    private const string Encampment = """
        {"serviceType":"encampment","description":"My diary: a tent, and a smell of gas!","answers":{"people-present":"no","location-type":"park-playground"},
         "location":{"latitude":40.6990,"longitude":-73.9905,"accuracyMetres":8}}
        """;

    [Fact]
    public async Task The_answer_has_the_documented_members_and_no_other()
    {
        var answer = await ExplainedAsync(Encampment);
        const string named = "{code:string,name:string}";
        Assert.Equal(
            $"{{trackingNumber:string,decision:{{department:{named},queue:null,priority:number,rule:string,reason:string,note:string,needsAnswerTo:null}}," +
            "rulePriority:number,danger:string,versions:{ruleSet:number,catalog:number,areas:number},reproduced:boolean,redecision:null,notKnown:[]," +
            $"input:{{serviceType:{named},group:{named},channel:string,receivedAt:string,localTime:string,timeZone:string," +
            $"answers:[{{question:{named},answers:[{named}]}}],description:{{given:boolean,found:[string]}}," +
            "place:{latitude:number,longitude:number,accuracyMetres:number},areas:[{set:string,code:string,name:string}]}," +
            $"considered:[{{rule:string,department:{named},outcome:string,condition:string,because:string,sentence:string}}],uncertainty:null,possiblePlaces:[]}}",
            Answers.ShapeOf(answer));
    }

    [Fact]
    public async Task It_tells_the_winner_what_was_looked_at_and_that_it_comes_out_alike()
    {
        var answer = await ExplainedAsync(Encampment);
        var input = answer.GetProperty("input");
        Assert.True(answer.GetProperty("reproduced").GetBoolean());
        Assert.Equal(("NYPD", "rest", "Ring first."), (answer.GetProperty("decision").GetProperty("department").Text("code"), answer.GetProperty("decision").Text("rule"), answer.GetProperty("decision").Text("note")));
        Assert.Equal((1, 3, "gas-smell"), (answer.GetProperty("decision").GetProperty("priority").GetInt32(), answer.GetProperty("rulePriority").GetInt32(), answer.Text("danger")));
        Assert.Equal(("2026-06-01T12:00:00-04:00", "America/New_York", "mobile"), (input.Text("localTime"), input.Text("timeZone"), input.Text("channel")));
        Assert.Equal("smell of gas", input.GetProperty("description").GetProperty("found")[0].GetString());
        Assert.Equal("Brooklyn", input.GetProperty("areas")[0].Text("name"));
    }

    [Theory]
    [InlineData("en", """
        by-phone other-channel: It came by a phone app; the rule asks: it comes by a call.
        people other-answer: The answer to “Are people staying there now?” is No; the rule asks: the answer to “Are people staying there now?” is Yes.
        manhattan other-area: The place is in Brooklyn (borough); the rule asks: the place is in Manhattan or Bronx (borough).
        night other-time: It was received on Monday, 2026-06-01, at 12:00; the rule asks: it is received on Friday or Saturday, from 22:00 to 06:00, every year from 11-01 to 03-31.
        smoke none-of: There is no place of smoke.
        no-gas excluded: The description says “smell of gas”; the rule asks: it is not so that the description says “gas leak” or “smell of gas”.
        """)]
    [InlineData("es-MX", """
        by-phone other-channel: Llegó por una aplicación de teléfono; la regla pide: llega por una llamada.
        people other-answer: La respuesta a «¿Hay personas que se quedan allí ahora?» es No; la regla pide: la respuesta a «¿Hay personas que se quedan allí ahora?» es Sí.
        manhattan other-area: El lugar está en Brooklyn (borough); la regla pide: el lugar está en Manhattan o Bronx (borough).
        night other-time: Se recibió en lunes, 2026-06-01, a las 12:00; la regla pide: se recibe en viernes o sábado, de 22:00 a 06:00, cada año del 11-01 al 03-31.
        smoke none-of: There is no place of smoke.
        no-gas excluded: La descripción dice “smell of gas”; la regla pide: no es cierto que la descripción dice “gas leak” o “smell of gas”.
        """)]
    public async Task Each_rule_that_lost_says_why_by_code_and_in_a_sentence(string language, string expected)
    {
        var lost = (await ExplainedAsync(Encampment, language)).GetProperty("considered").EnumerateArray().SkipLast(1).ToList();
        var lines = expected.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => !line.StartsWith("smoke", StringComparison.Ordinal));
        Assert.Equal(lines, lost.Where(rule => rule.Text("rule") != "smoke").Select(rule => $"{rule.Text("rule")} {rule.Text("because")}: {rule.Text("sentence")}"));
        Assert.All(lost, rule => Assert.Equal("lost", rule.Text("outcome")));
        Assert.Equal("/rules/2/when/areas/borough", lost[2].Text("condition"));
        Assert.Equal("none-of", lost.Single(rule => rule.Text("rule") == "smoke").Text("because"));
    }

    [Fact]
    public async Task Neither_the_description_nor_an_answer_that_no_rule_asks_for_is_repeated()
    {
        var text = (await ExplainedAsync(Encampment)).GetRawText();
        Assert.DoesNotContain("diary", text, StringComparison.Ordinal);
        Assert.DoesNotContain("park-playground", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_uncertain_place_names_both_departments_with_their_shares()
    {
        var answer = await ExplainedAsync("""
            {"serviceType":"street-condition.pothole","location":{"latitude":40.6990,"longitude":-73.9905,"accuracyMetres":1600}}
            """);
        Assert.True(answer.GetProperty("reproduced").GetBoolean());
        var uncertainty = answer.GetProperty("uncertainty");
        Assert.Equal("likelier", uncertainty.Text("policy"));
        var departments = uncertainty.GetProperty("departments").EnumerateArray().ToList();
        Assert.Equal(["NYPD", "DSNY"], departments.Select(department => department.GetProperty("department").Text("code")));
        Assert.Equal(1, departments.Sum(department => department.GetProperty("share").GetDouble()), 6);
        Assert.Equal(["rest", "manhattan"], answer.GetProperty("possiblePlaces").EnumerateArray().Select(place => place.Text("rule")).Distinct());
        Assert.Equal("Manhattan", answer.GetProperty("possiblePlaces")[1].GetProperty("areas")[0].Text("name"));
    }

    [Fact]
    public async Task What_waits_for_an_answer_or_a_place_says_so()
    {
        var open = await ExplainedAsync("""{"serviceType":"encampment","location":{"latitude":40.6990,"longitude":-73.9905}}""");
        Assert.Equal(("unanswered", "people-present"), (open.GetProperty("decision").Text("rule"), open.GetProperty("decision").GetProperty("needsAnswerTo").Text("code")));
        var last = open.GetProperty("considered").EnumerateArray().Last();
        Assert.Equal(("needs-answer", "no-answer"), (last.Text("outcome"), last.Text("because")));

        var unplaced = await ExplainedAsync("""{"serviceType":"street-condition.pothole","address":{"text":"5 Main St"}}""");
        last = unplaced.GetProperty("considered").EnumerateArray().Last();
        Assert.Equal(("unplaced", "needs-place", "no-place"), (unplaced.GetProperty("decision").Text("rule"), last.Text("outcome"), last.Text("because")));
        Assert.Equal(JsonValueKind.Null, unplaced.GetProperty("input").GetProperty("areas").ValueKind);
    }

    [Fact]
    public async Task A_stale_report_keeps_what_its_rule_gives_beside_what_it_got()
    {
        var answer = await ExplainedAsync("""
            {"serviceType":"noise-residential.loud-music-party","reportedAt":"2026-06-01T10:00:00Z","location":{"latitude":40.6990,"longitude":-73.9905}}
            """);
        Assert.Equal((2, 1), (answer.GetProperty("decision").GetProperty("priority").GetInt32(), answer.GetProperty("rulePriority").GetInt32()));
        Assert.True(answer.GetProperty("reproduced").GetBoolean());
    }

    [Fact]
    public async Task A_confidential_one_answers_like_an_unknown_number_byte_for_byte()
    {
        using var app = town.Application.App();
        using var operators = town.Application.Staff("demo-operator");
        var number = (await app.SubmittedAsync("""{"serviceType":"drug-activity.use-outside","location":{"latitude":40.6990,"longitude":-73.9905}}""")).Text("trackingNumber");
        var hidden = await operators.ReadAsync(PathOf(number));
        var unknown = await operators.ReadAsync(PathOf($"{new TrackingNumber(77)}"));
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (hidden.StatusCode, unknown.StatusCode));
        Assert.Equal(await unknown.TextAsync(), await hidden.TextAsync());
        using var police = town.Application.Staff("demo-agent-NYPD");
        var seen = await police.ReadAsync(PathOf(number));
        Assert.True(seen.IsSuccessStatusCode);
        Assert.True(seen.Headers.CacheControl is { NoStore: true });
    }

    [Fact]
    public async Task An_imported_request_says_what_its_data_does_not_tell()
    {
        using var operators = town.Application.Staff("demo-operator");
        var number = await town.ImportAsync("901,2026-04-11T23:28:40.000,,NYPD,Encampment,N/A,Street,10033,NEW YORK,MANHATTAN,40.8471,-73.9353");
        var answer = await (await operators.ReadAsync(PathOf(number))).JsonAsync();
        Assert.True(answer.GetProperty("reproduced").GetBoolean());
        Assert.Equal("imported", answer.GetProperty("notKnown")[0].Text("code"));
        Assert.Equal("import", answer.GetProperty("input").Text("channel"));
    }

    [Fact]
    public async Task The_owner_is_told_in_plain_words_and_nobody_else()
    {
        using var app = town.Application.App();
        var answer = await app.SubmittedAsync("""{"serviceType":"street-condition.pothole","location":{"latitude":40.7580,"longitude":-73.9855}}""");
        using var owner = town.Application.ClientFor(ReporterKeys.Header, answer.Text("reporterKey"));
        var path = $"/v1/public/service-requests/{answer.Text("trackingNumber")}";
        var own = await owner.ReadAsync(path);
        Assert.Equal("Manhattan or the Bronx. The place lies in Manhattan.", (await own.JsonAsync()).GetProperty("routing").Text("reason"));
        var many = await (await owner.ReadAsync($"/v1/public/service-requests?numbers={answer.Text("trackingNumber")}")).JsonAsync();
        Assert.StartsWith("Manhattan", many.GetProperty("items")[0].GetProperty("routing").Text("reason"), StringComparison.Ordinal);

        using var anybody = town.Application.Anybody();
        anybody.DefaultRequestHeaders.TryAddWithoutValidation("If-None-Match", own.Headers.ETag!.ToString());
        var others = await anybody.ReadAsync(path);
        Assert.Equal((HttpStatusCode.OK, JsonValueKind.Null), (others.StatusCode, (await others.JsonAsync()).GetProperty("routing").ValueKind));
    }

    [Theory]
    [InlineData("en", "An operator still has to know: Are people staying there now?")]
    [InlineData("es", "Un operador todavía tiene que saber: ¿Hay personas que se quedan allí ahora?")]
    public async Task The_owner_is_told_what_an_operator_still_needs(string language, string sentence)
    {
        using var app = town.Application.App();
        var answer = await app.SubmittedAsync("""{"serviceType":"encampment","location":{"latitude":40.6990,"longitude":-73.9905}}""");
        using var owner = town.Application.ClientFor(ReporterKeys.Header, answer.Text("reporterKey"));
        owner.DefaultRequestHeaders.TryAddWithoutValidation("Accept-Language", language);
        var routing = (await (await owner.ReadAsync($"/v1/public/service-requests/{answer.Text("trackingNumber")}")).JsonAsync()).GetProperty("routing");
        Assert.EndsWith(sentence, routing.Text("reason"), StringComparison.Ordinal);
        Assert.Equal("people-present", routing.Text("needsAnswerTo"));
    }

    private static string PathOf(string number) => $"/v1/service-requests/{number}/routing";

    private async Task<JsonElement> ExplainedAsync(string body, string language = "en")
    {
        using var app = town.Application.App();
        using var operators = town.Application.Staff("demo-operator");
        operators.DefaultRequestHeaders.TryAddWithoutValidation("Accept-Language", language);
        var response = await operators.ReadAsync(PathOf((await app.SubmittedAsync(body)).Text("trackingNumber")));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.JsonAsync();
    }

    /// <summary>New York with a rule of each kind.</summary>
    public sealed class Town : IDisposable
    {
        private const string Rules = """
            {
              "name": "town", "timeZone": "America/New_York",
              "fallback": {"department": "311", "reason": {"en": "Nobody."}},
              "rules": [
                {"id": "by-phone", "when": {"channels": ["phone"]}, "assign": {"department": "311"}, "reason": {"en": "Calls."}},
                {"id": "people", "when": {"serviceTypes": ["encampment"], "not": {"channels": ["import"]}, "answers": {"people-present": {"equals": "yes"}}}, "needs": ["people-present"],
                 "assign": {"department": "DHS"}, "reason": {"en": "People."}},
                {"id": "manhattan", "when": {"areas": {"borough": ["manhattan", "bronx"]}}, "assign": {"department": "DSNY"}, "reason": {"en": "Manhattan or the Bronx."}},
                {"id": "night", "when": {"localTime": {"weekdays": ["friday", "saturday"], "from": "22:00", "to": "06:00", "firstDate": "11-01", "lastDate": "03-31"}},
                 "assign": {"department": "NYPD", "queue": "night"}, "reason": {"en": "Nights."}},
                {"id": "smoke", "when": {"any": [{"words": ["smoke"]}, {"channels": ["sensor"]}]}, "assign": {"department": "DOB"}, "reason": {"en": "Smoke."}},
                {"id": "noise", "when": {"groups": ["noise"]}, "assign": {"department": "NYPD", "priority": 1}, "reason": {"en": "Noise."}},
                {"id": "no-gas", "when": {"serviceTypes": ["encampment"], "not": {"words": ["gas leak", "smell of gas"]}}, "assign": {"department": "DHS"}, "reason": {"en": "No gas."}},
                {"id": "rest", "assign": {"department": "NYPD", "note": {"en": "Ring first."}}, "reason": {"en": "The rest."}}
              ]
            }
            """;

        private readonly CityFolder _folder = new CityFolder().With(Rules);

        public Town() => Application = new TestApplication().With("City:Folder", _folder.Path);

        public TestApplication Application { get; }

        /// <summary>Imports one row of the city's data.</summary>
        /// <returns>The number of its request.</returns>
        internal async Task<string> ImportAsync(string row)
        {
            var (file, token, services) = (Path.Combine(_folder.Path, "rows.csv"), TestContext.Current.CancellationToken, Application.Services);
            await File.WriteAllTextAsync(
                file, $"unique_key,created_date,closed_date,agency,complaint_type,descriptor,location_type,incident_zip,city,borough,latitude,longitude\n{row}\n", token);
            var import = new NycImport(Application.Database, services.GetRequiredService<CurrentCity>(), services.GetRequiredService<NumberBlocks>(), services.GetRequiredService<IntakeStore>());
            await import.RunAsync(file, file + ".rejects", new(), (_, _) => { }, token);
            return new TrackingNumber(await Application.Database.FindAsync<long>("SELECT MAX(RequestId) FROM ImportedRow;", null, token)).ToString();
        }

        public void Dispose()
        {
            Application.Dispose();
            _folder.Dispose();
        }
    }
}
