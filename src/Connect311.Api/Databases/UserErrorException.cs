namespace Connect311.Api.Databases;

/// <summary>Something that the person who started the program can mend; shown as one line, exit code 2.</summary>
internal sealed class UserErrorException(string message) : Exception(message);
