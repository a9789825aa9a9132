using System.ComponentModel.DataAnnotations;
using Connect311.Api.Http;
using Connect311.Api.ServiceRequests;
using Connect311.Routing.Documents;

namespace Connect311.Api.Triage.Rerouting;

/// <summary>Why staff send a request on to another department.</summary>
internal static class TransferReason
{
    /// <summary>It never was a matter for this one. Counted against the rule that sent it.</summary>
    public const string WrongDepartment = "wrong-department";

    /// <summary>This department has done its part, and another has to do its own.</summary>
    public const string NextStep = "next-step";

    /// <summary>Staff cannot tell whose matter it is.</summary>
    public const string Unclear = "unclear";

    public static readonly string[] All = [WrongDepartment, NextStep, Unclear];
}

/// <summary>Where staff send a request on to, and why.</summary>
internal sealed record Transfer
{
    /// <summary>The code of the department that is to have it; <c>311</c> for the operators.</summary>
    [Required, MaxLength(20)]
    public required string Department { get; init; }

    /// <summary>Which of its named queues; its general one where this is left out.</summary>
    [MaxLength(50)]
    public string? Queue { get; init; }

    /// <summary>wrong-department, next-step or unclear.</summary>
    [Required, ExtensibleEnum(typeof(TransferReason))]
    public required string Reason { get; init; }

    /// <summary>What the other department should know; for staff.</summary>
    [MaxLength(4000)]
    public string? Note { get; init; }

    /// <summary>Reads a body; what is wrong with it is noted, by field.</summary>
    public static Transfer Read(ObjectReader root, Catalog.Catalog catalog)
    {
        root.Require("reason");
        var transfer = new Transfer
        {
            Department = root.RequiredText("department", 20),
            Queue = SubmissionReader.NullIfEmpty(root.Text("queue", 50)),
            Reason = root.OneOf("reason", TransferReason.All) ?? "",
            Note = SubmissionReader.NullIfEmpty(root.Text("note", 4000, lines: true)),
        };
        root.End();
        if (transfer.Department.Length > 0 && catalog.Departments.GetValueOrDefault(transfer.Department) is var department && department is not { IsActive: true })
        {
            root.Add("department", department is null ? FaultCodes.Undefined : FaultCodes.Retired, "what", $"the department {transfer.Department}");
        }

        return transfer;
    }
}
