using System.Xml;
using Connect311.Api.ServiceRequests;
using Connect311.Routing.Documents;

namespace Connect311.Api.Catalog;

/// <summary>
/// Reads an entry of service-types.json: a family of service types (a complaint type) with its descriptors,
/// each of which takes over what it does not say itself.
/// </summary>
internal static class ServiceTypeReader
{
    /// <summary>The family itself, offered only where it is <c>bare</c>, and its descriptors.</summary>
    /// <param name="entry">One entry of the file.</param>
    /// <param name="references">Gets every group and outcome that the entry names.</param>
    public static IEnumerable<(ServiceType Type, string Field)> ReadFamily(ObjectReader entry, List<Reference> references)
    {
        var family = Read(entry, null, entry.RequiredCode("code"));
        references.Add(new(entry.At("group"), Reference.Group, family.Group));
        AddOutcomes(entry, family, references);
        var descriptors = entry.Objects("descriptors").ToList();
        yield return (family with { IsWhole = entry.Flag("bare", byDefault: descriptors.Count == 0) }, entry.Pointer);

        foreach (var descriptor in descriptors)
        {
            var code = $"{family.Code}.{descriptor.RequiredCode("code")}";
            var type = Read(descriptor, family, code);
            AddOutcomes(descriptor, type, references);
            yield return (type, descriptor.Pointer);
            descriptor.End();
        }

        entry.End();
    }

    /// <summary>The outcomes that an entry names itself; those of its family are named there.</summary>
    private static void AddOutcomes(ObjectReader entry, ServiceType type, List<Reference> references)
    {
        if (entry.Has("outcomes"))
        {
            references.AddRange(type.Outcomes.Select((outcome, i) => new Reference($"{entry.At("outcomes")}/{i}", Reference.Outcome, outcome)));
        }
    }

    private static ServiceType Read(ObjectReader entry, ServiceType? family, string code)
    {
        if (code.Length > 100)
        {
            entry.Add("code", FaultCodes.TooLong, "maximum", 100);
        }

        var kind = entry.OneOf("kind", CatalogWords.KindCodes.All, family?.Kind ?? CatalogWords.Request)!;
        var type = new ServiceType
        {
            Code = code,
            Kind = kind,
            Group = family?.Group ?? entry.RequiredCode("group"),
            Name = Name(entry, family),
            Description = entry.Texts("description", 1000) ?? family?.Description ?? LocalText.FromEnglish(""),
            ComplaintType = family?.ComplaintType ?? entry.Text("complaintType", 200),
            Descriptor = family is null ? null : entry.RequiredText("descriptor", 200),
            Place = entry.OneOf("place", CatalogWords.Demands, family?.Place ?? CatalogWords.Required)!,
            Contact = entry.OneOf("contact", CatalogWords.Demands, family?.Contact ?? CatalogWords.Optional)!,
            Visibility = entry.OneOf("visibility", CatalogWords.Visibilities, family?.Visibility ?? CatalogWords.Public)!,
            PublishDescription = entry.Flag("publishDescription", family?.PublishDescription ?? false),
            PublishPhotos = entry.Flag("publishPhotos", family?.PublishPhotos ?? false),
            PublicPlace = entry.OneOf("publicPlace", CatalogWords.PublicPlaces, family?.PublicPlace ?? CatalogWords.Block)!,
            StaleAfter = StaleAfter(entry) ?? family?.StaleAfter,
            ServiceLevel = ServiceLevelReader.Read(entry) ?? family?.ServiceLevel,
            Incidents = SameThingIn(entry) ?? family?.Incidents,
            OfferedIn = OfferedIn(entry) ?? family?.OfferedIn ?? [],
            OffersItself = entry.Has("offeredIn"),
            Outcomes = entry.TextList("outcomes", 100, 50) ?? family?.Outcomes ?? [],
            Questions = entry.Has("questions") ? ReadQuestions(entry) : family?.Questions ?? [],
            Information = ReadInformation(entry) ?? family?.Information,
            IsActive = entry.Flag("active", byDefault: true) && family is not { IsActive: false },
        };
        if (!type.IsRequest && type.Information is null)
        {
            entry.Add("information", FaultCodes.Required);
        }

        RequireOutcome(entry, family, type);
        return type;
    }

    /// <summary>A request without an outcome could never be closed. A family's lack is named once, at the family.</summary>
    private static void RequireOutcome(ObjectReader entry, ServiceType? family, ServiceType type)
    {
        var isInherited = !entry.Has("outcomes") && family is { IsRequest: true };
        if (type.IsRequest && type.Outcomes.Count == 0 && !isInherited)
        {
            entry.Add("outcomes", FaultCodes.Required);
        }
    }

    private static LocalText Name(ObjectReader entry, ServiceType? family)
    {
        var own = entry.RequiredTexts("name", 200);
        return family is null ? own : own.Under(family.Name);
    }

    /// <summary>When two reports are likely of the same thing; null where the entry does not say so itself.</summary>
    private static SameThing? SameThingIn(ObjectReader entry)
    {
        if (entry.Object("incidents") is not { } same)
        {
            return null;
        }

        same.Require("distanceMetres");
        same.Require("windowHours");
        var read = new SameThing(
            same.Whole("distanceMetres", 1, SameThing.MostMetres) ?? 0,
            TimeSpan.FromHours(same.Whole("windowHours", 1, SameThing.MostHours) ?? 0),
            same.RequiredText("source", 200));
        same.End();
        return read;
    }

