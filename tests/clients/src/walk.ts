// A phone's day against a server that runs: `node obj/walk.js http://127.0.0.1:5000 demo-app`.
import { asked, catalogue, connect, submit, submitAll, sync, upload, type Queued } from "./phone.js";

declare const process: { argv: string[] };

const [baseUrl = "http://127.0.0.1:5000", appKey = "demo-app"] = process.argv.slice(2);
const api = connect(baseUrl, appKey);
let keys = 0;

/** A phone takes a random UUID; this walk gets by with what every version of Node has. */
const newKey = () => `walk-${Date.now()}-${++keys}`;

function expect(holds: boolean, what: string): void {
  if (!holds) {
    throw new Error(what);
  }
}

const first = await catalogue(api);
expect(first !== null && first.etag !== null, "There is a catalogue, with an ETag.");
expect(await catalogue(api, first?.etag ?? "") === null, "It is not sent again while it is the newest.");
const pothole = first?.catalog.serviceTypes.find(({ code }) => code === "street-condition.pothole");
expect(pothole !== undefined && asked(pothole, {}).length <= pothole.questions.length, "Potholes can be reported.");

const device = await api.POST("/v1/devices", { params: { header: { "Idempotency-Key": newKey() } } });
const token = device.data?.token ?? "";
expect(token !== "", "The phone has a device.");

const queued = (description: string): Queued => ({
  key: newKey(),
  report: {
    serviceType: "street-condition.pothole",
    description,
    location: { latitude: 40.67383, longitude: -73.97054, accuracyMetres: 8, source: "gps" },
    reportedAt: new Date().toISOString(),
    catalogVersion: first?.catalog.catalogVersion ?? null,
  },
});

const photo = `0197f0a2-7b30-7e11-8c55-${Date.now().toString(16).padStart(12, "0")}`;
const pixel = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==";
const one = queued("Deep pothole in the right lane.");
one.report.photos = [photo];
const turns = [await submit(api, one, token), await submit(api, one, token)].map((turn) => turn.kind === "stored" ? turn.trackingNumber : turn.kind);
expect(turns[0] === turns[1] && turns[0]?.startsWith("311-") === true, `Sent twice, stored once: ${turns.join(", ")}.`);

const bytes = new Blob([Uint8Array.from(atob(pixel), (letter) => letter.charCodeAt(0))], { type: "image/png" });
expect(await upload(api, photo, bytes) && await upload(api, photo, bytes), "A photo that comes after its report, twice, is taken.");

const many = [one, queued("Another one, two houses on."), queued("And a third.")];
const results = await submitAll(api, many, token);
expect([...results.values()].every(({ kind }) => kind === "stored"), "Every report of the queue is stored.");

const faulty = await submit(api, { ...queued(""), report: { serviceType: "no-such-type" } });
expect(faulty.kind === "ask" && faulty.problem.errors.some(({ field }) => field === "/serviceType"), "A fault names its field.");
expect((await submit(connect(baseUrl, "no-such-app"), queued("Kept."))).kind === "again", "A 401 keeps the report.");

const view = new Map<string, unknown>();
const cursor = await sync(api, token, view as Parameters<typeof sync>[2]);
expect(view.size === 3, `The phone's list has all three: ${view.size}.`);
expect(await sync(api, token, view as Parameters<typeof sync>[2], cursor) !== "" && view.size === 3, "And nothing twice.");
console.log("A phone's day: catalogue, one report twice, its photo, a batch, refusals, sync.");
