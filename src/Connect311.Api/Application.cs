using Connect311.Api.Catalog;
using Connect311.Api.Catalog.Admin;
using Connect311.Api.Catalog.Areas;
using Connect311.Api.Catalog.Phones;
using Connect311.Api.Databases;
using Connect311.Api.Delivery;
using Connect311.Api.Devices;
using Connect311.Api.Devices.Follows;
using Connect311.Api.Devices.Links;
using Connect311.Api.Devices.Moves;
using Connect311.Api.Http;
using Connect311.Api.Incidents;
using Connect311.Api.Lookup;
using Connect311.Api.Lookup.Similar;
using Connect311.Api.Open311;
using Connect311.Api.Open311.Connector;
using Connect311.Api.Photos;
using Connect311.Api.Photos.Uploads;
using Connect311.Api.Records;
using Connect311.Api.Routing;
using Connect311.Api.Routing.Backtests;
using Connect311.Api.Routing.Explanations;
using Connect311.Api.Routing.Proposals;
using Connect311.Api.Routing.RuleSets;
using Connect311.Api.Routing.Simulation;
using Connect311.Api.Secrets;
using Connect311.Api.ServiceLevels.Estimates;
using Connect311.Api.ServiceRequests;
using Connect311.Api.ServiceRequests.Batches;
using Connect311.Api.ServiceRequests.History.Proof;
using Connect311.Api.ServiceRequests.Intake;
using Connect311.Api.ServiceRequests.Spool;
using Connect311.Api.Staff;
using Connect311.Api.Staff.Admin;
using Connect311.Api.Staff.Audit;
using Connect311.Api.Staff.People;
using Connect311.Api.Staff.SignIn;
using Connect311.Api.Subscriptions;
using Connect311.Api.Triage;
using Connect311.Api.Triage.Actions;
using Connect311.Api.Triage.Bulk;
using Connect311.Api.Triage.Claims;
using Connect311.Api.Triage.Clarifications;
using Connect311.Api.Triage.Closings;
using Connect311.Api.Triage.Disputes;
using Connect311.Api.Triage.Holds;
using Connect311.Api.Triage.Marks;
using Connect311.Api.Triage.Numbers;
using Connect311.Api.Triage.Remarks;
using Connect311.Api.Triage.Rerouting;
using Connect311.Api.Triage.SavedFilters;
using Connect311.Api.Triage.Streams;
using Connect311.Api.Triage.Surveys;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Connect311.Api;

/// <summary>Puts the rooms of the house together, for the server and for its commands alike.</summary>
internal static class Application
{
    private const string SwaggerKey = "Swagger:Enabled";

