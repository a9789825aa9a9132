using Connect311.Routing;
using Connect311.Routing.Documents;
using Connect311.Tests.Documents;

namespace Connect311.Tests.Routing;

public sealed class RuleSetReaderTests
{
    private const string Valid = """
        {
          "name": "test", "timeZone": "America/New_York",
          "uncertainPlaces": "operator", "reroute": "propose",
          "fallback": {"department": "311", "queue": "day", "priority": 4, "reason": {"en": "Nobody else."}},
          "rules": [
            {
              "id": "first",
              "when": {
                "serviceTypes": ["noise.*"], "groups": ["loud"], "areas": {"borough": ["bronx"]},
                "answers": {"people": {"in": ["yes"]}, "size": {"atLeast": 1, "atMost": 2}}, "channels": ["web"],
                "localTime": {"weekdays": ["monday", "Sunday"], "from": "22:00", "to": "06:00", "firstDate": "11-01", "lastDate": "03-31"},
                "words": ["gas leak"], "all": [{"groups": ["loud"]}, {"channels": ["web"]}],
                "any": [{"channels": ["web"]}, {"areas": {"borough": {"notIn": ["queens"]}}}], "not": {"words": ["smoke"]}},
              "needs": ["people"],
              "assign": {"department": "NYPD", "queue": "night", "priority": 1, "note": {"en": "Ring the bell."}},
              "reason": {"en": "One.", "es": "Uno."}
            },
            {"id": "second", "assign": {"department": "DEP"}, "reason": {"en": "Two."}}
          ]
        }
        """;

    [Fact]
    public void A_whole_document_is_read()
    {
        var document = RuleSetReader.Read(JsonEdits.Parse(Valid), [])!;
        Assert.Equal(("test", "America/New_York"), (document.Name, document.TimeZone.Id));
        Assert.Equal(new Assignment("311", "day", 4), document.Fallback);
        Assert.Equal(["first", "second"], document.Rules.Select(rule => rule.Id));
        Assert.Equal(new Assignment("NYPD", "night", 1), document.Rules[0].Assign with { Note = null });
        Assert.Equal("Ring the bell.", document.Rules[0].Assign.Note!.In("en"));
        Assert.Equal((UncertainPlacePolicy.Operator, "/rules/1"), (document.UncertainPlaces, document.Rules[1].At));
        Assert.Equal(new Assignment("DEP", null, 3), document.Rules[1].Assign);
        Assert.Equal(
            [
                "serviceTypes", "groups", "areas/borough", "answers/people", "answers/size", "channels", "localTime", "words",
                "all/0/groups", "all/1/channels", "any", "not",
            ],
            document.Rules[0].When.Select(condition => condition.At).Where(at => at != "/rules/0/needs/0").Select(at => at["/rules/0/when/".Length..]));
        Assert.Contains("/rules/0/needs/0", document.Rules[0].When.Select(condition => condition.At));
        Assert.Empty(document.Rules[1].When);
        Assert.Equal("Uno.", document.Rules[0].Reason.In("es"));
    }

    [Theory]
    [InlineData("/extra")]
    [InlineData("/fallback/extra")]
    [InlineData("/rules/0/extra")]
    [InlineData("/rules/0/when/extra")]
    [InlineData("/rules/0/when/answers/people/extra")]
    [InlineData("/rules/0/when/localTime/extra")]
    [InlineData("/rules/0/when/all/0/extra")]
    [InlineData("/rules/0/when/any/0/extra")]
    [InlineData("/rules/0/when/not/extra")]
    [InlineData("/rules/0/when/any/1/areas/borough/extra")]
    [InlineData("/rules/0/assign/extra")]
    public void An_unknown_member_is_refused(string at) => Refused(at, "1", "unknown-member");

    [Theory]
    [InlineData("/name")]
    [InlineData("/timeZone")]
    [InlineData("/fallback")]
    [InlineData("/fallback/department")]
    [InlineData("/fallback/reason")]
    [InlineData("/fallback/reason/en")]
    [InlineData("/rules")]
    [InlineData("/rules/0/id")]
    [InlineData("/rules/0/assign")]
    [InlineData("/rules/0/assign/department")]
    [InlineData("/rules/0/reason")]
    [InlineData("/rules/0/reason/en")]
    [InlineData("/rules/0/when/any/1/areas/borough/notIn")]
    public void A_missing_member_is_named(string at) => Refused(at, null, "required");

