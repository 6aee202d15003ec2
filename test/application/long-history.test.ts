import { afterEach, describe, expect, it } from "vitest";
import { reprocessAssignment } from "../../src/application/commands/reprocess-assignment.js";
import { reprocessAssignmentRequest } from "../../src/application/commands/reprocess-assignment-request.js";
import type { Documents, Stored } from "../../src/application/ports/documents.js";
import type { Assignment } from "../../src/domain/assignment/assignment.js";
import type {
  AssignmentRequest,
  RequestState,
} from "../../src/domain/assignment-request/assignment-request.js";
import { at } from "../builders/instants.js";
import { aPolicy } from "../builders/policies.js";
import { forwarding } from "../builders/watched-documents.js";
import { ADMIN } from "../builders/world.js";
import { ADELE, type Scene, scene } from "./scene.js";

const FINISHED: readonly RequestState[] = [
  "delivered",
  "denied",
  "canceled",
  "deliveryFailed",
  "partiallyDelivered",
];

let s: Scene;
/** The store itself: what the world watches would refuse a history that nobody lived through. */
let unwatched: Documents;
afterEach(() => s.world.close());

describe("a person with 500 finished requests", () => {
  it("costs no more reads than before the first of them: to ask, to be given access and to lose it", async () => {
    const reads = counter();
    s = await longScene();
    Object.assign(s.world.ports, { documents: reads.counting(s.world.ports.documents) });
    await askAndGiveUp();
    const before = await reads.during(askAndGiveUp);
    expect(before).toBeGreaterThan(0);

    await addHistory(500);
    expect(await reads.during(askAndGiveUp)).toBe(before);
  });

  it("may still be told about each of them by its id", async () => {
    s = await longScene();
    await askAndGiveUp();
    await addHistory(10);
    const { ports } = s.world;
    const ofState = async (state: RequestState) =>
      (await s.requests()).find((request) => request.id.startsWith("old-") && request.state === state)?.id ??
      "";
    for (const state of FINISHED) {
      const told = await reprocessAssignmentRequest(ports, ADMIN, { requestId: await ofState(state) });
      expect(told).toMatchObject({ kind: "refused", code: "RequestNotReprocessable" });
    }
    expect(await s.cancel(ADELE, await s.request(await ofState("denied")))).toMatchObject({
      kind: "refused",
      code: "RequestNotCancellable",
    });
    expect(await s.cancel(ADELE, await s.request(await ofState("deliveryFailed")))).toMatchObject({
      value: { state: "canceled" },
    });
    expect(await reprocessAssignment(ports, ADMIN, { assignmentId: "old-0-assignment" })).toMatchObject({
      kind: "refused",
      code: "RequestNotReprocessable",
    });
    expect(
      await s.submit({ requestType: "adminRemove", assignmentId: "old-0-assignment" }, ADMIN),
    ).toMatchObject({ kind: "refused", code: "BadRequest" });
  });
});

function longScene(): Promise<Scene> {
  return scene(aPolicy(), {
    documents: (real) => {
      unwatched = real;
      return real;
    },
  });
}

/** adele asks, has the access, and gives it up. */
async function askAndGiveUp(): Promise<void> {
  const request = await s.ask();
  expect(request.state).toBe("delivered");
  expect(await s.world.isMember("group", "adele")).toBe(true);
  await s.ask({ requestType: "userRemove", assignmentId: (await s.request(request.id)).assignmentId ?? "" });
  expect(await s.world.isMember("group", "adele")).toBe(false);
}

/** Requests in every state a request can end in, each with the assignment that it made and that has ended since. */
async function addHistory(count: number): Promise<void> {
  const request = (await s.requests()).find(({ requestType }) => requestType === "userAdd");
  const assignment = (await s.assignments())[0];
  if (request === undefined || assignment === undefined) throw new Error("Nothing to make history of.");
  for (let index = 0; index < count; index += 1) {
    const old: Assignment = { ...assignment, id: `old-${index}-assignment`, requestId: `old-${index}` };
    const its: AssignmentRequest = {
      ...request,
      id: `old-${index}`,
      state: FINISHED[index % FINISHED.length] ?? "delivered",
      assignmentId: old.id,
      completedDateTime: at("2026-01-01"),
    };
    await unwatched.batch("access", request.target.id, [
      { op: "create", document: old },
      { op: "create", document: its },
    ]);
    if (index % 25 === 0) await s.world.settle(); // the feed reads on, page by page
  }
}

/** Counts the documents of people's access that are handed out. */
function counter() {
  let read = 0;
  const counted = <S extends Stored>(items: readonly S[]): readonly S[] => {
    read += items.length;
    return items;
  };
  return {
    counting: (real: Documents): Documents => ({
      ...forwarding(real),
      async get(container, partition, id) {
        const found = await real.get<never>(container, partition, id);
        if (container === "access" && found !== undefined) read += 1;
        return found;
      },
      async partition(container, partition, kind) {
        const found = await real.partition<never>(container, partition, kind);
        return container === "access" ? counted(found) : found;
      },
      async query(query) {
        const page = await real.query<never>(query);
        if (query.container === "access") counted(page.items);
        return page;
      },
    }),
    async during(work: () => Promise<void>): Promise<number> {
      read = 0;
      await work();
      return read;
    },
  };
}