    /// <param name="needsKeys">Whether personal data is read or written; then outside Development a key ring must be configured.</param>
    /// <exception cref="UserErrorException">A setting is missing or wrong.</exception>
    public static WebApplication Build(string[] args, bool needsKeys)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = args,
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = RequestBody.MaxBytes;
            LongTargets.Read(kestrel.Limits);
        });
        if (!builder.Environment.IsDevelopment())
        {
            builder.Logging.ClearProviders().AddJsonConsole();
        }

        AddServices(builder);
        if (needsKeys)
        {
            builder.Services.AddKeyRing(builder.Configuration, builder.Environment);
        }

        var app = builder.Build();
        Map(app);
        return app;
    }

    private static void AddServices(WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton(TimeProvider.System);
        services.AddDatabase();
        AddRooms(services);
        AddHttp(services);
        if (builder.Environment.IsDevelopment())
        {
            services.AddSingleton<DemoCredentials>();
        }

        // Hosted services stop in reverse: the server first, then the writer that stores what it accepted.
        services.AddHostedService<Startup>();
        services.AddHostedService(provider => provider.GetRequiredService<IntakeQueue>());
        services.AddHostedService(provider => provider.GetRequiredService<SpoolQueue>());
        services.AddHostedService<SpoolDrain>();
        services.AddHostedService(provider => provider.GetRequiredService<CityRefresh>());
        services.AddHostedService(provider => provider.GetRequiredService<ActiveHolds>());
        services.AddHostedService(provider => provider.GetRequiredService<BacktestRunner>());
        services.AddHostedService(provider => provider.GetRequiredService<RootMaker>());
        services.AddHostedService(provider => provider.GetRequiredService<StreamHub>());
        services.AddHostedService(provider => provider.GetRequiredService<ClarificationExpiry>());
        services.AddHostedService(provider => provider.GetRequiredService<ClockWatch>());
        services.AddHostedService(provider => provider.GetRequiredService<EstimateMaker>());
        services.AddHostedService(provider => provider.GetRequiredService<ResemblanceWatch>());
        services.AddHostedService(provider => provider.GetRequiredService<PhotoWork>());
        services.AddHostedService(provider => provider.GetRequiredService<PhotoSweep>());
        services.AddHostedService<PhotoPlace>();
        services.AddHostedService(provider => provider.GetRequiredService<DeliveryService>());
        services.AddHostedService<ConnectorCheck>();
        services.AddHostedService(provider => provider.GetRequiredService<ConnectorService>());
    }

    private static void AddRooms(IServiceCollection services)
    {
        services.AddOptions<CityOptions>().BindConfiguration(CityOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<IntakeOptions>().BindConfiguration(IntakeOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<RateLimitOptions>().BindConfiguration(RateLimitOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<TransferOptions>().BindConfiguration(TransferOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<PlaceOptions>().BindConfiguration(PlaceOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<ClarificationOptions>().BindConfiguration(ClarificationOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<DisputeOptions>().BindConfiguration(DisputeOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<SurveyOptions>().BindConfiguration(SurveyOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<StreamOptions>().BindConfiguration(StreamOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<ClaimOptions>().BindConfiguration(ClaimOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<LoadOptions>().BindConfiguration(LoadOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<LoadShedder>();
        services.AddSingleton<RateLimiter>().AddSingleton<Batch>();
        services.AddSingleton<Preparation>().AddSingleton<SecretKeys>();
        services.AddSingleton<CityStore>().AddSingleton<AreaStore>().AddSingleton<CurrentCity>().AddSingleton<CityRefresh>().AddSingleton<ServiceTypeLists>().AddSingleton<PhoneCatalogs>().AddSingleton<InquiryCounter>();
        services.AddSingleton<Contacts>().AddSingleton<ReporterKeys>().AddSingleton<Reception>();
        services.AddSingleton<NumberBlocks>().AddSingleton<IntakeStore>().AddSingleton<IntakeQueue>();
        services.AddSingleton<PastCities>().AddSingleton<ExplanationStore>().AddSingleton<ExplanationDesk>();
        services.AddOptions<SpoolOptions>().BindConfiguration(SpoolOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IntakeCircuit>().AddSingleton<SpoolPlace>().AddSingleton<SpoolMeter>().AddSingleton<SpoolTokens>().AddSingleton<SpoolSeal>();
        services.AddSingleton<SpoolQueue>().AddSingleton<SpoolStore>().AddSingleton<SafeIntake>().AddSingleton<SpooledReports>().AddSingleton<NewRequests>().AddSingleton<KnownKeys>();
        services.AddSingleton<Submitting>().AddSingleton<SubmissionAnswers>().AddSingleton<RoutingReasons>().AddSingleton<TrialRules>();
        services.AddSingleton<ProposalStore>().AddSingleton<NumberStore>();
        services.AddSingleton<BacktestStore>().AddSingleton<BacktestRuns>().AddSingleton<BacktestRunner>();
        services.AddSingleton<PublicStore>().AddSingleton<PublicRequests>().AddSingleton<CallerView>().AddSingleton<Ownership>();
        services.AddOptions<SimilarOptions>().BindConfiguration(SimilarOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<SimilarStore>().AddSingleton<SimilarRequests>().AddSingleton<SimilarSearch>();
        services.AddSingleton<QueueStore>().AddSingleton<StaffStore>().AddSingleton<ClosingCheck>().AddSingleton<StaffAnswers>().AddSingleton<StaffDesk>().AddSingleton<ResidentDesk>().AddSingleton<RemarkDesk>().AddSingleton<CommentDesk>().AddSingleton<ContactDesk>();
        services.AddSingleton<ClarificationDesk>().AddSingleton<ClarificationLinks>().AddSingleton<DisputeDesk>().AddSingleton<ClarificationExpiry>();
        services.AddSingleton<StreamStore>().AddSingleton<StreamHub>().AddSingleton<QueueStream>();
        services.AddSingleton<ClaimStore>().AddSingleton<ClaimGate>().AddSingleton<ClaimDesk>().AddSingleton<DepartmentPeople>().AddSingleton<Silence>().AddSingleton<QueueQuestions>().AddSingleton<SavedFilterStore>();
        services.AddOptions<ClockWatchOptions>().BindConfiguration(ClockWatchOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<MarkStore>().AddSingleton<ClockWatch>();
        services.AddOptions<EstimateOptions>().BindConfiguration(EstimateOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<EstimateStore>().AddSingleton<ClosingEstimates>().AddSingleton<EstimateMaker>();
        services.AddOptions<IncidentOptions>().BindConfiguration(IncidentOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IncidentStore>().AddSingleton<Membership>().AddSingleton<IncidentDesk>().AddSingleton<IncidentMarks>();
        services.AddSingleton<IncidentActions>().AddSingleton<MemberSteps>().AddSingleton<MemberUpdates>().AddSingleton<MemberTransfers>();
        services.AddSingleton<Resemblances>().AddSingleton<ResemblanceWatch>();
        services.AddOptions<PhotoOptions>().BindConfiguration(PhotoOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<PhotoStore>().AddSingleton(provider => PhotoFiles.For(provider.GetRequiredService<IOptions<PhotoOptions>>())).AddSingleton<PhotoWork>().AddSingleton<PhotoSweep>();
        services.AddSingleton<PhotoDesk>().AddSingleton<PhotoStates>().AddSingleton<AddedPhotos>().AddSingleton<PhotoShow>().AddSingleton<PhotoRelease>().AddSingleton<PhotoSenders>();
        services.AddSingleton<PhotoTaking>().AddSingleton<PhotoSuggestions>().AddSingleton<RunningUploads>().AddSingleton<ResumableUploads>();
        services.AddSingleton<SurveyStore>().AddSingleton<SurveyDesk>().AddSingleton<SurveyResultDesk>();
        services.AddSingleton<RevisionStore>().AddSingleton<ReroutingDesk>().AddSingleton<PlaceDesk>().AddSingleton<Reapply>();
        services.AddSingleton<RecordStore>().AddSingleton<Forgetting>().AddSingleton<RetentionRun>().AddSingleton<LegalHoldDesk>().AddSingleton<RecordExport>();
        services.AddOptions<DeviceOptions>().BindConfiguration(DeviceOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<DeviceTokens>().AddSingleton<DeviceStore>().AddSingleton<DeviceGate>().AddSingleton<LinkStore>().AddSingleton<SubmissionDevices>();
        services.AddSingleton<MyRequests>().AddSingleton<FollowDesk>().AddSingleton<MoveStore>().AddSingleton<MoveDesk>().AddSingleton<DeviceForgetting>().AddSingleton<DeviceSweep>();
        services.AddSingleton<HoldStore>().AddSingleton<HeldSubjects>().AddSingleton<ActiveHolds>().AddSingleton<HoldDesk>().AddSingleton<HoldSweep>();
        services.AddDelivery();
        services.AddOpen311();
        services.AddConnectors();
        services.AddSingleton<BulkActions>().AddSingleton<BulkDesk>();
        services.AddSingleton<HistoryStore>().AddSingleton<HistoryAudit>().AddSingleton<Proofs>().AddSingleton<RootKey>().AddSingleton<RootMaker>();
        services.AddSingleton<ApiKeyStore>().AddSingleton<CallerDirectory>().AddSingleton<AuditLog>();
        services.AddSingleton<RuleSetStore>().AddSingleton<RuleSetPublishing>().AddSingleton<RuleSetDesk>();
        services.AddSingleton<CatalogAdminStore>().AddSingleton<CatalogUsage>().AddSingleton<CatalogAdmin>().AddSingleton<EntryDesk>().AddSingleton<QuestionDesk>().AddSingleton<AreaDesk>();
        services.AddSingleton<StaffMembers>().AddSingleton<StaffTokens>().AddSingleton<StaffAdmin>();
    }

    private static void AddHttp(IServiceCollection services)
    {
        services.ConfigureHttpJsonOptions(options => Json.Configured(options.SerializerOptions));
        services.AddAuthentication(CallerAuthentication.SchemeName)
            .AddScheme<AuthenticationSchemeOptions, CallerAuthentication>(CallerAuthentication.SchemeName, null)
            .AddSignIn();
        services.AddAuthorizationBuilder().AddPolicies();
        services.AddApiDescription();
        services.AddHealth();
        services.AddOurMetrics();
    }

    private static void Map(WebApplication app)
    {
        app.UseKnownProxies();
        app.UseOpen311();
        app.UseProblems();
        app.UseLongTargets();

        // Behind what changes the path.
        app.UseRouting();
        app.UseLoadShedding();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseAddressLimits();
        app.MapServiceTypes();
        app.MapPhoneCatalog();
        app.MapSubmit();
        app.MapBatches();
        app.MapSpoolTokens();
        app.MapDevices();
        app.MapMyRequests();
        app.MapFollows();
        app.MapMoves();
        app.MapDeviceForget();
        app.MapPush();
        app.MapPushTargets();
        app.MapPublic();
        app.MapSimilar();
        app.MapWithdrawal();
        app.MapPhotos();
        app.MapUploads();
        app.MapClarifications();
        app.MapDispute();
        app.MapPlaceCorrection();
        app.MapComments();
        app.MapAddedPhotos();
        app.MapSurvey();
        app.MapForget();
        app.MapSubscribe();
        app.MapSubscriptionPages();
        app.MapLifecycle();
        app.MapProofs();
        app.MapQueue();
        app.MapSavedFilters();
        app.MapStreams();
        app.MapStaff();
        app.MapActions();
        app.MapClaims();
        app.MapBulk();
        app.MapHolds();
        app.MapDisputes();
        app.MapNumbers();
        app.MapSurveyResults();
        app.MapExplanations();
        app.MapSimulation();
        app.MapBacktests();
        app.MapProposals();
        app.MapRerouting();
        app.MapRemarks();
        app.MapLegalHolds();
        app.MapIncidents();
        app.MapIncidentActions();
        app.MapSuggestions();
        app.MapStaffAdmin();
        app.MapTokens();
        app.MapRuleSets();
        app.MapRules();
        app.MapDepartmentAdmin();
        app.MapServiceTypeAdmin();
        app.MapQuestionAdmin();
        app.MapGroupAdmin();
        app.MapAreaSetAdmin();
        app.MapAudit();
        app.MapDeliveries();
        app.MapOpen311();
        app.MapConnectors();
        app.MapHealth();
        app.MapPrometheusScrapingEndpoint().AllowAnonymous();
        if (app.Environment.IsDevelopment() || app.Configuration.GetValue<bool>(SwaggerKey))
        {
            app.MapOpenApi().AllowAnonymous();
            app.UseSwaggerUI(ApiDescription.Show);
        }
    }
}
