/** Says whether a guest is governed: whether they are blocked and deleted when their last access ends (spec/domain.md 14). */
import { done, type Outcome, refused } from "../../domain/errors.js";
import type { Subject } from "../../domain/subject/subject.js";
import { findPerson, keptSubject } from "../access/people.js";
import { authorize } from "../authorize.js";
import type { Call } from "../call.js";
import { changesBetween, eventOperation } from "../governance/governance-event.js";
import { staleVersion, untilUnchanged } from "../governance/retry.js";
import type { Operation } from "../ports/documents.js";
import type { Ports } from "../ports/ports.js";

export type UpdateSubjectInput = {
  readonly subject: { readonly subjectId: string } | { readonly objectId: string };
  readonly subjectLifecycle: Subject["subjectLifecycle"];
  readonly ifMatch?: string | undefined;
};

export async function updateSubject(
  ports: Ports,
  call: Call,
  { subject: which, subjectLifecycle, ifMatch }: UpdateSubjectInput,
): Promise<Outcome<Subject>> {
  const denied = await authorize(ports, call.caller, "manageTenantSettings", null);
  if (denied !== undefined) return denied;
  return untilUnchanged(async () => {
    const before = await findSubject(ports, which);
    if (before === undefined)
      return refused("ResourceNotFound", "The resource was not found: there is no such subject.");
    const user = before.objectId === null ? undefined : await ports.directory.user(before.objectId);
    const isFromOutside = before.objectId === null || user?.userType === "Guest";
    if (subjectLifecycle === "governed" && !isFromOutside)
      return refused(
        "InvalidModel",
        `${before.displayName ?? before.id} is no guest; only guests are blocked and deleted when their access ends, so nobody else can be governed.`,
        "subjectLifecycle",
      );
    const stored = await ports.documents.get<Subject>("access", before.id, before.id);
    const stale = staleVersion({ etag: stored?.etag ?? "" }, ifMatch);
    if (stale !== undefined) return stale;
    const after: Subject = { ...before, subjectLifecycle };
    const write: Operation =
      stored === undefined
        ? { op: "create", document: after }
        : { op: "replace", document: after, ifMatch: stored.etag };
    const result = await ports.documents.batch("access", after.id, [
      write,
      eventOperation(ports, call, {
        type: "subjectUpdated",
        partition: after.id,
        object: { type: "accessPackageSubject", id: after.id, displayName: after.displayName },
        related: { subjectId: after.id },
        changes: changesBetween(before, after, ["subjectLifecycle"]),
      }),
    ]);
    return result.kind === "conflict" ? "changed" : done(after);
  });
}

/** By its id only if it is kept; by the directory object also if the person has never asked for anything. */
async function findSubject(ports: Ports, which: UpdateSubjectInput["subject"]): Promise<Subject | undefined> {
  if ("subjectId" in which) return keptSubject(ports, which.subjectId);
  return (await findPerson(ports, which.objectId))?.subject;
}
