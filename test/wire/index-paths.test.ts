import { describe, expect, it } from "vitest";
import { INDEXES } from "../../src/adapters/index-declaration.js";
import type { ContainerName } from "../../src/application/ports/documents.js";
import type { EntityType } from "../../src/wire/entity-type.js";
import {
  accessPackageType,
  assignmentPolicyType,
  assignmentRequestType,
  assignmentType,
  catalogType,
  directoryAuditType,
  resourceRequestType,
  roleAssignmentType,
  subjectType,
} from "../../src/wire/graph-types.js";
import { findName } from "../../src/wire/odata/find-name.js";
import { resourceType } from "../../src/wire/resource-types.js";

type Listed = Pick<EntityType<never>, "name" | "indexed" | "searched" | "properties" | "navigation">;

/** Types whose lists are queries of the store. */
const KEPT_AS: readonly (readonly [Listed, ContainerName, string])[] = [
  [catalogType, "governance", "catalog"],
  [resourceType, "governance", "resource"],
  [resourceRequestType, "governance", "resourceRequest"],
  [accessPackageType, "governance", "accessPackage"],
  [assignmentPolicyType, "governance", "assignmentPolicy"],
  [roleAssignmentType, "governance", "roleAssignment"],
  [subjectType, "access", "subject"],
  [assignmentRequestType, "access", "assignmentRequest"],
  [assignmentType, "access", "assignment"],
  [directoryAuditType, "ledger", "auditEntry"],
];

describe.each(KEPT_AS.map(([type, container, kind]) => ({ type, container, kind, name: type.name })))(
  "$name",
  ({ type, container, kind }) => {
    it("offers for filter, order and search only what the store indexes", () => {
      // Every kind has its id; what is declared with ~ is kept without an index.
      const declared = ["id", ...(INDEXES[container][kind] ?? []).map((path) => path.replace(/^~/, ""))];
      const used = [...Object.values(type.indexed).map(({ index }) => index), ...(type.searched ?? [])];
      expect(used.filter((path) => !declared.includes(path))).toEqual([]);
    });

    it("offers under its own names: properties of the type, and paths through what it refers to", () => {
      const unknown = Object.keys(type.indexed).filter((path) => {
        const [first = ""] = path.split("/");
        return (
          findName(type.properties, first) === undefined && findName(type.navigation, first) === undefined
        );
      });
      // A resource knows its catalog, and a role assignment its parts, without offering to expand them.
      expect(unknown.filter((path) => path !== "catalog/id")).toEqual([]);
    });
  },
);
