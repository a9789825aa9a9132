// A phone's side of api-specs/mobile.md, written on the client that is generated from the OpenAPI document.
import createClient from "openapi-fetch";
import type { components, paths } from "../obj/connect311.js";

type Schemas = components["schemas"];
export type Catalog = Schemas["PhoneCatalog"];
export type Report = Schemas["Submission"];
export type Answer = Schemas["SubmissionAnswer"];
export type Problem = Schemas["Problem"];

/** What becomes of a report in the queue after one try. */
export type Turn =
  | { kind: "stored"; trackingNumber: string; reporterKey: string; expectedBy: string | null }
  | { kind: "waits"; token: string }
  | { kind: "again"; afterSeconds: number | null }
  | { kind: "ask"; problem: Problem }
  | { kind: "instead"; text: string; link: string | null; phone: string | null }
  | { kind: "dropped"; why: string };

export interface Queued {
  readonly key: string;
  readonly report: Report;
}

export function connect(baseUrl: string, appKey: string, language = "en") {
  return createClient<paths>({ baseUrl, headers: { "X-Api-Key": appKey, "Accept-Language": language } });
}

export type Api = ReturnType<typeof connect>;

/** The catalogue, or null where the one that is kept is still the newest. */
export async function catalogue(api: Api, etag?: string): Promise<{ catalog: Catalog; etag: string | null } | null> {
  const { data, response } = await api.GET("/v1/catalog", etag === undefined ? {} : { params: { header: { "If-None-Match": etag } } });
  return data === undefined ? null : { catalog: data, etag: response.headers.get("ETag") };
}

/** The codes of the questions that are asked, given what was answered so far. */
export function asked(type: Catalog["serviceTypes"][number], answers: Readonly<Record<string, unknown>>): string[] {
  return type.questions
    .filter(({ when }) => !when || when.in.some((choice) => [answers[when.question]].flat().includes(choice)))
    .map(({ code }) => code);
}

export async function submit(api: Api, { key, report }: Queued, deviceToken?: string): Promise<Turn> {
  try {
    const { data, error, response } = await api.POST("/v1/service-requests", {
      params: { header: { "Idempotency-Key": key, ...(deviceToken === undefined ? {} : { "X-Device-Token": deviceToken }) } },
      body: report,
    });
    return data === undefined ? refused(error, response.headers.get("Retry-After")) : taken(data);
  } catch {
    return { kind: "again", afterSeconds: null }; // No answer at all: the same again is never a second report.
  }
}

/** Up to 100 of the queue, the oldest first; a turn by each one's key. */
export async function submitAll(api: Api, queue: readonly Queued[], deviceToken?: string): Promise<Map<string, Turn>> {
  const { data, error } = await api.POST("/v1/service-requests/batch", {
    params: { header: deviceToken === undefined ? {} : { "X-Device-Token": deviceToken } },
    body: { items: queue.slice(0, 100).map(({ key, report }) => ({ ...report, idempotencyKey: key })) },
  });
  if (data === undefined) {
    const turn = refused(error, null);
    return new Map(queue.map(({ key }) => [key, turn]));
  }

  return new Map(data.items.map((item) => [
    item.idempotencyKey ?? "",
    item.answer ? taken(item.answer)
      : item.spooled ? taken(item.spooled)
      : item.problem ? refused(item.problem, item.retryAfter === null ? null : String(item.retryAfter))
      : { kind: "again", afterSeconds: item.retryAfter },
  ]));
}

/** A photo's bytes, before or after the report that names it; true once the city has them. */
export async function upload(api: Api, id: string, photo: Blob): Promise<boolean> {
  const { data, error } = await api.POST("/v1/photos", {
    params: { header: { "Photo-Id": id } },
    headers: { "Content-Type": photo.type },
    body: photo,
    bodySerializer: (bytes) => bytes,
  });
  if (data === undefined && error.retry !== "same") {
    throw new Error(error.title);
  }

  return data !== undefined;
}

/** Everything that changed on this phone's list since a cursor. */
export async function sync(api: Api, deviceToken: string, view: Map<string, Schemas["PublicRequest"]>, cursor?: string): Promise<string> {
  for (let after = cursor; ;) {
    const { data, error } = await api.GET("/v1/me/service-requests", {
      params: { header: { "X-Device-Token": deviceToken }, query: after === undefined ? {} : { cursor: after } },
    });
    if (data === undefined) {
      throw new Error(error.title);
    }

    data.gone.forEach((number) => view.delete(number));
    data.items.forEach(({ trackingNumber, request }) => view.set(trackingNumber, request));
    after = data.nextCursor;
    if (!data.more) {
      return after;
    }
  }
}

function taken(answer: Answer | Schemas["SpooledAnswer"]): Turn {
  return "token" in answer ? { kind: "waits", token: answer.token }
    : answer.trackingNumber === null ? { kind: "again", afterSeconds: null }
    : { kind: "stored", trackingNumber: answer.trackingNumber, reporterKey: answer.reporterKey, expectedBy: answer.estimate?.p80 ?? answer.dueAt };
}

/** Codes may grow: what is not known here is decided by `retry` alone. */
function refused(problem: Problem, retryAfter: string | null): Turn {
  return problem.status === 401 || problem.retry === "same" ? { kind: "again", afterSeconds: retryAfter === null ? null : Number(retryAfter) }
    : problem.code === "not-a-request" ? { kind: "instead", text: problem.text ?? problem.title, link: problem.link ?? null, phone: problem.phone ?? null }
    : problem.retry === "changed" ? { kind: "ask", problem }
    : { kind: "dropped", why: problem.title };
}
