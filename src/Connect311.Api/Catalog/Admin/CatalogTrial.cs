using System.Text.Json.Nodes;
using Connect311.Api.Http;
using Connect311.Routing.Documents;

namespace Connect311.Api.Catalog.Admin;

/// <summary>What an act makes of an entry.</summary>
/// <param name="Entry">The entry as it shall be.</param>
/// <param name="Action">The act, as the audit names it.</param>
/// <param name="Target">On what, as the audit names it.</param>
internal sealed record Edit(JsonObject Entry, string Action, string Target)
{
    /// <summary>Where in the entry the admin's own document stands, as a JSON Pointer: nothing for the whole entry.</summary>
    public string Below { get; init; } = "";
}

/// <summary>Either an edit, or why there is none.</summary>
internal sealed record EditOrRefusal(Edit? Edit, ProblemResult? Refusal)
{
    public static implicit operator EditOrRefusal(Edit edit) => new(edit, null);

    public static implicit operator EditOrRefusal(ProblemResult refusal) => new(null, refusal);
}

/// <summary>An edit tried on files: what the whole catalogue becomes by it. Pure; nothing is stored.</summary>
internal sealed class CatalogTrial
{
    private readonly EntryKind _kind;
    private readonly EntryPlace _place;
    private readonly Edit _edit;

    /// <param name="stored">The files as they are.</param>
    /// <param name="file">The one of them that changes.</param>
    public CatalogTrial(StoredCatalog stored, EntryKind kind, EntryFile file, EntryPlace place, Edit edit)
    {
        (_kind, _place, _edit) = (kind, place, edit);
        Files = stored.Files.With(kind.File, place.With(file, edit.Entry));
        try
        {
            After = CityReader.ReadCatalog(Files, stored.Version + 1);
            Refusal = HiddenGroup();
        }
        catch (CatalogRefusedException refused)
        {
            Refusal = RefusalOf(refused.Faults);
        }
    }

    public CityFiles Files { get; }

    /// <summary>The catalogue as it would be; null when it is refused.</summary>
    public Catalog? After { get; }

    public ProblemResult? Refusal { get; }

    /// <summary>A type of a group that is not shown could not be found.</summary>
    private ProblemResult? HiddenGroup() =>
        _kind == EntryKind.ServiceType && _place.Descriptor is null && After!.ServiceTypesByCode[_place.OwnCode] is { IsActive: true } type
        && After.Groups.First(group => group.Code == type.Group) is { IsActive: false }
            ? new(ProblemCode.ValidationFailed, [new("/group", FaultCodes.Retired, "what", $"the group {type.Group}")])
            : null;

    private ProblemResult RefusalOf(IReadOnlyList<CatalogFault> faults)
    {
        var (own, questions) = (new List<Fault>(), new List<string>());
        foreach (var (file, _, fault) in faults)
        {
            var field = file == _kind.File ? fault.Field : null;
            if (Below(field, _place.Pointer + _edit.Below) is { } inside)
            {
                own.Add(fault with { Field = inside });
            }
            else if (_edit.Below.Length > 0 && Below(field, $"{_place.Pointer}/questions") is { Length: > 0 } other)
            {
                questions.Add(QuestionAt(other));
            }
            else
            {
                // What another entry lacks by it is a fault of this one: words that both have stand in the same member.
                var member = field?[(field.LastIndexOf('/') + 1)..];
                own.Add(fault with { Field = member is not null && _edit.Entry.ContainsKey(member) ? $"/{member}" : "" });
            }
        }

        return own.Count > 0
            ? new(ProblemCode.ValidationFailed, own)
            : new(ProblemCode.InUse, CatalogUsers.None with { Questions = [.. questions.Distinct()] });
    }

    /// <summary>What is left of a pointer below another; null where it is not below.</summary>
    private static string? Below(string? field, string pointer) =>
        field is null || !field.StartsWith(pointer, StringComparison.Ordinal) ? null
        : field.Length == pointer.Length || field[pointer.Length] == '/' ? field[pointer.Length..]
        : null;

    private string QuestionAt(string pointer) =>
        _edit.Entry["questions"]![int.Parse(pointer.Split('/')[1], System.Globalization.CultureInfo.InvariantCulture)]!["code"]!.GetValue<string>();
}
