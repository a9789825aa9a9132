using Microsoft.Data.Sqlite;

namespace Connect311.Benchmarks.Faults;

/// <summary>A backup takes the database's place while the server runs, and stays.</summary>
internal sealed class ReplacedForGood : Fault
{
    private const string Words = "lies in its place";

    private bool _wasSaid;

    public override string Name => "replaced-for-good";

    public override string Done => "a whole copy moved over the database file; later a restart (SIGTERM)";

    public override string Defined => "503 for all until the restart, which the log asks for; then the copy is served";

    public override bool AcknowledgesNothing => true;

    public override bool ReadsGoOn => false;

    public override async Task BeginAsync(FaultStage stage)
    {
        // A copy of all that was acknowledged can only be made while nothing is.
        await stage.EndLoadAsync();
        using (var connection = new SqliteConnection(stage.Folder.ConnectionString + ";Pooling=False"))
        {
            connection.Open();
            using var saving = connection.CreateCommand();
            saving.CommandText = "PRAGMA wal_checkpoint(TRUNCATE);";
            saving.ExecuteNonQuery();
        }

        var copy = stage.Folder.DatabaseFile + ".copy";
        Tool.Run("cp", stage.Folder.DatabaseFile, copy);
        File.Move(copy, stage.Folder.DatabaseFile, overwrite: true);
        stage.Book.Phase = Phase.During;
        stage.BeginLoad();
    }

    public override async Task EndAsync(FaultStage stage)
    {
        _wasSaid = stage.Server.Log.Contains(Words, StringComparison.Ordinal);
        await stage.StopServerAsync(kill: false);
        await stage.StartServerAsync();
        stage.BeginLoad();
    }

    public override IEnumerable<string> Missed(FaultStage stage) => _wasSaid ? [] : ["the log does not say what to do"];
}
