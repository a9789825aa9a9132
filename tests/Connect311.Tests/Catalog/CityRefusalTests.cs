using Connect311.Api.Catalog;
using static Connect311.Tests.Catalog.SmallCity;

namespace Connect311.Tests.Catalog;

/// <summary>A city's files are taken or refused whole; a fault is named with file, line and reason.</summary>
public sealed class CityRefusalTests
{
    [Fact]
    public void The_small_city_is_valid()
    {
        var city = Read(Files);
        Assert.Equal(["pothole", "pothole.road", "pothole.path", "opening-hours", "unlisted"], city.Catalog.ServiceTypes.Select(type => type.Code));
        Assert.Equal("311", city.Rules.OnlyDepartmentOf("unlisted"));
        Assert.Equal("ROADS", city.Catalog.Departments["OLD"].Successor);
        Assert.Equal(2, city.Rules.RuleCount);
    }

    [Theory]
    [InlineData("city.json", "\"code\": \"town\",", "\"code\": \"town\"")]
    [InlineData("departments.json", "Operators\"}},", "Operators\"},")]
    [InlineData("rule-set.json", "\"id\": \"streets\"", "id: \"streets\"")]
    [InlineData("danger.json", "[\"gas leak\"]", "[\"gas leak\"],")]
    [InlineData("areas/borough.geojson", "[2, 0]", "[2, 0")]
    public void Broken_json_is_refused(string file, string old, string broken)
    {
        var files = With((file, old, broken));
        var fault = Assert.Single(Assert.Throws<CatalogRefusedException>(() => Read(files)).Faults);
        Assert.Equal((file, "", "invalid-format"), (fault.File, fault.Fault.Field, fault.Fault.Code));
        Assert.InRange(fault.Line, LineOf(files[file], broken), LineOf(files[file], broken) + 1);
    }

    [Theory]
    [InlineData("city.json", "\"code\": \"town\",", "\"code\": \"town\", \"code\": \"city\",")]
    [InlineData("groups.json", "\"name\": {\"en\": \"Streets\"}", "\"name\": {\"en\": \"Streets\", \"en\": \"Roads\"}")]
    public void A_member_given_twice_is_refused(string file, string old, string doubled)
    {
        var files = With((file, old, doubled));
        Assert.Equal([$"{file}:{LineOf(files[file], doubled)}  invalid-format"], FaultsOf(files));
    }

    [Fact]
    public void An_empty_file_is_refused()
    {
        var files = Files.ToDictionary();
        files["groups.json"] = "";
        Assert.Equal(["groups.json:1  invalid-format"], FaultsOf(files));
    }