    [Theory]
    [InlineData("/name", "1")]
    [InlineData("/timeZone", "1")]
    [InlineData("/fallback", "\"311\"")]
    [InlineData("/rules", "{}")]
    [InlineData("/rules/0", "\"first\"")]
    [InlineData("/rules/0/id", "1")]
    [InlineData("/rules/0/when", "[]")]
    [InlineData("/rules/0/when/serviceTypes", "\"noise\"")]
    [InlineData("/rules/0/when/serviceTypes/0", "1")]
    [InlineData("/rules/0/when/areas", "[\"bronx\"]")]
    [InlineData("/rules/0/when/areas/borough", "\"bronx\"")]
    [InlineData("/rules/0/when/areas/borough/0", "1")]
    [InlineData("/rules/0/when/answers", "[]")]
    [InlineData("/rules/0/when/answers/people", "\"yes\"")]
    [InlineData("/rules/0/when/answers/people/in", "\"yes\"")]
    [InlineData("/rules/0/when/answers/size/atMost", "\"2\"")]
    [InlineData("/rules/0/when/localTime", "\"night\"")]
    [InlineData("/rules/0/when/localTime/from", "22")]
    [InlineData("/rules/0/when/localTime/weekdays", "\"monday\"")]
    [InlineData("/rules/0/when/words/0", "true")]
    [InlineData("/rules/0/when/answers/people/in/0", "true")]
    [InlineData("/rules/0/when/all", "{}")]
    [InlineData("/rules/0/when/all/0", "7")]
    [InlineData("/rules/0/when/any", "\"web\"")]
    [InlineData("/rules/0/when/not", "[]")]
    [InlineData("/rules/0/when/localTime/firstDate", "1101")]
    [InlineData("/rules/0/needs", "\"people\"")]
    [InlineData("/rules/0/needs/0", "1")]
    [InlineData("/rules/0/assign/note", "\"Ring the bell.\"")]
    [InlineData("/uncertainPlaces", "true")]
    [InlineData("/reroute", "[]")]
    [InlineData("/rules/0/assign", "\"NYPD\"")]
    [InlineData("/rules/0/assign/queue", "1")]
    [InlineData("/rules/0/assign/priority", "1.5")]
    [InlineData("/rules/0/reason", "\"One.\"")]
    [InlineData("/rules/0/reason/es", "1")]
    public void A_member_of_the_wrong_type_is_named(string at, string value) => Refused(at, value, "wrong-type");

    [Theory]
    [InlineData("/rules/0/when/serviceTypes")]
    [InlineData("/rules/0/when/groups")]
    [InlineData("/rules/0/when/areas/borough")]
    [InlineData("/rules/0/when/channels")]
    [InlineData("/rules/0/when/words")]
    [InlineData("/rules/0/when/answers/people/in")]
    [InlineData("/rules/0/when/localTime/weekdays")]
    [InlineData("/rules/0/when/all")]
    [InlineData("/rules/0/when/any")]
    [InlineData("/rules/0/when/any/1/areas/borough/notIn")]
    [InlineData("/rules/0/needs")]
    public void A_list_that_can_never_match_is_refused(string at) => Refused(at, "[]", "required");

    [Theory]
    [InlineData("/rules/0/when/areas", "{}")]
    [InlineData("/rules/0/when/areas", "{\"borough\":null}")]
    [InlineData("/rules/0/when/answers", "{}")]
    [InlineData("/rules/0/when/answers", "{\"people\":null}")]
    [InlineData("/rules/0/when/all/0", "{}")]
    [InlineData("/rules/0/when/any/1", "{\"words\":null}")]
    [InlineData("/rules/0/when/not", "{}")]
    [InlineData("/rules/0/when/localTime", "{}")]
    [InlineData("/rules/0/when/localTime", "{\"from\":null}")]
    public void A_condition_that_asks_for_nothing_is_refused(string at, string value) => Refused(at, value, "required");

    [Theory]
    [InlineData("/rules/0/when/serviceTypes", "[\"noise\",\" \"]")]
    [InlineData("/rules/0/when/words", "[\"gas leak\",\"\"]")]
    [InlineData("/rules/0/when/words", "[\"gas leak\",\"!!!\"]")]
    [InlineData("/rules/0/when/words", "[\"🔥\"]")]
    public void A_blank_word_that_would_always_match_is_refused(string at, string list) => Refused(at, list, "required");

