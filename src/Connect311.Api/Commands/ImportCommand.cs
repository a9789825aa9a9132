using System.CommandLine;

namespace Connect311.Api.Commands;

internal static class ImportCommand
{
    public static Command Create() => new("import", "Import published reports.");
}
