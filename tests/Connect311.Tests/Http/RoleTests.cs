using Connect311.Api.Routing.RuleSets;
using Connect311.Api.Staff;
using Connect311.Api.Staff.Audit;
using Connect311.Api.Staff.People;
using Connect311.Tests.Staff;
using Microsoft.Extensions.DependencyInjection;

namespace Connect311.Tests.Http;

/// <summary>
/// Which credential may use which route, for the caller's own department (DOT) and another (NYPD). Each role comes by a
/// demo credential, by a personal access token and by a token of the city's sign-in: all three must be the same.
/// </summary>
public sealed class RoleTests(SignInApplication world) : IClassFixture<SignInApplication>
{
    private const string Noise =
        """{"serviceType":"noise-residential.loud-music-party","location":{"latitude":40.67383,"longitude":-73.97054}}""";

    private const string RuleSet =
        """{"name":"nyc","timeZone":"America/New_York","fallback":{"department":"DOT","reason":{"en":"All."}},"rules":[]}""";

    private const string Drugs =
        """{"serviceType":"drug-activity.use-outside","location":{"latitude":40.67383,"longitude":-73.97054}}""";

    /// <summary>
    /// OWN is a request that DOT holds, OTHER one of NYPD; SECRET_x is a confidential one that x holds now.
    /// </summary>
    private const string Table = """
        documented route                                         | asked                                        | none wrong app  key   agent supervisor call-taker operator admin
        GET /v1/service-types                                    | /v1/service-types                            | 200  200   200  200   200   200        200        200      200
        POST /v1/service-requests                                | /v1/service-requests                         | 401  401   201  403   403   403        201        201      403
        GET /v1/tokens/{token}                                   | /v1/tokens/x                                 | 404  404   404  404   404   404        404        404      404
        GET /v1/public/service-requests/{trackingNumber}         | /v1/public/service-requests/OWN              | 200  200   200  200   200   200        200        200      200
        GET /v1/public/service-requests/{trackingNumber}         | /v1/public/service-requests/SECRET_DOT       | 404  404   404  404   404   404        404        404      404
        GET /v1/public/service-requests                          | /v1/public/service-requests?numbers=OWN      | 200  200   200  200   200   200        200        200      200
        GET /v1/public/service-requests/{trackingNumber}/history/proof | /v1/public/service-requests/OWN/history/proof | 200  200   200  200   200   200        200        200      200
        GET /v1/public/service-requests/{trackingNumber}/history/proof | /v1/public/service-requests/SECRET_DOT/history/proof | 404  404   404  404   404   404        404        404      404
        GET /v1/public/history/roots                             | /v1/public/history/roots                     | 200  200   200  200   200   200        200        200      200
        GET /v1/public/history/key                               | /v1/public/history/key                       | 200  200   200  200   200   200        200        200      200
        POST /v1/public/service-requests/{trackingNumber}/answer | /v1/public/service-requests/OWN/answer       | 401  401   401  401   401   401        401        401      401
        GET /v1/public/clarifications/{token}                    | /v1/public/clarifications/x                  | 404  404   404  404   404   404        404        404      404
        POST /v1/public/clarifications/{token}                   | /v1/public/clarifications/x                  | 404  404   404  404   404   404        404        404      404
        POST /v1/public/service-requests/{trackingNumber}/dispute | /v1/public/service-requests/OWN/dispute      | 401  401   401  401   401   401        401        401      401
        GET /v1/departments/{code}/disputes                      | /v1/departments/DOT/disputes                 | 401  401   403  403   403   200        403        200      403
        GET /v1/departments/{code}/disputes                      | /v1/departments/NYPD/disputes                | 401  401   403  403   403   403        403        200      403
        POST /v1/service-requests/{trackingNumber}/dispute/uphold | /v1/service-requests/OWN/dispute/uphold     | 401  401   403  403   403   409        403        409      403
        POST /v1/service-requests/{trackingNumber}/dispute/uphold | /v1/service-requests/OTHER/dispute/uphold   | 401  401   403  403   403   403        403        409      403
        POST /v1/service-requests/{trackingNumber}/dispute/reject | /v1/service-requests/OWN/dispute/reject     | 401  401   403  403   403   409        403        409      403
        POST /v1/service-requests/{trackingNumber}/dispute/reject | /v1/service-requests/SECRET_NYPD/dispute/reject | 401  401   403  403   403   404        403        404      403
        POST /v1/public/service-requests/{trackingNumber}/forget | /v1/public/service-requests/OWN/forget     | 401  401   401  401   401   401        401        401      401
        POST /v1/public/service-requests/{trackingNumber}/withdraw | /v1/public/service-requests/OWN/withdraw     | 401  401   401  401   401   401        401        401      401
        POST /v1/public/service-requests/{trackingNumber}/withdraw | /v1/public/service-requests/SECRET_DOT/withdraw | 401  401   401  401   401   401        401        401      401
        POST /v1/incidents                                       | /v1/incidents                                | 401  401   403  403   400   400        403        400      403
        GET /v1/incidents/{incident}                             | /v1/incidents/INCIDENT                       | 401  401   403  403   200   200        403        200      200
        GET /v1/incidents/{incident}                             | /v1/incidents/INCIDENT_NYPD                  | 401  401   403  403   403   403        403        200      200
        POST /v1/incidents/{incident}/join                       | /v1/incidents/INCIDENT/join                  | 401  401   403  403   400   400        403        400      403
        POST /v1/incidents/{incident}/join                       | /v1/incidents/INCIDENT_NYPD/join             | 401  401   403  403   403   403        403        400      403
        POST /v1/incidents/{incident}/split                      | /v1/incidents/INCIDENT/split                 | 401  401   403  403   400   400        403        400      403
        POST /v1/incidents/{incident}/split                      | /v1/incidents/INCIDENT_NYPD/split            | 401  401   403  403   403   403        403        400      403
        POST /v1/incidents/{incident}/undo                       | /v1/incidents/INCIDENT/undo                  | 401  401   403  403   200   200        403        200      403
        POST /v1/incidents/{incident}/undo                       | /v1/incidents/INCIDENT_NYPD/undo             | 401  401   403  403   403   403        403        200      403
        POST /v1/incidents/{incident}/acknowledge                | /v1/incidents/INCIDENT/acknowledge           | 401  401   403  403   200   200        403        200      403
        POST /v1/incidents/{incident}/acknowledge                | /v1/incidents/INCIDENT_NYPD/acknowledge      | 401  401   403  403   403   403        403        200      403
        POST /v1/incidents/{incident}/start                      | /v1/incidents/INCIDENT/start                 | 401  401   403  403   200   200        403        200      403
        POST /v1/incidents/{incident}/start                      | /v1/incidents/INCIDENT_NYPD/start            | 401  401   403  403   403   403        403        200      403
        POST /v1/incidents/{incident}/wait                       | /v1/incidents/INCIDENT/wait                  | 401  401   403  403   409   409        403        409      403
        POST /v1/incidents/{incident}/wait                       | /v1/incidents/INCIDENT_NYPD/wait             | 401  401   403  403   403   403        403        409      403
        POST /v1/incidents/{incident}/resume                     | /v1/incidents/INCIDENT/resume                | 401  401   403  403   409   409        403        409      403
        POST /v1/incidents/{incident}/resume                     | /v1/incidents/INCIDENT_NYPD/resume           | 401  401   403  403   403   403        403        409      403
        POST /v1/incidents/{incident}/close                      | /v1/incidents/INCIDENT/close                 | 401  401   403  403   200   200        403        200      403
        POST /v1/incidents/{incident}/close                      | /v1/incidents/INCIDENT_NYPD/close            | 401  401   403  403   403   403        403        200      403
        POST /v1/incidents/{incident}/updates                    | /v1/incidents/INCIDENT/updates               | 401  401   403  403   200   200        403        200      403
        POST /v1/incidents/{incident}/updates                    | /v1/incidents/INCIDENT_NYPD/updates          | 401  401   403  403   403   403        403        200      403
        POST /v1/incidents/{incident}/transfer                   | /v1/incidents/INCIDENT/transfer              | 401  401   403  403   200   200        403        200      403
        POST /v1/incidents/{incident}/transfer                   | /v1/incidents/INCIDENT_NYPD/transfer         | 401  401   403  403   403   403        403        200      403
        GET /v1/service-requests/{trackingNumber}/incident/suggestions | /v1/service-requests/OWN/incident/suggestions | 401  401   403  403   200   200        403        200      200
        GET /v1/service-requests/{trackingNumber}/incident/suggestions | /v1/service-requests/OTHER/incident/suggestions | 401  401   403  403   403   403        403        200      200
        GET /v1/service-requests/{trackingNumber}/incident/suggestions | /v1/service-requests/SECRET_NYPD/incident/suggestions | 401  401   403  403   404   404        403        404      404
        GET /v1/lifecycle                                        | /v1/lifecycle                                | 200  200   200  200   200   200        200        200      200
        GET /v1/departments/{code}/queue                         | /v1/departments/DOT/queue                    | 401  401   403  403   200   200        403        200      200
        GET /v1/departments/{code}/queue                         | /v1/departments/NYPD/queue                   | 401  401   403  403   403   403        403        200      200
        GET /v1/departments/{code}/queue                         | /v1/departments/311/queue                    | 401  401   403  403   403   403        403        200      200
        GET /v1/departments/{code}/stream                        | /v1/departments/DOT/stream                   | 401  401   403  403   200   200        403        200      200
        GET /v1/departments/{code}/stream                        | /v1/departments/NYPD/stream                  | 401  401   403  403   403   403        403        200      200
        GET /v1/departments/{code}/stream                        | /v1/departments/311/stream                   | 401  401   403  403   403   403        403        200      200
        GET /v1/service-requests/{trackingNumber}                | /v1/service-requests/OWN                     | 401  401   403  200   200   200        200        200      200
        GET /v1/service-requests/{trackingNumber}                | /v1/service-requests/OTHER                   | 401  401   403  403   403   403        200        200      200
        GET /v1/service-requests/{trackingNumber}                | /v1/service-requests/SECRET_DOT              | 401  401   403  200   200   200        404        404      404
        GET /v1/service-requests/{trackingNumber}                | /v1/service-requests/SECRET_NYPD             | 401  401   403  404   404   404        404        404      404
        GET /v1/service-requests/{trackingNumber}                | /v1/service-requests/SECRET_311              | 401  401   403  404   404   404        404        200      404
        GET /v1/service-requests/{trackingNumber}/history/proof  | /v1/service-requests/OWN/history/proof       | 401  401   403  200   200   200        200        200      200
        GET /v1/service-requests/{trackingNumber}/history/proof  | /v1/service-requests/OTHER/history/proof     | 401  401   403  403   403   403        200        200      200
        GET /v1/service-requests/{trackingNumber}/history/proof  | /v1/service-requests/SECRET_NYPD/history/proof | 401  401   403  404   404   404        404        404      404
        GET /v1/service-requests/{trackingNumber}/history/proof  | /v1/service-requests/SECRET_311/history/proof | 401  401   403  404   404   404        404        200      404
        GET /v1/service-requests/{trackingNumber}/contact        | /v1/service-requests/OWN/contact             | 401  401   403  403   200   200        403        200      403
        GET /v1/service-requests/{trackingNumber}/contact        | /v1/service-requests/OTHER/contact           | 401  401   403  403   403   403        403        200      403
        GET /v1/service-requests/{trackingNumber}/contact        | /v1/service-requests/SECRET_DOT/contact      | 401  401   403  403   200   200        403        404      403
        GET /v1/service-requests/{trackingNumber}/contact        | /v1/service-requests/SECRET_NYPD/contact     | 401  401   403  403   404   404        403        404      403
        GET /v1/service-requests/{trackingNumber}/contact        | /v1/service-requests/SECRET_311/contact      | 401  401   403  403   404   404        403        200      403
        GET /v1/service-requests/{trackingNumber}/routing        | /v1/service-requests/OWN/routing             | 401  401   403  403   200   200        200        200      200
        GET /v1/service-requests/{trackingNumber}/routing        | /v1/service-requests/OTHER/routing           | 401  401   403  403   403   403        200        200      200
        GET /v1/service-requests/{trackingNumber}/routing        | /v1/service-requests/SECRET_DOT/routing      | 401  401   403  403   200   200        404        404      404
        GET /v1/service-requests/{trackingNumber}/routing        | /v1/service-requests/SECRET_NYPD/routing     | 401  401   403  403   404   404        404        404      404
        GET /v1/service-requests/{trackingNumber}/routing        | /v1/service-requests/SECRET_311/routing      | 401  401   403  403   404   404        404        200      404
        POST /v1/service-requests/{trackingNumber}/acknowledge   | /v1/service-requests/OWN/acknowledge         | 401  401   403  200   200   200        403        200      403
        POST /v1/service-requests/{trackingNumber}/acknowledge   | /v1/service-requests/OTHER/acknowledge       | 401  401   403  403   403   403        403        200      403
        POST /v1/service-requests/{trackingNumber}/acknowledge   | /v1/service-requests/SECRET_DOT/acknowledge  | 401  401   403  200   200   200        403        404      403
        POST /v1/service-requests/{trackingNumber}/acknowledge   | /v1/service-requests/SECRET_NYPD/acknowledge | 401  401   403  404   404   404        403        404      403
        POST /v1/service-requests/{trackingNumber}/acknowledge   | /v1/service-requests/SECRET_311/acknowledge  | 401  401   403  404   404   404        403        200      403
        POST /v1/service-requests/{trackingNumber}/close         | /v1/service-requests/OWN/close               | 401  401   403  200   200   200        403        200      403
        POST /v1/service-requests/{trackingNumber}/close         | /v1/service-requests/OTHER/close             | 401  401   403  403   403   403        403        200      403
        POST /v1/service-requests/{trackingNumber}/close         | /v1/service-requests/SECRET_NYPD/close       | 401  401   403  404   404   404        403        404      403
        POST /v1/service-requests/{trackingNumber}/transfer      | /v1/service-requests/OWN/transfer             | 401  401   403  200   200   200        403        200      403
        POST /v1/service-requests/{trackingNumber}/transfer      | /v1/service-requests/OTHER/transfer           | 401  401   403  403   403   403        403        200      403
        POST /v1/service-requests/{trackingNumber}/transfer      | /v1/service-requests/SECRET_NYPD/transfer     | 401  401   403  404   404   404        403        404      403
        POST /v1/service-requests/{trackingNumber}/ask           | /v1/service-requests/OWN/ask                 | 401  401   403  403   200   200        403        200      403
        POST /v1/service-requests/{trackingNumber}/ask           | /v1/service-requests/OTHER/ask               | 401  401   403  403   403   403        403        200      403
        POST /v1/service-requests/{trackingNumber}/ask           | /v1/service-requests/SECRET_NYPD/ask         | 401  401   403  403   404   404        403        404      403
        POST /v1/service-requests/{trackingNumber}/notes         | /v1/service-requests/OWN/notes               | 401  401   403  200   200   200        403        200      403
        POST /v1/service-requests/{trackingNumber}/notes         | /v1/service-requests/OTHER/notes             | 401  401   403  403   403   403        403        200      403
        POST /v1/service-requests/{trackingNumber}/notes         | /v1/service-requests/SECRET_NYPD/notes       | 401  401   403  404   404   404        403        404      403
        POST /v1/service-requests/{trackingNumber}/updates       | /v1/service-requests/OWN/updates             | 401  401   403  200   200   200        403        200      403
        POST /v1/service-requests/{trackingNumber}/updates       | /v1/service-requests/OTHER/updates           | 401  401   403  403   403   403        403        200      403
        POST /v1/service-requests/{trackingNumber}/updates       | /v1/service-requests/SECRET_NYPD/updates     | 401  401   403  404   404   404        403        404      403
        POST /v1/service-requests/{trackingNumber}/legal-hold     | /v1/service-requests/OWN/legal-hold          | 401  401   403  403   403   200        403        200      403
        POST /v1/service-requests/{trackingNumber}/legal-hold     | /v1/service-requests/OTHER/legal-hold        | 401  401   403  403   403   403        403        200      403
        POST /v1/service-requests/{trackingNumber}/legal-hold     | /v1/service-requests/SECRET_NYPD/legal-hold  | 401  401   403  403   403   404        403        404      403
        POST /v1/service-requests/{trackingNumber}/legal-hold/end | /v1/service-requests/OWN/legal-hold/end      | 401  401   403  403   403   200        403        200      403
        POST /v1/service-requests/{trackingNumber}/legal-hold/end | /v1/service-requests/OTHER/legal-hold/end    | 401  401   403  403   403   403        403        200      403
        POST /v1/service-requests/{trackingNumber}/legal-hold/end | /v1/service-requests/SECRET_NYPD/legal-hold/end| 401  401   403  403   403   404        403        404      403
        POST /v1/service-requests/{trackingNumber}/start         | /v1/service-requests/OWN/start               | 401  401   403  200   200   200        403        200      403
        POST /v1/service-requests/{trackingNumber}/start         | /v1/service-requests/OTHER/start             | 401  401   403  403   403   403        403        200      403
        POST /v1/service-requests/{trackingNumber}/start         | /v1/service-requests/SECRET_DOT/start        | 401  401   403  200   200   200        403        404      403
        POST /v1/service-requests/{trackingNumber}/start         | /v1/service-requests/SECRET_NYPD/start       | 401  401   403  404   404   404        403        404      403
        POST /v1/service-requests/{trackingNumber}/wait          | /v1/service-requests/OWN/wait                | 401  401   403  409   409   409        403        409      403
        POST /v1/service-requests/{trackingNumber}/wait          | /v1/service-requests/OTHER/wait              | 401  401   403  403   403   403        403        409      403
        POST /v1/service-requests/{trackingNumber}/wait          | /v1/service-requests/SECRET_DOT/wait         | 401  401   403  409   409   409        403        404      403
        POST /v1/service-requests/{trackingNumber}/wait          | /v1/service-requests/SECRET_NYPD/wait        | 401  401   403  404   404   404        403        404      403
        POST /v1/service-requests/{trackingNumber}/resume        | /v1/service-requests/OWN/resume              | 401  401   403  409   409   409        403        409      403
        POST /v1/service-requests/{trackingNumber}/resume        | /v1/service-requests/OTHER/resume            | 401  401   403  403   403   403        403        409      403
        POST /v1/service-requests/{trackingNumber}/resume        | /v1/service-requests/SECRET_DOT/resume       | 401  401   403  409   409   409        403        404      403
        POST /v1/service-requests/{trackingNumber}/resume        | /v1/service-requests/SECRET_NYPD/resume      | 401  401   403  404   404   404        403        404      403
        POST /v1/service-requests/{trackingNumber}/cancel        | /v1/service-requests/OWN/cancel              | 401  401   403  403   200   200        403        200      403
        POST /v1/service-requests/{trackingNumber}/cancel        | /v1/service-requests/OTHER/cancel            | 401  401   403  403   403   403        403        200      403
        POST /v1/service-requests/{trackingNumber}/cancel        | /v1/service-requests/SECRET_DOT/cancel       | 401  401   403  403   200   200        403        404      403
        POST /v1/service-requests/{trackingNumber}/cancel        | /v1/service-requests/SECRET_NYPD/cancel      | 401  401   403  403   404   404        403        404      403
        POST /v1/service-requests/{trackingNumber}/reopen        | /v1/service-requests/OWN/reopen              | 401  401   403  403   403   409        403        409      403
        POST /v1/service-requests/{trackingNumber}/reopen        | /v1/service-requests/OTHER/reopen            | 401  401   403  403   403   403        403        409      403
        POST /v1/service-requests/{trackingNumber}/reopen        | /v1/service-requests/SECRET_DOT/reopen       | 401  401   403  403   403   409        403        404      403
        POST /v1/service-requests/{trackingNumber}/reopen        | /v1/service-requests/SECRET_NYPD/reopen      | 401  401   403  403   403   404        403        404      403
        POST /v1/service-requests/{trackingNumber}/claim         | /v1/service-requests/OWN/claim               | 401  401   403  403   200   200        403        200      403
        POST /v1/service-requests/{trackingNumber}/claim         | /v1/service-requests/OTHER/claim             | 401  401   403  403   403   403        403        200      403
        POST /v1/service-requests/{trackingNumber}/claim         | /v1/service-requests/SECRET_DOT/claim        | 401  401   403  403   200   200        403        404      403
        POST /v1/service-requests/{trackingNumber}/claim         | /v1/service-requests/SECRET_NYPD/claim       | 401  401   403  403   404   404        403        404      403
        POST /v1/service-requests/{trackingNumber}/claim         | /v1/service-requests/SECRET_311/claim        | 401  401   403  403   404   404        403        200      403
        DELETE /v1/service-requests/{trackingNumber}/claim       | /v1/service-requests/OWN/claim             | 401  401   403  403   200   200        403        200      403
        DELETE /v1/service-requests/{trackingNumber}/claim       | /v1/service-requests/OTHER/claim           | 401  401   403  403   403   403        403        200      403
        DELETE /v1/service-requests/{trackingNumber}/claim       | /v1/service-requests/SECRET_DOT/claim      | 401  401   403  403   200   200        403        404      403
        DELETE /v1/service-requests/{trackingNumber}/claim       | /v1/service-requests/SECRET_NYPD/claim     | 401  401   403  403   404   404        403        404      403
        DELETE /v1/service-requests/{trackingNumber}/claim       | /v1/service-requests/SECRET_311/claim      | 401  401   403  403   404   404        403        200      403
        POST /v1/service-requests/{trackingNumber}/assign        | /v1/service-requests/OWN/assign              | 401  401   403  403   403   200        403        200      403
        POST /v1/service-requests/{trackingNumber}/assign        | /v1/service-requests/OTHER/assign            | 401  401   403  403   403   403        403        400      403
        POST /v1/service-requests/{trackingNumber}/assign        | /v1/service-requests/SECRET_DOT/assign       | 401  401   403  403   403   200        403        404      403
        POST /v1/service-requests/{trackingNumber}/assign        | /v1/service-requests/SECRET_NYPD/assign      | 401  401   403  403   403   404        403        404      403
        POST /v1/service-requests/{trackingNumber}/assign        | /v1/service-requests/SECRET_311/assign       | 401  401   403  403   403   404        403        400      403
        POST /v1/departments/{code}/queue/claim-next             | /v1/departments/DOT/queue/claim-next?queue=none | 401  401   403  403   204   204        403        204      403
        POST /v1/departments/{code}/queue/claim-next             | /v1/departments/NYPD/queue/claim-next?queue=none | 401  401   403  403   403   403        403        204      403
        POST /v1/departments/{code}/queue/claim-next             | /v1/departments/311/queue/claim-next?queue=none | 401  401   403  403   403   403        403        204      403
        POST /v1/holds                                           | /v1/holds                                    | 401  401   403  403   403   201        403        201      201
        GET /v1/holds                                            | /v1/holds                                    | 401  401   403  403   403   200        403        200      200
        GET /v1/holds/{id}                                       | /v1/holds/HOLD                               | 401  401   403  403   403   200        403        200      200
        GET /v1/holds/{id}/subject                               | /v1/holds/HOLD/subject                       | 401  401   403  403   403   200        403        200      200
        POST /v1/holds/{id}/end                                  | /v1/holds/HOLD/end                           | 401  401   403  403   403   200        403        200      200
        POST /v1/service-requests/{trackingNumber}/release       | /v1/service-requests/OWN/release             | 401  401   403  403   403   403        403        409      403
        POST /v1/service-requests/{trackingNumber}/release       | /v1/service-requests/SECRET_311/release      | 401  401   403  403   403   403        403        409      403
        POST /v1/service-requests/{trackingNumber}/release       | /v1/service-requests/SECRET_NYPD/release     | 401  401   403  403   403   403        403        404      403
        POST /v1/service-requests/bulk                           | /v1/service-requests/bulk                    | 401  401   403  403   200   200        403        200      403
        GET /v1/departments/{code}/workload                      | /v1/departments/DOT/workload                 | 401  401   403  403   403   200        403        200      200
        GET /v1/departments/{code}/workload                      | /v1/departments/NYPD/workload                | 401  401   403  403   403   403        403        200      200
        GET /v1/departments/{code}/workload                      | /v1/departments/311/workload                 | 401  401   403  403   403   403        403        200      200
        GET /v1/numbers                                          | /v1/numbers                                  | 401  401   403  403   200   200        403        200      200
        GET /v1/numbers                                          | /v1/numbers?department=NYPD                  | 401  401   403  403   403   403        403        200      200
        GET /v1/numbers                                          | /v1/numbers?by=agent                         | 401  401   403  403   403   200        403        200      200
        GET /v1/departments/{code}/queue/counts                  | /v1/departments/DOT/queue/counts             | 401  401   403  403   200   200        403        200      200
        GET /v1/departments/{code}/queue/counts                  | /v1/departments/NYPD/queue/counts            | 401  401   403  403   403   403        403        200      200
        GET /v1/departments/{code}/queue/counts                  | /v1/departments/311/queue/counts             | 401  401   403  403   403   403        403        200      200
        GET /v1/me/queue-filters                                 | /v1/me/queue-filters                         | 401  401   403  403   200   200        403        200      200
        GET /v1/me/queue-filters/{name}                          | /v1/me/queue-filters/none                    | 401  401   403  403   404   404        403        404      404
        PUT /v1/me/queue-filters/{name}                          | /v1/me/queue-filters/late                    | 401  401   403  403   200   200        403        200      200
        DELETE /v1/me/queue-filters/{name}                       | /v1/me/queue-filters/late                    | 401  401   403  403   200   200        403        200      200
        PATCH /v1/service-requests/{trackingNumber}              | /v1/service-requests/OWN                     | 401  401   403  200   200   200        403        200      403
        PATCH /v1/service-requests/{trackingNumber}              | /v1/service-requests/OTHER                   | 401  401   403  403   403   403        403        200      403
        PATCH /v1/service-requests/{trackingNumber}              | /v1/service-requests/SECRET_DOT              | 401  401   403  200   200   200        403        404      403
        PATCH /v1/service-requests/{trackingNumber}              | /v1/service-requests/SECRET_NYPD             | 401  401   403  404   404   404        403        404      403
        PATCH /v1/service-requests/{trackingNumber}              | /v1/service-requests/SECRET_311              | 401  401   403  404   404   404        403        200      403
        POST /v1/service-requests/{trackingNumber}/rerouting/accept  | /v1/service-requests/OWN/rerouting/accept          | 401  401   403  409   409   409        403        409      403
        POST /v1/service-requests/{trackingNumber}/rerouting/accept  | /v1/service-requests/OTHER/rerouting/accept        | 401  401   403  403   403   403        403        409      403
        POST /v1/service-requests/{trackingNumber}/rerouting/accept  | /v1/service-requests/SECRET_NYPD/rerouting/accept  | 401  401   403  404   404   404        403        404      403
        POST /v1/service-requests/{trackingNumber}/rerouting/dismiss | /v1/service-requests/OWN/rerouting/dismiss         | 401  401   403  409   409   409        403        409      403
        POST /v1/service-requests/{trackingNumber}/rerouting/dismiss | /v1/service-requests/OTHER/rerouting/dismiss       | 401  401   403  403   403   403        403        409      403
        POST /v1/service-requests/{trackingNumber}/rerouting/dismiss | /v1/service-requests/SECRET_NYPD/rerouting/dismiss | 401  401   403  404   404   404        403        404      403
        GET /v1/admin/staff                                      | /v1/admin/staff                              | 401  401   403  403   403   403        403        403      200
        POST /v1/admin/staff                                     | /v1/admin/staff                              | 401  401   403  403   403   403        403        403      201
        GET /v1/admin/staff/{id}                                 | /v1/admin/staff/MEMBER                       | 401  401   403  403   403   403        403        403      200
        PUT /v1/admin/staff/{id}                                 | /v1/admin/staff/MEMBER                       | 401  401   403  403   403   403        403        403      200
        POST /v1/admin/staff/{id}/deactivate                     | /v1/admin/staff/MEMBER/deactivate            | 401  401   403  403   403   403        403        403      200
        POST /v1/admin/staff/{id}/reactivate                     | /v1/admin/staff/MEMBER/reactivate            | 401  401   403  403   403   403        403        403      200
        GET /v1/admin/staff/{id}/tokens                          | /v1/admin/staff/MEMBER/tokens                | 401  401   403  403   403   403        403        403      200
        POST /v1/admin/staff/{id}/tokens                         | /v1/admin/staff/MEMBER/tokens                | 401  401   403  403   403   403        403        403      201
        POST /v1/admin/staff/{id}/tokens/{tokenId}/revoke        | /v1/admin/staff/MEMBER/tokens/TOKEN/revoke   | 401  401   403  403   403   403        403        403      200
        GET /v1/admin/rule-sets                                  | /v1/admin/rule-sets                          | 401  401   403  403   403   403        403        403      200
        POST /v1/admin/rule-sets                                 | /v1/admin/rule-sets                          | 401  401   403  403   403   403        403        403      201
        GET /v1/admin/rule-sets/{version}                        | /v1/admin/rule-sets/DRAFT                    | 401  401   403  403   403   403        403        403      200
        GET /v1/admin/rule-sets/{version}/document               | /v1/admin/rule-sets/DRAFT/document           | 401  401   403  403   403   403        403        403      200
        PUT /v1/admin/rule-sets/{version}                        | /v1/admin/rule-sets/DRAFT                    | 401  401   403  403   403   403        403        403      200
        DELETE /v1/admin/rule-sets/{version}                     | /v1/admin/rule-sets/DRAFT                    | 401  401   403  403   403   403        403        403      200
        POST /v1/admin/rule-sets/{version}/publish               | /v1/admin/rule-sets/DRAFT/publish            | 401  401   403  403   403   403        403        403      200
        PUT /v1/admin/rule-sets/{version}/rules/{id}             | /v1/admin/rule-sets/DRAFT/rules/new          | 401  401   403  403   403   403        403        403      200
        DELETE /v1/admin/rule-sets/{version}/rules/{id}          | /v1/admin/rule-sets/DRAFT/rules/graffiti-police | 401  401   403  403   403   403        403        403      200
        GET /v1/admin/departments                                | /v1/admin/departments                        | 401  401   403  403   403   403        403        403      200
        GET /v1/admin/departments/{code}                         | /v1/admin/departments/DOT                    | 401  401   403  403   403   403        403        403      200
        PUT /v1/admin/departments/{code}                         | /v1/admin/departments/DOT                    | 401  401   403  403   403   403        403        403      200
        POST /v1/admin/departments/{code}/activate               | /v1/admin/departments/DOT/activate           | 401  401   403  403   403   403        403        403      200
        POST /v1/admin/departments/{code}/deactivate             | /v1/admin/departments/DOT/deactivate         | 401  401   403  403   403   403        403        403      409
        GET /v1/admin/groups                                     | /v1/admin/groups                             | 401  401   403  403   403   403        403        403      200
        GET /v1/admin/groups/{code}                              | /v1/admin/groups/streets                     | 401  401   403  403   403   403        403        403      200
        PUT /v1/admin/groups/{code}                              | /v1/admin/groups/streets                     | 401  401   403  403   403   403        403        403      200
        POST /v1/admin/groups/{code}/activate                    | /v1/admin/groups/streets/activate            | 401  401   403  403   403   403        403        403      200
        POST /v1/admin/groups/{code}/deactivate                  | /v1/admin/groups/streets/deactivate          | 401  401   403  403   403   403        403        403      409
        GET /v1/admin/service-types                              | /v1/admin/service-types                      | 401  401   403  403   403   403        403        403      200
        GET /v1/admin/service-types/{code}                       | /v1/admin/service-types/encampment           | 401  401   403  403   403   403        403        403      200
        PUT /v1/admin/service-types/{code}                       | /v1/admin/service-types/encampment           | 401  401   403  403   403   403        403        403      400
        POST /v1/admin/service-types/{code}/activate             | /v1/admin/service-types/encampment/activate  | 401  401   403  403   403   403        403        403      200
        POST /v1/admin/service-types/{code}/deactivate           | /v1/admin/service-types/encampment/deactivate | 401  401   403  403   403   403        403        403      409
        GET /v1/admin/service-types/{code}/questions/{question}  | /v1/admin/service-types/encampment/questions/people-present | 401  401   403  403   403   403        403        403      200
        PUT /v1/admin/service-types/{code}/questions/{question}  | /v1/admin/service-types/encampment/questions/people-present | 401  401   403  403   403   403        403        403      400
        DELETE /v1/admin/service-types/{code}/questions/{question} | /v1/admin/service-types/encampment/questions/people-present | 401  401   403  403   403   403        403        403      409
        GET /v1/admin/area-sets                                  | /v1/admin/area-sets                          | 401  401   403  403   403   403        403        403      200
        GET /v1/admin/area-sets/{set}                            | /v1/admin/area-sets/borough                  | 401  401   403  403   403   403        403        403      200
        PUT /v1/admin/area-sets/{set}                            | /v1/admin/area-sets/beat?code=x              | 401  401   403  403   403   403        403        403      400
        DELETE /v1/admin/area-sets/{set}                         | /v1/admin/area-sets/borough                  | 401  401   403  403   403   403        403        403      412
        POST /v1/routing/simulate                                | /v1/routing/simulate                         | 401  401   403  403   403   403        403        200      200
        GET /v1/routing/proposals                                | /v1/routing/proposals                         | 401  401   403  403   403   403        403        200      200
        GET /v1/routing/backtests                                | /v1/routing/backtests                        | 401  401   403  403   403   403        403        200      200
        POST /v1/routing/backtests                               | /v1/routing/backtests                        | 401  401   403  403   403   403        403        201      201
        GET /v1/routing/backtests/{id}                           | /v1/routing/backtests/BACKTEST               | 401  401   403  403   403   403        403        200      200
        POST /v1/routing/backtests/{id}/cancel                   | /v1/routing/backtests/BACKTEST/cancel        | 401  401   403  403   403   403        403        200      200
        GET /v1/admin/audit                                      | /v1/admin/audit                              | 401  401   403  403   403   403        403        403      200
        """;