    [Theory]
    [InlineData("/rules/0/when/localTime/from", "\"24:00\"")]
    [InlineData("/rules/0/when/localTime/from", "\"7:00\"")]
    [InlineData("/rules/0/when/localTime/to", "\"10 pm\"")]
    [InlineData("/rules/0/when/localTime/to", "\"\"")]
    [InlineData("/rules/0/id", "\"First Rule\"")]
    [InlineData("/name", "\"TEST\"")]
    [InlineData("/rules/0/when/localTime/firstDate", "\"11/01\"")]
    [InlineData("/rules/0/when/localTime/firstDate", "\"1-11\"")]
    [InlineData("/rules/0/when/localTime/lastDate", "\"2026-3-31\"")]
    [InlineData("/rules/0/when/localTime/lastDate", "\"tomorrow\"")]
    public void A_bad_clock_or_code_is_refused(string at, string value) =>
        Refused(at, value, "invalid-format");

    [Theory]
    [InlineData("02-30")]
    [InlineData("04-31")]
    [InlineData("13-01")]
    [InlineData("00-10")]
    [InlineData("2025-02-29")]
    [InlineData("0000-01-01")]
    public void A_date_that_the_calendar_lacks_is_refused(string date) =>
        Refused("/rules/0/when/localTime", $$"""{"lastDate":"{{date}}"}""", "no-such-date", "/lastDate");

    [Fact]
    public void A_leap_day_is_a_date_of_every_year() => Assert.NotNull(RuleSetReader.Read(
        JsonEdits.With(Valid, "/rules/0/when/localTime", """{"firstDate":"02-29","lastDate":"02-29"}"""), []));

    [Theory]
    [InlineData("""{"firstDate":"11-01"}""")]
    [InlineData("""{"lastDate":"11-01"}""")]
    [InlineData("""{"firstDate":"11-01","lastDate":"2026-12-01"}""")]
    [InlineData("""{"firstDate":"2026-11-01","lastDate":"12-01"}""")]
    public void Dates_of_every_year_come_in_pairs(string window) => Refused("/rules/0/when/localTime", window, "two-ways");

    [Theory]
    [InlineData("gas.*leak")]
    [InlineData("(gas|smoke)")]
    [InlineData("g[aA]s")]
    [InlineData(@"\\bgas")]
    [InlineData("^gas")]
    [InlineData("gas{2}")]
    [InlineData("(a+)+$")]
    public void A_pattern_is_refused(string phrase) => Refused("/rules/0/when/words", $"[\"{phrase}\"]", "no-pattern");

    [Fact]
    public void Conditions_may_stand_in_each_other_so_deep_and_no_deeper()
    {
        var depths = Enumerable.Range(1, 12).Select(depth => (depth, Faults: FaultsOfNested(depth))).ToList();
        Assert.All(depths.Where(nested => nested.depth <= 8), nested => Assert.Empty(nested.Faults));
        var at = "/rules/0/when/not" + string.Concat(Enumerable.Repeat("/any/0", 8));
        Assert.All(depths.Where(nested => nested.depth > 8), nested => Assert.Equal([$"{at}: too-deep (maximum 8)"], nested.Faults));
    }

    [Fact]
    public void Ten_thousand_rules_are_taken_and_one_more_is_not()
    {
        var rules = Enumerable.Range(0, 10_000).Select(i => RuleModel.Of($"r{i}")).ToList();
        Assert.Equal(10_000, RuleSets.Document(rules).Rules.Count);
        var faults = new List<Fault>();
        Assert.Null(RuleSetReader.Read(RuleSets.Json([.. rules, RuleModel.Of("more")]), faults));
        Assert.Equal(["/rules: too-many (maximum 10000)"], faults.Select(fault => fault.ToString()));
    }

