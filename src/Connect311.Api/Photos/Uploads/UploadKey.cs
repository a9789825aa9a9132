using System.Security.Cryptography;
using System.Text;

namespace Connect311.Api.Photos.Uploads;

/// <summary>An upload that is not whole yet: nobody gets into another's, even by the same id.</summary>
/// <param name="Id">The client's UUID of the photo.</param>
/// <param name="Owner">See <see cref="PhotoSenders"/>.</param>
internal sealed record UploadKey(string Id, string Owner)
{
    private const int OwnerDigits = 32;

    /// <summary>What its file is called.</summary>
    public string FileName => $"{Id}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Owner)))[..OwnerDigits]}";
}
