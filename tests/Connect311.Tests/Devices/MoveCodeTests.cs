using Connect311.Api.Devices.Moves;

namespace Connect311.Tests.Devices;

public sealed class MoveCodeTests
{
    [Fact]
    public void Every_single_wrong_letter_is_found()
    {
        const string letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
        for (var round = 0; round < 20; round++)
        {
            var code = MoveCode.New();
            Assert.Equal(code, MoveCode.Read(MoveCode.Shown(code), out _));
            for (var i = 0; i < code.Length; i++)
            {
                Assert.All(letters.Where(letter => letter != code[i]), letter =>
                {
                    Assert.Null(MoveCode.Read(code[..i] + letter + code[(i + 1)..], out var isMistyped));
                    Assert.True(isMistyped);
                });
            }
        }
    }
}
