using Connect311.Api.Catalog;
using Connect311.Api.Catalog.Areas;
using Connect311.Api.Commands;
using Connect311.Api.Databases;
using Connect311.Routing.Areas;
using Connect311.Routing.Documents;
using static Connect311.Tests.Areas.GeoJson;

namespace Connect311.Tests.Catalog.Areas;

/// <summary>What other areas change for a city, and which rules lose an area that they name.</summary>
public sealed class AreaChangeTests
{
    private static readonly City City = SmallCity.Read(SmallCity.Files);

    [Fact]
    public void New_and_gone_codes_are_told()
    {
        var change = Change("borough", Collection(Feature("west", Square(0, 0, 1)), Feature("north", Square(1, 0, 1))));
        Assert.Equal(["north"], change.Added);
        Assert.Equal(["east"], change.Gone);
        Assert.Empty(change.Rules);
        Assert.Empty(change.Faults);
    }

    [Fact]
    public void A_rule_that_names_an_area_which_goes_is_told()
    {
        var change = Change("borough", Collection(Feature("east", Square(0, 0, 1))));
        Assert.Equal([new RuleOfGoneArea("potholes-in-the-west", "the borough west")], change.Rules);

        var without = AreaChange.Of(City, "borough", null, SmallCity.Files["rule-set.json"]);
        Assert.Equal([new RuleOfGoneArea("potholes-in-the-west", "the area set borough")], without.Rules);
    }

    [Fact]
    public void A_loss_is_refused_with_the_rules_unless_it_is_forced()
    {
        var change = Change("borough", Collection(Feature("east", Square(0, 0, 1))));
        var refusal = Assert.Throws<UserErrorException>(() => AreaChangeReport.RefuseLosses(change, isForced: false));
        Assert.Contains("would be gone: potholes-in-the-west (the borough west).", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal.Message);
        AreaChangeReport.RefuseLosses(change, isForced: true);
    }

    [Fact]
    public void What_was_gone_before_is_not_lost_again()
    {
        var without = City with { AreaSets = new([Read(Collection(Feature("east", Square(0, 0, 1))), "borough")]) };
        var change = AreaChange.Of(
            without, "borough", Read(Collection(Feature("south", Square(0, 0, 1))), "borough"), SmallCity.Files["rule-set.json"]);
        Assert.Equal(["east"], change.Gone);
        Assert.Empty(change.Rules);
    }

    [Fact]
    public void A_set_that_no_rule_uses_may_come_and_go()
    {
        var beats = Read(Collection(Feature("1", Square(0, 0, 1))), "beat");
        Assert.Empty(AreaChange.Of(City, "beat", beats, SmallCity.Files["rule-set.json"]).Added);
        var more = City with { AreaSets = new(City.AreaSets.Append(beats)) };
        var change = AreaChange.Of(more, "beat", null, SmallCity.Files["rule-set.json"]);
        Assert.Equal(["1"], change.Gone);
        Assert.Empty(change.Rules);
    }

    [Fact]
    public void The_areas_of_one_place_must_still_fit_into_their_column()
    {
        // "|borough:west|" is 14 long; each set of these names adds 72, and the column takes 400.
        var sets = Enumerable.Range(0, 6).Select(i => Read(Collection(Feature(new string('c', 50), Square(0, 0, 1))), $"set-of-a-long-name-{i}")).ToList();
        Assert.Empty(FaultsWith(sets[..5]));
        Assert.Equal("too-long", Assert.Single(FaultsWith(sets)).Code);

        IReadOnlyList<Fault> FaultsWith(List<AreaSet> all) => AreaChange.Of(
            City with { AreaSets = new(City.AreaSets.Concat(all[..^1])) }, all[^1].Name, all[^1], SmallCity.Files["rule-set.json"]).Faults;
    }

    private static AreaChange Change(string set, string json) =>
        AreaChange.Of(City, set, Read(json, set), SmallCity.Files["rule-set.json"]);
}
