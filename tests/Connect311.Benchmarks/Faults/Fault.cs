using Connect311.Benchmarks.Servers;

namespace Connect311.Benchmarks.Faults;

/// <summary>One thing that goes wrong under the server, what it must answer then, and how the cause goes away.</summary>
internal abstract class Fault : IDisposable
{
    public abstract string Name { get; }

    /// <summary>What is done, in words.</summary>
    public abstract string Done { get; }

    /// <summary>The answer that is defined, in words; the members below say it for the check.</summary>
    public abstract string Defined { get; }

    public virtual IReadOnlyList<string>? Program => null;

    public virtual IReadOnlyDictionary<string, string>? Settings => null;

    /// <summary>How many clients act at once; null leaves it to the plan.</summary>
    public virtual int? Clients => null;

    /// <summary>Whether some must be refused while it lasts.</summary>
    public virtual bool MustRefuse => true;

    /// <summary>Whether any may be refused while it lasts.</summary>
    public virtual bool MayRefuse => true;

    /// <summary>Whether nothing that was sent while it lasts may be acknowledged.</summary>
    public virtual bool AcknowledgesNothing => false;

    /// <summary>Whether reads are answered while it lasts.</summary>
    public virtual bool ReadsGoOn => true;

    /// <summary>Whether the server must call itself unready while it lasts.</summary>
    public virtual bool IsUnready => MustRefuse;

    /// <summary>Why it cannot be tried here, or null. Prepares the folder, which is empty, before the server starts.</summary>
    public virtual string? Prepare(ServerFolder folder) => null;

    /// <summary>Begins it, under load.</summary>
    public abstract Task BeginAsync(FaultStage stage);

    /// <summary>Lets it last.</summary>
    public virtual Task LastAsync(FaultStage stage) => Task.Delay(stage.Plan.IsShort ? TimeSpan.FromSeconds(1) : TimeSpan.FromSeconds(3));

    /// <summary>Takes the cause away.</summary>
    public abstract Task EndAsync(FaultStage stage);

    /// <summary>What else must hold at the end: what is missed of it, in words.</summary>
    public virtual IEnumerable<string> Missed(FaultStage stage) => [];

    /// <summary>What else was seen, in words.</summary>
    public virtual IEnumerable<string> Seen(FaultStage stage) => [];

    /// <summary>Puts everything back, whatever happened.</summary>
    public virtual void Dispose() => GC.SuppressFinalize(this);
}