    [Theory]
    [InlineData("city.json", "\"areaSet\"", "\"more\": 1, \"areaSet\"", "/more unknown-member")]
    [InlineData("departments.json", "\"successor\": \"ROADS\"", "\"more\": 1", "/2/more unknown-member")]
    [InlineData("groups.json", "{\"code\": \"rest\"", "{\"more\": 1, \"code\": \"rest\"", "/1/more unknown-member")]
    [InlineData("service-types.json", "\"descriptor\": \"Path\"", "\"more\": 1, \"descriptor\": \"Path\"", "/0/descriptors/1/more unknown-member")]
    [InlineData("service-types.json", "\"type\": \"number\"", "\"more\": 1, \"type\": \"number\"", "/0/questions/1/more unknown-member")]
    [InlineData("rule-set.json", "\"groups\": [\"streets\"]", "\"more\": 1", "/rules/1/when/more unknown-member")]
    [InlineData("danger.json", "\"phrases\"", "\"more\": 1, \"phrases\"", "/words/0/more unknown-member")]
    [InlineData("groups.json", "\"rest\"", "\"streets\"", "/1/code duplicate")]
    [InlineData("departments.json", "\"OLD\"", "\"ROADS\"", "/2/code duplicate")]
    [InlineData("outcomes.json", "\"no-access\"", "\"fixed\"", "/1/code duplicate")]
    [InlineData("outcomes.json", "\"code\": \"no-access\"", "\"needs\": [\"photo\"], \"code\": \"no-access\"", "/1/needs unknown-value")]
    [InlineData("outcomes.json", "\"code\": \"no-access\"", "\"needs\": [\"note\", \"note\"], \"code\": \"no-access\"", "/1/needs duplicate")]
    [InlineData("outcomes.json", "\"code\": \"no-access\"", "\"needs\": [\"reason\"], \"code\": \"no-access\"", "/1/reasons required")]
    [InlineData("outcomes.json", "\"code\": \"no-access\"", "\"reasons\": [{\"code\": \"x\", \"name\": {\"en\": \"X\"}}], \"code\": \"no-access\"", "/1/reasons not-with")]
    [InlineData("outcomes.json", "Nobody was in.", "Nobody was in on {date}.", "/1/sentence/en undefined")]
    [InlineData("outcomes.json", "Nobody was in.", "Nobody was in {there}.", "/1/sentence/en undefined")]
    [InlineData("service-types.json", "\"code\": \"path\"", "\"code\": \"road\"", "/0/descriptors/1/code duplicate")]
    [InlineData("service-types.json", "\"opening-hours\"", "\"pothole\"", "/1/code duplicate")]
    [InlineData("service-types.json", "\"code\": \"depth\"", "\"code\": \"size\"", "/0/questions/1/code duplicate")]
    [InlineData("service-types.json", "[{\"code\": \"big\"", "[{\"code\": \"big\", \"name\": {\"en\": \"?\"}}, {\"code\": \"big\"", "/0/questions/0/choices/1/code duplicate")]
    [InlineData("areas/borough.geojson", "\"east\"", "\"west\"", "/features/1/properties/code duplicate")]
    [InlineData("areas/borough.geojson", "[[1, 0], [2, 0], [2, 1], [1, 1], [1, 0]]", "[[1, 0], [2, 1], [2, 0], [1, 1], [1, 0]]", "/features/1/geometry self-crossing")]
    [InlineData("city.json", "America/New_York", "America/Gotham", "/timeZone unknown-value")]
    [InlineData("city.json", "\"timeZone\": \"America/New_York\",", "", "/timeZone required")]
    [InlineData("rule-set.json", "\"borough\": [\"west\"]", "\"borough\": [\"north\"]", "/rules/0/when/areas/borough/0 undefined")]
    [InlineData("rule-set.json", "\"borough\": [\"west\"]", "\"precinct\": [\"west\"]", "/rules/0/when/areas/precinct undefined")]
    [InlineData("rule-set.json", "\"pothole.*\"", "\"pot.*\"", "/rules/0/when/serviceTypes/0 undefined")]
    [InlineData("rule-set.json", "\"pothole.*\"", "\"pothole.roof\"", "/rules/0/when/serviceTypes/0 undefined")]
    [InlineData("rule-set.json", "[\"streets\"]", "[\"roofs\"]", "/rules/1/when/groups/0 undefined")]
    [InlineData("rule-set.json", "\"department\": \"311\"", "\"department\": \"312\"", "/fallback/department undefined")]
    [InlineData("departments.json", "\"successor\": \"ROADS\"", "\"successor\": \"RAILS\"", "/2/successor undefined")]
    [InlineData("service-types.json", "\"staleAfter\": \"PT2H\"", "\"staleAfter\": \"2 hours\"", "/0/staleAfter invalid-format")]
    [InlineData("service-types.json", "\"staleAfter\": \"PT2H\"", "\"staleAfter\": \"P30000Y\"", "/0/staleAfter invalid-format")]
    [InlineData("service-types.json", "\"staleAfter\": \"PT2H\"", "\"staleAfter\": \"-PT2H\"", "/0/staleAfter invalid-format")]
    [InlineData("service-types.json", "\"staleAfter\": \"PT2H\"", "\"staleAfter\": \"PT0S\"", "/0/staleAfter invalid-format")]
    [InlineData("service-types.json", "{\"days\": 3}", "{\"days\": 3, \"hours\": 2}", "/0/serviceLevel/resolve two-ways")]
    [InlineData("service-types.json", "\"information\": {\"text\": {\"en\": \"From 9 to 5.\"}}", "\"information\": null", "/1/information required")]
    [InlineData("danger.json", "[\"gas leak\"]", "[\"gas leak\", \"!\"]", "/words/0/phrases required")]
    [InlineData("danger.json", "[\"gas leak\"]", "[]", "/words/0/phrases required")]
    [InlineData("rule-set.json", "\"groups\": [\"streets\"]", "\"channels\": [\"web\", \"pigeon\"]", "/rules/1/when/channels/1 undefined")]
    [InlineData("rule-set.json", "\"groups\": [\"streets\"]", "\"answers\": {\"width\": {\"in\": [\"big\"]}}", "/rules/1/when/answers/width undefined")]
    [InlineData("rule-set.json", "[\"streets\"]", "[\"rest\"], \"answers\": {\"size\": {\"in\": [\"big\"]}}", "/rules/1/when/answers/size undefined")]
    [InlineData("rule-set.json", "[\"streets\"]", "[\"streets\"], \"answers\": {\"depth\": {\"atLeast\": 2, \"atMost\": 1}}", "/rules/1/when/answers/depth/atMost out-of-range")]
    [InlineData("rule-set.json", "\"pothole.*\"", "\"opening-hours\"", "/rules/0/when/serviceTypes/0 undefined")]
    [InlineData("rule-set.json", "\"pothole.*\"", "\"opening-hours.*\"", "/rules/0/when/serviceTypes/0 undefined")]
    [InlineData("rule-set.json", "\"department\": \"311\"", "\"department\": \"311\", \"queue\": \"Night shift\"", "/fallback/queue invalid-format")]
    [InlineData("service-types.json", "\"type\": \"number\"", "\"type\": \"number\", \"minimum\": 5, \"maximum\": 4", "/0/questions/1/maximum out-of-range")]
    [InlineData("service-types.json", "\"in\": [\"big\"]", "\"in\": [\"big\", \"huge\"]", "/0/questions/1/when/in undefined")]
    [InlineData("service-types.json", "\"in\": [\"big\"]", "\"in\": []", "/0/questions/1/when/in required")]
    [InlineData("service-types.json", "\"descriptor\": \"Path\"", "\"descriptor\": \"Path\", \"outcomes\": []", "/0/descriptors/1/outcomes required")]
    [InlineData("departments.json", "\"ROADS\", \"name\"", "\" ROADS\", \"name\"", "/1/code surrounding-space")]
    public void A_fault_is_named_with_its_line(string file, string old, string changed, string fault)
    {
        var files = With((file, old, changed));

        // What is missing is named on the line of the object that lacks it.
        var line = changed.Length == 0 ? 1 : LineOf(Files[file], old);
        Assert.Equal([$"{file}:{line} {fault}"], FaultsOf(files));
    }

