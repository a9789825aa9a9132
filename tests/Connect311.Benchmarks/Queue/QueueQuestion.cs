namespace Connect311.Benchmarks.Queue;

/// <summary>Something that staff ask of a queue, beside its pages by priority.</summary>
/// <param name="Name">What it is called in the table.</param>
/// <param name="Query">What follows the queue's address.</param>
/// <param name="HasAim">Whether it is a first page, which must come soon, or may take the time to look at all open work.</param>
internal sealed record QueueQuestion(string Name, string Query, bool HasAim = true)
{
    public static readonly QueueQuestion[] All =
    [
        new("page 1, what is due next", "?sort=due"),
        new("page 1, the oldest", "?sort=age"),
        new("page 1, the nearest", "?sort=distance&latitude=40.7484&longitude=-73.9857"),
        new("page 1, the nearest, far from all", "?sort=distance&latitude=40.4774&longitude=-74.2591"),
        new("page 1 of a borough, what is due next", "?sort=due&area=borough:brooklyn"),
        new("page 1, nobody's, by priority", "?assignee=none"),
        new("page 1, words that nothing holds", "?text=no%20such%20words", HasAim: false),
        new("counts of all open work", "/counts", HasAim: false),
    ];
}