    /// <summary>Where it is offered; null where the entry does not say so itself.</summary>
    private static IReadOnlyList<string>? OfferedIn(ObjectReader entry)
    {
        var areas = entry.TextList("offeredIn", 500, AreaList.MaxArea);
        for (var i = 0; i < areas?.Count; i++)
        {
            if (!AreaList.IsArea(areas[i]))
            {
                entry.Faults.Add(new($"{entry.At("offeredIn")}/{i}", FaultCodes.InvalidFormat, "expected", "an area set and a code, such as borough:bronx"));
            }
        }

        return areas;
    }

    private static TimeSpan? StaleAfter(ObjectReader entry)
    {
        if (entry.Text("staleAfter", 20) is not { } text)
        {
            return null;
        }

        if (Duration(text) is { } duration && duration > TimeSpan.Zero)
        {
            return duration;
        }

        entry.Add("staleAfter", FaultCodes.InvalidFormat, "expected", "an ISO 8601 duration such as PT2H");
        return null;
    }

    private static TimeSpan? Duration(string text)
    {
        try
        {
            return XmlConvert.ToTimeSpan(text);
        }
        catch (Exception e) when (e is FormatException or OverflowException)
        {
            return null;
        }
    }

    private static Information? ReadInformation(ObjectReader entry)
    {
        if (entry.Object("information") is not { } information)
        {
            return null;
        }

        var read = new Information(
            information.RequiredTexts("text", 2000), information.Text("link", 500), information.Text("phone", 30));
        information.End();
        return read;
    }

    private static List<Question> ReadQuestions(ObjectReader entry)
    {
        var questions = entry.Objects("questions", 50).Select(question => (Item: ReadQuestion(question), question.Pointer)).ToList();
        RefuseDoubles(questions.Select(question => (question.Item.Code, question.Pointer)), entry.Faults);
        RefuseUnasked(questions, entry.Faults);
        return [.. questions.Select(question => question.Item)];
    }

    /// <summary>A question may hang only on choices of one that stands before it.</summary>
    private static void RefuseUnasked(IEnumerable<(Question Item, string Pointer)> questions, List<Fault> faults)
    {
        var asked = new Dictionary<string, Question>();
        foreach (var (question, pointer) in questions)
        {
            if (question.When is { Question.Length: > 0 } when)
            {
                RefuseUnasked(when, asked.GetValueOrDefault(when.Question), $"{pointer}/when", faults);
            }

            asked.TryAdd(question.Code, question);
        }
    }

    private static void RefuseUnasked(QuestionCondition when, Question? earlier, string pointer, List<Fault> faults)
    {
        if (earlier is null)
        {
            faults.Add(new($"{pointer}/question", FaultCodes.Undefined, "what", $"the earlier question {when.Question}"));
            return;
        }

        var missing = when.In.Except(earlier.Choices.Select(choice => choice.Code));
        faults.AddRange(missing.Select(choice =>
            new Fault($"{pointer}/in", FaultCodes.Undefined, "what", $"the choice {choice} of {earlier.Code}")));
    }

    private static void RefuseDoubles(IEnumerable<(string Code, string Pointer)> entries, List<Fault> faults)
    {
        var taken = new HashSet<string>();
        foreach (var (code, pointer) in entries)
        {
            if (code.Length > 0 && !taken.Add(code))
            {
                faults.Add(new($"{pointer}/code", FaultCodes.Duplicate));
            }
        }
    }

    private static Question ReadQuestion(ObjectReader entry)
    {
        entry.Require("type");
        var minimum = entry.Number("minimum");
        var question = new Question
        {
            Code = entry.RequiredCode("code", 50),
            Type = entry.OneOf("type", CatalogWords.QuestionTypes) ?? CatalogWords.OneLine,
            Required = entry.Flag("required", byDefault: false),
            Text = entry.RequiredTexts("text", 500),
            Choices = ReadChoices(entry),
            Minimum = minimum,
            Maximum = entry.Number("maximum", minimum: minimum ?? double.MinValue),
            MaxLength = entry.Whole("maxLength", 1, 4000) ?? 500,
            When = ReadCondition(entry),
        };
        if (question.Choices.Count == 0 == question.Type is CatalogWords.OneOf or CatalogWords.ManyOf)
        {
            entry.Add("choices", question.Choices.Count == 0 ? FaultCodes.Required : FaultCodes.NotAllowed);
        }

        entry.End();
        return question;
    }

    private static List<Choice> ReadChoices(ObjectReader entry)
    {
        var choices = entry.Objects("choices", 500).Select(choice => (Item: ReadChoice(choice), choice.Pointer)).ToList();
        RefuseDoubles(choices.Select(choice => (choice.Item.Code, choice.Pointer)), entry.Faults);
        return [.. choices.Select(choice => choice.Item)];
    }

    private static Choice ReadChoice(ObjectReader entry)
    {
        var choice = new Choice(entry.RequiredCode("code", 100), entry.RequiredTexts("name", 200));
        entry.End();
        return choice;
    }

    private static QuestionCondition? ReadCondition(ObjectReader entry)
    {
        if (entry.Object("when") is not { } when)
        {
            return null;
        }

        when.Require("in");
        if (when.IsEmptyList("in"))
        {
            // A question that hangs on no choice would never be asked.
            when.Add("in", FaultCodes.Required);
        }

        var condition = new QuestionCondition(when.RequiredCode("question", 50), when.TextList("in", 500, 100) ?? []);
        when.End();
        return condition;
    }
}