    [Fact]
    public void A_family_without_outcomes_is_named_once()
    {
        var files = With(("service-types.json", "\"name\": {\"en\": \"Pothole\"},\n    \"outcomes\": [\"fixed\"],", "\"name\": {\"en\": \"Pothole\"},"));
        Assert.Equal(["service-types.json:2 /0/outcomes required"], FaultsOf(files));
    }

    [Fact]
    public void The_same_words_for_two_service_types_are_refused()
    {
        var hole = ("service-types.json", "{\"en\": \"Pothole\"},", "{\"en\": \"Pothole\"}, \"complaintType\": \"Hole\",");
        Assert.Equal("Hole", Read(With(hole)).Catalog.ServiceTypesByCode["pothole.path"].ComplaintType);
        var files = With(hole, ("service-types.json", "\"descriptor\": \"Path\"", "\"descriptor\": \"Road\""));
        var line = LineOf(files["service-types.json"], "\"code\": \"path\"");
        Assert.Equal([$"service-types.json:{line} /0/descriptors/1/descriptor duplicate"], FaultsOf(files));
        files = With(hole, ("service-types.json", "\"Something else\"}", "\"Something else\"}, \"complaintType\": \"Hole\""));
        line = LineOf(files["service-types.json"], "Something else");
        Assert.Equal([$"service-types.json:{line} /2/complaintType duplicate"], FaultsOf(files));
    }

    [Theory]
    [InlineData("school_zone")]
    [InlineData("a|b")]
    [InlineData("a:b")]
    [InlineData("Zone")]
    public void The_name_of_an_area_set_is_a_code(string set)
    {
        var files = Files.ToDictionary();
        files[$"areas/{set}.geojson"] = files["areas/borough.geojson"];
        Assert.Equal([$"areas/{set}.geojson:1  invalid-format"], FaultsOf(files));
    }

    [Fact]
    public void The_areas_of_one_place_must_fit_into_their_column()
    {
        // "|borough:west|" is 14 long; each further set of this length adds 77.
        var files = Files.ToDictionary();
        for (var i = 1; i <= 5; i++)
        {
            files[$"areas/{new string('a', 70)}{i}.geojson"] = files["areas/borough.geojson"];
        }

        var longest = Read(files).AreaSets.Select(set => $"{set.Name}:{set.Areas[0].Code}|");
        Assert.Equal(399, 1 + longest.Sum(area => area.Length));
        files["areas/z.geojson"] = files["areas/borough.geojson"];
        Assert.Equal(["areas/borough.geojson:1  too-long"], FaultsOf(files));
    }

    [Theory]
    [InlineData("RAILS", "undefined")]
    [InlineData("OLD", "retired")]
    public void A_rule_may_not_name_an_unknown_or_retired_department(string department, string code)
    {
        var rules = Files["rule-set.json"].Split("ROADS");
        var files = Files.ToDictionary();
        files["rule-set.json"] = $"{rules[0]}ROADS{rules[1]}{department}{rules[2]}";
        var line = LineOf(files["rule-set.json"], department);
        Assert.Equal([$"rule-set.json:{line} /rules/1/assign/department {code}"], FaultsOf(files));
    }

