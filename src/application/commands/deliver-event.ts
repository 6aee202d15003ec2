/** What an event means for delivery: one person's roles are to be reconciled, or those of everybody who has a package. */
import type { EntitlementEvent } from "../../domain/events.js";
import { callFor } from "../access/occasion.js";
import type { Ports } from "../ports/ports.js";
import { deliverSubject } from "./deliver-subject.js";
import { reconcilePackage } from "./reconcile-package.js";

export async function deliverEvent(ports: Ports, event: EntitlementEvent): Promise<void> {
  const { subjectId, accessPackageId } = event.related;
  if (subjectId !== undefined) return deliverSubject(ports, callFor(event), { subjectId });
  if (accessPackageId !== undefined) return reconcilePackage(ports, callFor(event), { accessPackageId });
}
