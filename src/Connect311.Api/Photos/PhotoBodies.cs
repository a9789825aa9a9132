using Connect311.Api.Photos.Pictures;
using Connect311.Api.Photos.Uploads;
using Microsoft.OpenApi;

namespace Connect311.Api.Photos;

/// <summary>Bodies that are files, as the document tells of them: what counts of a file is its content, so no type is asked for.</summary>
internal static class PhotoBodies
{
    private static readonly string[] Formats = ["image/jpeg", "image/png", "image/webp", "image/heic", "application/octet-stream"];

    public static void AddFile(OpenApiOperation operation)
    {
        operation.RequestBody = new OpenApiRequestBody
        {
            Required = true,
            Description = $"The file as it is, at most {PhotoLimits.MostBytes} bytes.",
            Content = Formats.ToDictionary(type => type, _ => Binary()),
        };
    }

    public static void AddPart(OpenApiOperation operation) => operation.RequestBody = new OpenApiRequestBody
    {
        Required = true,
        Description = "The bytes that follow.",
        Content = new Dictionary<string, OpenApiMediaType> { [UploadFields.PartType] = Binary() },
    };

    public static void AddPicture(OpenApiOperation operation)
    {
        if (operation.Responses?["200"] is OpenApiResponse shown)
        {
            shown.Content = new Dictionary<string, OpenApiMediaType> { ["image/jpeg"] = Binary() };
        }
    }

    private static OpenApiMediaType Binary() => new() { Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" } };
}
