import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { aPolicy } from "../builders/policy-body.js";
import { at, EM, idOf, openSurface, type Surface } from "./surface-fixture.js";

describe("Idempotency-Key", () => {
  let surface: Surface;
  beforeEach(async () => {
    surface = await openSurface();
  });
  afterEach(() => surface.close());

  const post = (path: string, body: unknown, key?: string, as = "admin") =>
    surface.call("POST", `${EM}${path}`, {
      as,
      body,
      headers: key === undefined ? {} : { "Idempotency-Key": key },
    });
  const catalogs = async (): Promise<unknown> =>
    at((await surface.call("GET", `${EM}/catalogs?$count=true`, { as: "admin" })).body, "@odata.count");

  it("answers the same call again as the first time, and does nothing", async () => {
    const first = await post("/catalogs", { displayName: "Sales" }, "k1");
    const second = await post("/catalogs", { displayName: "Sales" }, "k1");
    expect([second.status, second.text]).toEqual([first.status, first.text]);
    expect(second.headers["Location"]).toBe(first.headers["Location"]);
    expect(second.headers["ETag"]).toBe(first.headers["ETag"]);
    expect([first.headers["Idempotency-Replayed"], second.headers["Idempotency-Replayed"]]).toEqual([
      undefined,
      "true",
    ]);
    expect(second.headers["request-id"]).not.toBe(first.headers["request-id"]);
    expect(await catalogs()).toBe(2);
  });

  it("is refused for another request", async () => {
    await post("/catalogs", { displayName: "Sales" }, "k1");
    for (const [path, body] of [
      ["/catalogs", { displayName: "Marketing" }],
      ["/accessPackages", { displayName: "Sales" }],
    ] as const) {
      const other = await post(path, body, "k1");
      expect([other.status, at(other.body, "error/code")]).toEqual([409, "IdempotencyKeyReused"]);
    }
  });

  it("is the caller's own: the same key of somebody else is another", async () => {
    await post("/catalogs", { displayName: "Sales" }, "k1");
    const other = await post("/catalogs", { displayName: "Marketing" }, "k1", "governor");
    expect([other.status, other.headers["Idempotency-Replayed"]]).toEqual([201, undefined]);
  });

  it("shows a secret once: the answer that is kept has it not", async () => {
    const listed = await surface.call("GET", "/v1.0/applications", { as: "admin" });
    const path = `/v1.0/applications/${String(at(listed.body, "value/0/id"))}/addPassword`;
    const body = { passwordCredential: { displayName: "first" } };
    const add = () => surface.call("POST", path, { as: "admin", body, headers: { "Idempotency-Key": "k1" } });
    const { secretText, ...first } = (await add()).body;
    const again = (await add()).body;
    expect(secretText).toEqual(expect.any(String));
    expect(again).toEqual({ ...first, secretText: null });
    const kept = await surface.ports.documents.query({
      container: "governance",
      kind: "idempotency",
      top: 9,
      filter: { op: "gt", path: "expiresDateTime", value: "" },
    });
    expect(JSON.stringify(kept)).not.toContain(secretText);
  });

  it("does not keep a refusal: what was wrong can be put right", async () => {
    await post("/catalogs", { displayName: "Sales" });
    expect((await post("/catalogs", { displayName: "Sales" }, "k1")).status).toBe(400);
    const { body } = await surface.call("GET", `${EM}/catalogs?$filter=displayName eq 'Sales'`, {
      as: "admin",
    });
    await surface.call("DELETE", `${EM}/catalogs/${String(at(body, "value/0/id"))}`, { as: "admin" });
    expect((await post("/catalogs", { displayName: "Sales" }, "k1")).status).toBe(201);
  });

  it("lets one of many through that come at once, and the others wait for its answer", async () => {
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => post("/catalogs", { displayName: "Sales" }, "k1")),
    );
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status === 201).length).toBeGreaterThan(0);
    expect(statuses.every((status) => status === 201 || status === 409)).toBe(true);
    expect(await catalogs()).toBe(2);
    expect((await post("/catalogs", { displayName: "Sales" }, "k1")).status).toBe(201);
  });

  it("is forgotten after a day", async () => {
    await post("/catalogs", { displayName: "Sales" }, "k1");
    await surface.passes(86_400_001);
    const later = await post("/catalogs", { displayName: "Marketing" }, "k1");
    expect([later.status, later.headers["Idempotency-Replayed"]]).toEqual([201, undefined]);
  });

  it("does again what a crash cut off, and finds what was made already", async () => {
    const catalogId = idOf(await post("/catalogs", { displayName: "Sales" }));
    const packageId = idOf(
      await post("/accessPackages", { displayName: "Package", catalog: { id: catalogId } }),
    );
    const approver = String(surface.people["approver"]?.objectId);
    for (const [path, body] of [
      ["/catalogs", { displayName: "Marketing" }],
      ["/accessPackages", { displayName: "Another", catalog: { id: catalogId } }],
      ["/assignmentPolicies", aPolicy(packageId, approver)],
      [
        "/resourceRequests",
        {
          requestType: "adminAdd",
          catalog: { id: catalogId },
          resource: { originId: surface.groups["engineers"], originSystem: "AadGroup" },
        },
      ],
    ] as const) {
      const first = idOf(await post(path, body, "cut-off"));
      await forgetAnswers();
      expect(idOf(await post(path, body, "cut-off"))).toBe(first);
      await forgetAnswers();
    }
    expect(await catalogs()).toBe(3);
  });

  it("does at once what an earlier run of the server left under way, and lets only its own work finish", async () => {
    const first = idOf(await post("/catalogs", { displayName: "Sales" }, "k1"));
    await leaveUnderWay("an earlier run");
    expect(idOf(await post("/catalogs", { displayName: "Sales" }, "k1"))).toBe(first);
    await leaveUnderWay(undefined);
    expect((await post("/catalogs", { displayName: "Sales" }, "k1")).status).toBe(409);
    await surface.passes(60_000);
    expect(idOf(await post("/catalogs", { displayName: "Sales" }, "k1"))).toBe(first);
  });

  it("works for what makes nothing too", async () => {
    const catalogId = idOf(await post("/catalogs", { displayName: "Sales" }));
    const [one, two] = await Promise.all(
      ["One", "Two"].map(async (displayName) =>
        idOf(await post("/accessPackages", { displayName, catalog: { id: catalogId } })),
      ),
    );
    const path = `/accessPackages/${one}/incompatibleAccessPackages/$ref`;
    const ref = { "@odata.id": `https://h/accessPackages/${two}` };
    expect((await post(path, ref, "k1")).status).toBe(204);
    const again = await post(path, ref, "k1");
    expect([again.status, again.headers["Idempotency-Replayed"], again.text]).toEqual([
      204,
      "true",
      undefined,
    ]);
  });

  it("is bounded, and printable", async () => {
    for (const key of ["", " ", "a b", "x".repeat(256), "ü"]) {
      const answer = await post("/catalogs", { displayName: "Sales" }, key);
      expect([answer.status, at(answer.body, "error/target")]).toEqual([400, "Idempotency-Key"]);
    }
  });

  /** As if the work had begun and not ended, in the run of that name (undefined: in this one). */
  async function leaveUnderWay(runId: string | undefined): Promise<void> {
    const { documents } = surface.ports;
    const { items } = await documents.query({ container: "governance", kind: "idempotency", top: 1000 });
    for (const { partition, document } of items) {
      const underWay = { ...document, answer: null, ...(runId === undefined ? {} : { runId }) };
      await documents.batch("governance", partition, [{ op: "put", document: underWay }]);
    }
  }

  /** As if the process had ended between the work and the note of its answer. */
  async function forgetAnswers(): Promise<void> {
    const { documents } = surface.ports;
    const { items } = await documents.query({ container: "governance", kind: "idempotency", top: 1000 });
    for (const { partition, document } of items)
      await documents.batch("governance", partition, [{ op: "delete", id: document.id }]);
  }
});
