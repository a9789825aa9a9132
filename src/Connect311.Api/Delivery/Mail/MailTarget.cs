using System.Globalization;
using Connect311.Api.Catalog;
using Connect311.Api.Subscriptions;
using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.Extensions.Options;
using MimeKit;

namespace Connect311.Api.Delivery.Mail;

/// <summary>Hands mails to the city's relay (SMTP). What the relay has taken is its own: bounces of later come to the sender's mailbox.</summary>
internal sealed class MailTarget(IOptions<MailOptions> options, IOptions<DeliveryOptions> delivery, CurrentCity city) : Target
{
    private readonly MailOptions _options = options.Value;

    public override string Kind => TargetKind.Email;

    public override bool IsOn => _options is { Host: not null, From: not null } && delivery.Value.PublicAddress is not null;

    public override async Task<SendResult> SendAsync(Message message, CancellationToken cancellationToken)
    {
        using var mail = ToMail(message);
        using var relay = new SmtpClient { CheckCertificateRevocation = false };
        try
        {
            await ConnectAsync(relay, cancellationToken);
            if (await LosesAnswerAsync(relay, mail, cancellationToken))
            {
                return new SendResult.Later("answer-lost") { MayHaveArrived = true };
            }
        }
        catch (SmtpCommandException refusal)
        {
            return Of(refusal);
        }
        catch (AuthenticationException)
        {
            return new SendResult.Later("relay-sign-in");
        }
        catch (NotSupportedException)
        {
            // The relay takes no address beyond ASCII (SMTPUTF8).
            return new SendResult.Refused("address-not-supported", OfAddress: true);
        }

        await GoodbyeAsync(relay, cancellationToken);
        return new SendResult.Sent();
    }

    /// <summary>Hands over a mail.</summary>
    /// <returns>Whether the relay went without an answer, or took too long for one: it may have the mail.</returns>
    private static async Task<bool> LosesAnswerAsync(SmtpClient relay, MimeMessage mail, CancellationToken cancellationToken)
    {
        try
        {
            await relay.SendAsync(mail, cancellationToken);
            return false;
        }
        catch (Exception e) when (e is not SmtpCommandException && Targets.IsOutage(e))
        {
            return true;
        }
    }

    private async Task ConnectAsync(SmtpClient relay, CancellationToken cancellationToken)
    {
        var security = _options.Security switch
        {
            "tls" => SecureSocketOptions.SslOnConnect,
            "none" => SecureSocketOptions.None,
            _ => SecureSocketOptions.StartTls,
        };
        await relay.ConnectAsync(_options.Host!, _options.Port, security, cancellationToken);
        if (_options.User is not null)
        {
            await relay.AuthenticateAsync(_options.User, _options.Password ?? "", cancellationToken);
        }
    }

    /// <summary>The relay has the mail: however the connection ends, it is sent.</summary>
    private static async Task GoodbyeAsync(SmtpClient relay, CancellationToken cancellationToken)
    {
        try
        {
            await relay.DisconnectAsync(quit: true, cancellationToken);
        }
        catch (Exception e) when (Targets.IsOutage(e) || e is SmtpCommandException)
        {
            // Said goodbye to nobody.
        }
    }

    private static SendResult Of(SmtpCommandException refusal)
    {
        var failure = string.Create(CultureInfo.InvariantCulture, $"smtp-{(int)refusal.StatusCode}");
        return (int)refusal.StatusCode < 500 ? new SendResult.Later(failure) { OfRecipient = IsGreylisted(refusal) }
            : IsOfRecipient(refusal) ? new SendResult.Gone(failure)
            : new SendResult.Refused(failure);
    }

    /// <summary>Whether it is this recipient that has to wait; 421 says that the relay itself goes.</summary>
    private static bool IsGreylisted(SmtpCommandException refusal) =>
        refusal is { ErrorCode: SmtpErrorCode.RecipientNotAccepted, StatusCode: not SmtpStatusCode.ServiceNotAvailable };

    /// <summary>
    /// Whether there is nobody by that address, as the enhanced code says (RFC 3463: 5.1 of addresses, 5.7 of what may be sent at all, such as by a
    /// relay that does not know us), or where there is none the command that was refused.
    /// </summary>
    private static bool IsOfRecipient(SmtpCommandException refusal) =>
        refusal.Message.StartsWith("5.1.", StringComparison.Ordinal)
        || (refusal.ErrorCode == SmtpErrorCode.RecipientNotAccepted && !refusal.Message.StartsWith("5.7.", StringComparison.Ordinal));

    private MimeMessage ToMail(Message message)
    {
        var from = MailboxAddress.Parse(_options.From!);
        from.Name ??= $"{city.Value.Catalog.City.Name.In(message.Language)} 311";
        var mail = new MimeMessage { Subject = message.Subject!, Date = message.At, MessageId = $"{message.Id:N}@{from.Domain}" };
        mail.From.Add(from);
        mail.To.Add(new MailboxAddress(null, message.To.To));
        mail.Headers.Add(HeaderId.AutoSubmitted, "auto-generated");
        mail.Headers.Add(HeaderId.ListUnsubscribe, $"<{message.Unsubscribe!.AbsoluteUri}>");
        mail.Headers.Add(HeaderId.ListUnsubscribePost, "List-Unsubscribe=One-Click");
        mail.Body = new TextPart("plain") { Text = message.Text! };
        mail.Body.Headers.Add(HeaderId.ContentLanguage, message.Language);
        return mail;
    }
}