    [Theory]
    [InlineData("funday")]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("-1")]
    [InlineData("+1")]
    [InlineData(" 1")]
    [InlineData("mon")]
    [InlineData(" monday")]
    [InlineData("monday,tuesday")]
    public void A_bad_weekday_is_refused(string day) =>
        Refused("/rules/0/when/localTime/weekdays", $"[\"sunday\",\"{day}\"]", "unknown-value");

    [Theory]
    [InlineData("America/Gotham")]
    [InlineData("America")]
    [InlineData("../../etc/passwd")]
    [InlineData("EST+5")]
    public void A_zone_that_does_not_exist_is_refused(string zone) => Refused("/timeZone", $"\"{zone}\"", "unknown-value");

    [Theory]
    [InlineData("/rules/0/when/answers/people", """{"in":["yes"],"atLeast":1}""")]
    [InlineData("/rules/0/when/answers/people", """{"in":["yes"],"atMost":1}""")]
    [InlineData("/rules/0/when/answers/people", "{}")]
    [InlineData("/rules/0/when/answers/people", """{"equals":"yes","in":["yes"]}""")]
    [InlineData("/rules/0/when/answers/people", """{"equals":1,"below":2}""")]
    [InlineData("/rules/0/when/answers/people", """{"answered":true,"in":["yes"]}""")]
    [InlineData("/rules/0/when/answers/people", """{"atLeast":1,"above":1}""")]
    [InlineData("/rules/0/when/answers/people", """{"atMost":1,"below":1}""")]
    public void An_answer_is_asked_for_in_one_way(string at, string value) => Refused(at, value, "two-ways");

    [Theory]
    [InlineData("/rules/0/assign/priority", "0", "out-of-range")]
    [InlineData("/rules/0/assign/priority", "5", "out-of-range")]
    [InlineData("/rules/0/assign/priority", "1e400", "out-of-range")]
    [InlineData("/rules/0/when/answers/people/in/0", "1e400", "out-of-range")]
    [InlineData("/uncertainPlaces", "\"guess\"", "unknown-value")]
    [InlineData("/reroute", "\"never\"", "unknown-value")]
    [InlineData("/rules/0/assign/department", "\"a-department-with-a-long-code\"", "too-long")]
    [InlineData("/rules/0/reason/en", "\"a\\u0000b\"", "control-character")]
    public void A_value_beyond_its_bounds_is_refused(string at, string value, string code) => Refused(at, value, code);

    [Theory]
    [InlineData("first", "duplicate")]
    [InlineData("fallback", "reserved")]
    [InlineData("unplaced", "reserved")]
    [InlineData("unanswered", "reserved")]
    [InlineData("uncertain", "reserved")]
    public void An_id_that_is_taken_is_refused(string id, string code) => Refused("/rules/1/id", $"\"{id}\"", code);

    [Fact]
    public void A_double_after_something_unreadable_keeps_its_own_place()
    {
        var faults = new List<Fault>();
        var json = JsonEdits.With(Valid, "/rules/2", """{"id":"second","assign":{"department":"DEP"},"reason":{"en":"Again."}}""");
        RuleSetReader.Read(JsonEdits.With(json.GetRawText(), "/rules/0", "1"), faults);
        Assert.Equal(["/rules/0 wrong-type", "/rules/2/id duplicate"], JsonEdits.Listed(faults));
    }

    [Fact]
    public void Rules_without_an_id_are_no_doubles()
    {
        var faults = new List<Fault>();
        var json = JsonEdits.With(Valid, "/rules/0/id", null);
        RuleSetReader.Read(JsonEdits.With(json.GetRawText(), "/rules/1/id", null), faults);
        Assert.Equal(["/rules/0/id required", "/rules/1/id required"], JsonEdits.Listed(faults));
    }

    [Fact]
    public void All_faults_are_named_at_once()
    {
        var faults = new List<Fault>();
        RuleSetReader.Read(JsonEdits.Parse("""{"name":"test","rules":[{"id":"a"},{"when":{"words":[]}}],"more":1}"""), faults);
        Assert.Equal(
            [
                "/timeZone required", "/fallback required", "/rules/0/assign required", "/rules/0/reason required", "/rules/1/id required",
                "/rules/1/when/words required", "/rules/1/assign required", "/rules/1/reason required", "/more unknown-member",
            ],
            JsonEdits.Listed(faults));
    }

    /// <summary>The faults of a rule whose conditions stand so deep in each other.</summary>
    private static IEnumerable<string> FaultsOfNested(int depth)
    {
        var when = new WhenModel { Channels = ["web"] };
        for (var i = 1; i < depth; i++)
        {
            when = new() { Any = [when] };
        }

        var faults = new List<Fault>();
        RuleSetReader.Read(RuleSets.Json([RuleModel.Of("deep", new() { Not = when })]), faults);
        return faults.Select(fault => fault.ToString());
    }

    private static void Refused(string at, string? value, string code, string below = "")
    {
        var faults = new List<Fault>();
        Assert.Null(RuleSetReader.Read(JsonEdits.With(Valid, at, value), faults));
        Assert.Equal([$"{at}{below} {code}"], JsonEdits.Listed(faults));
    }
}
