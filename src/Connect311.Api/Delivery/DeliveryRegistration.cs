using Connect311.Api.Delivery.Apns;
using Connect311.Api.Delivery.Fcm;
using Connect311.Api.Delivery.Folder;
using Connect311.Api.Delivery.Mail;
using Connect311.Api.Delivery.Sms;
using Connect311.Api.Delivery.WebPush;
using Connect311.Api.Subscriptions;
using Microsoft.Extensions.Options;
using Polly;

namespace Connect311.Api.Delivery;

internal static class DeliveryRegistration
{
    public static void AddDelivery(this IServiceCollection services)
    {
        services.AddOptions<DeliveryOptions>().BindConfiguration(DeliveryOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<MailOptions>()
            .BindConfiguration(MailOptions.Section)
            .ValidateDataAnnotations()
            .Validate(mail => mail.Host is null || (mail.From is not null && MimeKit.MailboxAddress.TryParse(mail.From, out _)), $"{MailOptions.Section}:From must be a mail address where there is a Host.")
            .ValidateOnStart();
        services.AddSingleton<Addresses>().AddSingleton<SubscriptionStore>().AddSingleton<SubscriptionLinks>();
        services.AddSingleton<Subscribing>().AddSingleton<SubscriptionPages>();
        services.AddSingleton<MessageFolder>().AddSingleton<Targets>().AddSingleton<Messages>().AddSingleton<DeliveryCounts>();
        services.AddSingleton<Target, MailTarget>();
        services.AddOptions<WebPushOptions>().BindConfiguration(WebPushOptions.Section);
        services.AddSingleton<Vapid>().AddSingleton<Target, WebPushTarget>();
        services.AddOptions<ApnsOptions>().BindConfiguration(ApnsOptions.Section);
        services.AddSingleton<ApnsSigning>().AddSingleton<Target, ApnsTarget>();
        services.AddOptions<FcmOptions>().BindConfiguration(FcmOptions.Section);
        services.AddSingleton<FcmSignIn>().AddSingleton<Target, FcmTarget>();
        services.AddOptions<SmsOptions>().BindConfiguration(SmsOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<Target, SmsTarget>();
        services.AddSingleton<DeliveryStore>().AddSingleton<ContactSubscriptions>().AddSingleton<FanOut>().AddSingleton<Courier>();
        services.AddSingleton<DeliveryCounting>().AddSingleton<DeliveryTurn>().AddSingleton<DeliveryService>().AddSingleton<DeliverySweep>();
        foreach (var kind in TargetKind.All)
        {
            services.AddResiliencePipeline<string, SendResult>(Targets.PipelineOf(kind), (builder, context) =>
            {
                builder.TimeProvider = context.ServiceProvider.GetRequiredService<TimeProvider>();
                Targets.Configure(builder, context.ServiceProvider.GetRequiredService<IOptions<DeliveryOptions>>().Value);
            });
        }
    }
}
