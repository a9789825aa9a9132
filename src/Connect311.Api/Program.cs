using Connect311.Api.Commands;

return await CommandLine.RunAsync(args);
