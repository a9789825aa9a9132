using System.ComponentModel.DataAnnotations;

namespace Connect311.Api.Triage.Rerouting;

/// <summary>How often departments may send a request on to each other.</summary>
internal sealed class TransferOptions
{
    public const string Section = "Transfers";

    /// <summary>After how many transfers the next one goes to the operators. Default 3.</summary>
    [Range(1, 100)]
    public int MostTransfers { get; init; } = 3;
}