    private static readonly string[][] Lines = [.. Table.Split('\n').Select(line => line.Split('|'))];
    private static readonly string[] Credentials = Words(Lines[0][2]);

    private TestApplication Application => world.Application;

    public static TheoryData<string, string, string> Rows => new(Lines[1..].Select(cells => (cells[0].Trim(), cells[1].Trim(), cells[2])));

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task A_route_is_open_to_its_roles_within_their_scope_and_to_nobody_else(string route, string path, string statuses)
    {
        var expected = Words(statuses);
        Assert.Equal(Credentials.Length, expected.Length);
        foreach (var (credential, status) in Credentials.Zip(expected))
        {
            await foreach (var (name, caller) in CallersAsync(credential))
            {
                using (caller)
                {
                    Assert.Equal($"{name}: {status}", $"{name}: {await StatusAsync(caller, route, path)}");
                }
            }
        }
    }

    [Fact]
    public async Task The_table_names_every_documented_route()
    {
        using var anybody = Application.Anybody();
        var document = await (await anybody.ReadAsync("/openapi/v1.json")).JsonAsync();
        var documented = document.GetProperty("paths").EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject().Select(operation => $"{operation.Name.ToUpperInvariant()} {path.Name}"));
        Assert.Equal(documented.Order(), Rows.Select(row => row.Data.Item1).Distinct().Order());
    }

    private static string[] Words(string cell) => cell.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>A caller of this kind, once for each way of signing in.</summary>
    private async IAsyncEnumerable<(string Name, HttpClient Caller)> CallersAsync(string credential)
    {
        using var anybody = Application.Anybody();
        switch (credential)
        {
            case "none":
                yield return (credential, Application.Anybody());
                break;
            case "wrong":
                yield return (credential, Application.ClientFor("X-Api-Key", "wrong"));
                break;
            case "app":
                yield return (credential, Application.App());
                break;
            case "key":
                var (_, key) = await Application.Services.GetRequiredService<ApiKeyStore>()
                    .CreateAsync(Actor.CommandLine, Role.Department, "Its own system", null, "DOT", TestContext.Current.CancellationToken);
                yield return (credential, Application.ClientFor("X-Department-Key", key));
                break;
            default:
                var department = Role.HasDepartment(credential) ? "DOT" : null;
                var demo = $"demo-{credential.Replace("-", "", StringComparison.Ordinal)}{(department is null ? "" : "-DOT")}";
                yield return ($"{credential} by demo", Application.Staff(demo));
                yield return ($"{credential} by token", Application.Staff(await Application.TokenAsync(credential, department)));
                yield return ($"{credential} by issuer", Application.Staff(
                    world.Issuer.Token($"a-{credential}", ("roles", credential), ("department", department))));
                break;
        }
    }

    private async Task<int> StatusAsync(HttpClient caller, string route, string path)
    {
        var words = path.Split('/', '=');
        var asked = path;
        foreach (var word in words.Where(word => word.Length > 2 && word.All(c => char.IsUpper(c) || c is '_' or '3' or '1')))
        {
            asked = asked.Replace(word, await IdOfAsync(word), StringComparison.Ordinal);
        }

        var response = route.Split(' ')[0] switch
        {
            "GET" => await caller.ReadAsync(asked),
            "PUT" => await caller.PutJsonAsync(asked, "\"1\"", BodyOf(route)!),
            "DELETE" => await caller.DeleteAsync(asked, "\"1\""),
            "PATCH" => await caller.PatchJsonAsync(asked, "\"1\"", """{"address":{"text":"1 Main St"}}"""),
            _ => await caller.PostJsonAsync(asked, "\"1\"", BodyOf(route)),
        };
        return (int)response.StatusCode;
    }

    /// <summary>Of somebody else each time.</summary>
    private static string NewHold => $$"""{"kind":"email","value":"{{Guid.CreateVersion7()}}@example.org","reason":"Too many.","days":1}""";

    /// <summary>Changes of the catalogue are such as change nothing, so that its version stays the first.</summary>
    private static string? BodyOf(string route) => route switch
    {
        "POST /v1/service-requests" or "POST /v1/routing/simulate" => Calls.Pothole,
        "POST /v1/incidents" or "POST /v1/incidents/{incident}/join" or "POST /v1/incidents/{incident}/split" => """{"requests":["311-12340","311-12354"]}""",
        "POST /v1/routing/backtests" => """{"version":1}""",
        "POST /v1/holds" => NewHold,
        "POST /v1/service-requests/bulk" => """{"mode":"best-effort","action":"acknowledge","items":[{"trackingNumber":"311-10000004","version":99}]}""",
        "POST /v1/admin/staff" or "PUT /v1/admin/staff/{id}" => """{"name":"Kim","role":"operator"}""",
        "PUT /v1/admin/departments/{code}" => """{"name":{"en":"Department of Transportation"}}""",
        "PUT /v1/admin/groups/{code}" => """{"name":{"en":"Streets and sidewalks"}}""",
        "POST /v1/admin/rule-sets" => """{"basedOn":1}""",
        "PUT /v1/admin/rule-sets/{version}" => RuleSet,
        "PUT /v1/admin/rule-sets/{version}/rules/{id}" => """{"id":"new","assign":{"department":"DOT"},"reason":{"en":"New."}}""",
        "PUT /v1/me/queue-filters/{name}" => """{"department":"DOT"}""",
        _ when route.StartsWith("PUT", StringComparison.Ordinal) => "{}",
        _ when route.EndsWith("/close", StringComparison.Ordinal) => """{"outcome":"fixed"}""",
        _ when route.EndsWith("/ask", StringComparison.Ordinal) || route.EndsWith("/notes", StringComparison.Ordinal) || route.EndsWith("/updates", StringComparison.Ordinal) => """{"text":"Which side?"}""",
        _ when route.EndsWith("/transfer", StringComparison.Ordinal) => """{"department":"DPR","reason":"unclear"}""",
        _ when route.EndsWith("/wait", StringComparison.Ordinal) => """{"waitingFor":"parts"}""",
        _ when route.EndsWith("}/cancel", StringComparison.Ordinal) && route.Contains("{trackingNumber}", StringComparison.Ordinal) => """{"outcome":"test","note":"A try."}""",
        _ when route.EndsWith("/dispute/reject", StringComparison.Ordinal) => """{"sentence":"It is done."}""",
        _ when route.Contains("/legal-hold", StringComparison.Ordinal) => """{"reason":"A lawsuit."}""",
        _ when route.EndsWith("/reopen", StringComparison.Ordinal) => """{"reason":"Not done."}""",
        _ when route.EndsWith("/assign", StringComparison.Ordinal) => """{"assignee":"demo-agent-DOT"}""",
        _ when route.EndsWith("/tokens", StringComparison.Ordinal) => """{"name":"laptop"}""",
        _ => null,
    };

    /// <summary>The id of something fresh that a word of the table stands for.</summary>
    private async Task<string> IdOfAsync(string word)
    {
        using var app = Application.App();
        switch (word)
        {
            case "OWN":
                return (await app.SubmittedAsync(Calls.Pothole)).Text("trackingNumber");
            case "OTHER":
                return (await app.SubmittedAsync(Noise)).Text("trackingNumber");
            case "HOLD":
                using (var supervisor = Application.Staff("demo-supervisor-DOT"))
                {
                    return (await (await supervisor.PostJsonAsync("/v1/holds", null, NewHold)).JsonAsync()).Text("id");
                }

            case "DOT" or "NYPD" or "DPR" or "311":
                return word;
            case "INCIDENT" or "INCIDENT_NYPD":
                using (var desk = Application.Staff("demo-operator"))
                {
                    var body = word == "INCIDENT" ? Calls.Pothole : Noise;
                    string[] requests = [(await app.SubmittedAsync(body)).Text("trackingNumber"), (await app.SubmittedAsync(body)).Text("trackingNumber")];
                    return (await (await desk.PostJsonAsync("/v1/incidents", null, System.Text.Json.JsonSerializer.Serialize(new { requests }))).JsonAsync())
                        .GetProperty("id").GetRawText();
                }

            case "DRAFT":
                var ruleSets = Application.Services.GetRequiredService<RuleSetStore>();
                var document = await ruleSets.FindDocumentAsync(1, TestContext.Current.CancellationToken);
                return (await ruleSets.AddAsync(document!, 1, Creation.Of("test", null, Application.Time), Actor.CommandLine, TestContext.Current.CancellationToken))
                    .Draft.Version.ToString(System.Globalization.CultureInfo.InvariantCulture);
            case "MEMBER":
                _member = await Application.AddStaffAsync(Role.Operator);
                return _member.Id;
            case "BACKTEST":
                using (var desk = Application.Staff("demo-operator"))
                {
                    return (await (await desk.PostJsonAsync("/v1/routing/backtests", null, """{"version":1}""")).JsonAsync()).Text("id");
                }

            case "TOKEN":
                return (await Application.Services.GetRequiredService<StaffTokens>().CreateAsync(
                    _member!.Id, "laptop", 1, Creation.Of("test", null, Application.Time), Actor.CommandLine, TestContext.Current.CancellationToken)).Row!.Id;
            default:
                var number = (await app.SubmittedAsync(Drugs)).Text("trackingNumber");
                await Application.HandOverAsync(number, word["SECRET_".Length..]);
                return number;
        }
    }

    private StaffMember? _member;
}
