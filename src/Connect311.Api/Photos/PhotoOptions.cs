using System.ComponentModel.DataAnnotations;

namespace Connect311.Api.Photos;

/// <summary>Where photos are kept, and how long one waits for a report.</summary>
internal sealed class PhotoOptions
{
    public const string Section = "Photos";

    /// <summary>The folder of photos; on a disk that outlives the program, shared where there are several nodes. With Azure, what is just being received lies there. Default <c>photos</c>.</summary>
    [Required]
    public string Folder { get; init; } = "photos";

    /// <summary>The connection string of an account of Azure Blob Storage, where photos are to lie there; null for the disk.</summary>
    public string? AzureConnection { get; init; }

    /// <summary>The container there, which must exist. Default <c>photos</c>.</summary>
    [Required]
    public string AzureContainer { get; init; } = "photos";

    /// <summary>After how many days a photo that no report names is deleted, and one that a report names and that never came lapses.</summary>
    public const int Days = 30;

    /// <summary>How many received photos may wait to be worked on; beyond that the answer is 503. Default 1,000.</summary>
    [Range(1, 100_000)]
    public int MostWaiting { get; init; } = 1_000;
}
