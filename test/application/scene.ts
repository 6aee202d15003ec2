/** A stage set for the tests of one path: a package that gives one group, a policy, and short words for what people do. */

import type { Call } from "../../src/application/call.js";
import { cancelAssignmentRequest } from "../../src/application/commands/cancel-assignment-request.js";
import { decideApprovalStage } from "../../src/application/commands/decide-approval-stage.js";
import {
  NO_SCHEDULE,
  type SubmitAssignmentRequestInput,
  submitAssignmentRequest,
} from "../../src/application/commands/submit-assignment-request.js";
import type { Assignment } from "../../src/domain/assignment/assignment.js";
import type { RoleGrant } from "../../src/domain/assignment/role-grant.js";
import type { AssignmentPolicy } from "../../src/domain/assignment-policy/assignment-policy.js";
import type { AssignmentRequest } from "../../src/domain/assignment-request/assignment-request.js";
import type { Outcome } from "../../src/domain/errors.js";
import { aCatalog, aPackage, memberOf } from "../builders/packages.js";
import { callOf, must, World, type WorldOptions } from "../builders/world.js";

export const ADELE = callOf("adele");
export const MIRIAM = callOf("miriam");
export const OLGA = callOf("olga");

/** adele is managed by miriam, who is managed by boss; olga belongs to nobody; the package gives membership of the group. */
export async function scene(policy: AssignmentPolicy, options: WorldOptions = {}): Promise<Scene> {
  const world = World.open(options);
  await world.person("admin");
  await world.person("boss");
  await world.person("olga");
  await world.person("miriam", { managerId: "boss" });
  await world.person("adele", { managerId: "miriam" });
  await world.group("group");
  await world.put(
    "catalog/catalog",
    aCatalog(),
    aPackage({ resourceRoleScopes: [memberOf("group")] }),
    policy,
  );
  return new Scene(world);
}

export class Scene {
  readonly world: World;
  constructor(world: World) {
    this.world = world;
  }

  /** adele asks for the package, unless said otherwise. */
  async submit(
    says: Partial<SubmitAssignmentRequestInput> = {},
    call: Call = ADELE,
  ): Promise<Outcome<AssignmentRequest>> {
    return submitAssignmentRequest(this.world.ports, call, {
      requestType: "userAdd",
      justification: null,
      answers: [],
      schedule: NO_SCHEDULE,
      ...(says.assignmentId === undefined ? { accessPackageId: "package" } : {}),
      ...says,
    });
  }

  /** As submit, and everything that follows of itself. */
  async ask(
    says: Partial<SubmitAssignmentRequestInput> = {},
    call: Call = ADELE,
  ): Promise<AssignmentRequest> {
    const request = must(await this.submit(says, call));
    await this.world.settle();
    return this.request(request.id);
  }

  /** Decides the open stage, without letting anything follow. */
  async decide(
    call: Call,
    request: AssignmentRequest,
    decision: "Approve" | "Deny" = "Approve",
    stage = 0,
  ): Promise<Outcome<AssignmentRequest>> {
    return decideApprovalStage(this.world.ports, call, {
      requestId: request.id,
      stageId: request.approval?.stages[stage]?.id ?? "",
      decision,
      justification: null,
    });
  }

  cancel(call: Call, request: AssignmentRequest): Promise<Outcome<AssignmentRequest>> {
    return cancelAssignmentRequest(this.world.ports, call, { requestId: request.id });
  }

  async request(id: string): Promise<AssignmentRequest> {
    return this.#read<AssignmentRequest>("assignmentRequest", id);
  }

  async assignment(id: string | null): Promise<Assignment> {
    return this.#read<Assignment>("assignment", id ?? "");
  }

  async requests(objectId = "adele"): Promise<readonly AssignmentRequest[]> {
    return this.#all<AssignmentRequest>(objectId, "assignmentRequest");
  }

  async assignments(objectId = "adele"): Promise<readonly Assignment[]> {
    return this.#all<Assignment>(objectId, "assignment");
  }

  async ledger(objectId = "adele"): Promise<readonly RoleGrant[]> {
    return this.#all<RoleGrant>(objectId, "roleGrant");
  }

  async subjects(to: string): Promise<readonly string[]> {
    const { mails } = await this.world.mailbox.list({ to, top: 100 });
    return mails.map(({ subject }) => subject).toSorted();
  }

  eventTypes(): readonly string[] {
    return this.world.published.map(({ type }) => type);
  }

  async #read<D extends AssignmentRequest | Assignment>(kind: D["kind"], id: string): Promise<D> {
    const stored = await this.world.ports.documents.find<D>("access", kind, id);
    if (stored === undefined) throw new Error(`There is no ${kind} ${id}.`);
    return stored.document;
  }

  async #all<D extends AssignmentRequest | Assignment | RoleGrant>(
    objectId: string,
    kind: D["kind"],
  ): Promise<readonly D[]> {
    const { documents, ids } = this.world.ports;
    const stored = await documents.partition<D>("access", ids.derive("subject", objectId), kind);
    return stored.map(({ document }) => document);
  }
}