    [Theory]
    [InlineData("\"group\": \"streets\"", "\"group\": \"roofs\"", "/0/group")]
    [InlineData("\"outcomes\": [\"fixed\"]", "\"outcomes\": [\"fixed\", \"lost\"]", "/0/outcomes/1")]
    [InlineData("\"descriptor\": \"Path\"", "\"outcomes\": [\"lost\"], \"descriptor\": \"Path\"", "/0/descriptors/1/outcomes/0")]
    [InlineData("\"question\": \"size\"", "\"question\": \"width\"", "/0/questions/1/when/question")]
    [InlineData("\"question\": \"size\"", "\"question\": \"depth\"", "/0/questions/1/when/question")]
    [InlineData("\"code\": \"unlisted\", \"group\": \"rest\"", "\"code\": \"unlisted\", \"group\": \"gone\"", "/2/group")]
    public void A_service_type_names_only_what_there_is(string old, string changed, string field)
    {
        var files = With(("service-types.json", old, changed));
        Assert.Equal([$"service-types.json:{LineOf(files["service-types.json"], changed)} {field} undefined"], FaultsOf(files));
    }

    [Fact]
    public void Two_faults_in_two_files_are_both_named()
    {
        var files = With(("groups.json", "\"rest\"", "\"The Rest\""), ("danger.json", "\"notice\": {\"en\": \"Call 911.\"},", ""));
        Assert.Equal(["groups.json:3 /1/code invalid-format", "danger.json:1 /notice required"], FaultsOf(files));
        var message = Assert.Throws<CatalogRefusedException>(() => Read(files)).Message;
        Assert.Contains("groups.json:3: /1/code must have the form", message, StringComparison.Ordinal);
        Assert.Contains("danger.json:1: /notice is required", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[\"roofs\"]", "rule-set.json:16: rule streets: /rules/1/when/groups/0 names the group roofs, which nothing defines")]
    [InlineData("[]", "rule-set.json:16: rule streets: /rules/1/when/groups is required")]
    public void A_fault_of_a_rule_names_the_rule(string groups, string line)
    {
        var refused = Assert.Throws<CatalogRefusedException>(() => Read(With(("rule-set.json", "[\"streets\"]", groups))));
        Assert.Contains(line, refused.Message.Split('\n'));
    }

    [Fact]
    public void Warnings_are_shown_beside_faults()
    {
        var files = With(("rule-set.json", "\"borough\": [\"west\"]", "\"borough\": [\"north\"]"));
        var refused = Assert.Throws<CatalogRefusedException>(() => Read(files));
        Assert.Single(refused.Faults);
        Assert.EndsWith("\nWarning: rule-set.json:3: /fallback is the only one that takes the request type unlisted; no rule does", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Faults_between_the_files_are_all_named_too()
    {
        var files = With(("rule-set.json", "[\"streets\"]", "[\"roofs\"]"), ("departments.json", "\"successor\": \"ROADS\"", "\"successor\": \"RAILS\""));
        Assert.Equal(["departments.json:4 /2/successor undefined", "rule-set.json:16 /rules/1/when/groups/0 undefined"], FaultsOf(files).Order());
    }

    [Fact]
    public void The_operators_department_must_be_there()
    {
        var files = With(
            ("departments.json", "\"311\"", "\"312\""), ("rule-set.json", "\"department\": \"311\"", "\"department\": \"312\""));
        Assert.Equal(["departments.json:1  undefined"], FaultsOf(files));
    }

    [Fact]
    public void The_type_for_what_is_not_listed_must_be_there()
    {
        Assert.Equal(["service-types.json:1  undefined"], FaultsOf(With(("service-types.json", "\"unlisted\"", "\"other\""))));
    }

    [Theory]
    [InlineData("departments.json", "{}")]
    [InlineData("groups.json", "null")]
    [InlineData("service-types.json", "7")]
    public void A_list_must_be_a_list(string file, string json)
    {
        var files = Files.ToDictionary();
        files[file] = json;
        Assert.Equal([$"{file}:1  wrong-type"], FaultsOf(files));
    }

    [Fact]
    public void Entries_without_a_code_are_no_doubles()
    {
        var files = Files.ToDictionary();
        files["groups.json"] = """
            [
              7,
              {"name": {"en": "Streets"}},
              {"name": {"en": "The rest"}}
            ]
            """;
        Assert.Equal(
            ["groups.json:2 /0 wrong-type", "groups.json:3 /1/code required", "groups.json:4 /2/code required"], FaultsOf(files));
    }

    private static int LineOf(string text, string part) => text[..text.IndexOf(part, StringComparison.Ordinal)].Count(c => c == '\n') + 1;
}
