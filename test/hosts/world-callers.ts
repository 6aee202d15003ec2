/** People of a world who call the surface: in its directory, and with a token that the surface takes for theirs. */
import { ensureGeneralCatalog } from "../../src/application/commands/create-catalog.js";
import type { Caller } from "../../src/domain/authorization/caller.js";
import { DIRECTORY_ROLES } from "../../src/domain/authorization/role.js";
import { World } from "../builders/world.js";
import { ALL_SCOPES, type Surface, surfaceOn } from "./surface-fixture.js";

type Person = Caller & { readonly kind: "user" };

export type CallingWorld = {
  readonly world: World;
  readonly call: Surface["call"];
  readonly people: Record<string, Person>;
  /** Closes the world; throws the first bug that was reported. */
  readonly end: () => Promise<void>;
};

/** A person's own access is what a token is for by default. */
const OWN = ["EntitlementMgmt-SubjectAccess.ReadWrite"];

/** `admin` is a Global Administrator; those in `administering` have every permission in their token, as `admin` has. */
export async function openCallingWorld(
  names: readonly string[],
  administering: readonly string[] = [],
): Promise<CallingWorld> {
  const world = World.open();
  const people: Record<string, Person> = {};
  const { call, bugs } = surfaceOn(world.ports, people);
  await ensureGeneralCatalog(world.ports);
  for (const name of names) {
    const objectId = world.ports.ids.next();
    await world.person(objectId);
    people[name] = {
      kind: "user",
      objectId,
      tenantId: "tenant",
      displayName: name,
      userPrincipalName: `${name}@example.org`,
      appId: null,
      scopes: name === "admin" || administering.includes(name) ? ALL_SCOPES : OWN,
      directoryRoleIds: name === "admin" ? [DIRECTORY_ROLES.globalAdministrator.templateId] : [],
    };
  }
  return {
    ...{ world, call, people },
    end: async () => {
      await world.close();
      if (bugs.length > 0) throw bugs[0];
    },
  };
}
