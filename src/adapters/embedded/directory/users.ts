/** People: creating, changing, deleting them, and who manages and sponsors whom. */
import type { NewUser, Users } from "../../../application/ports/directory-administration.js";
import {
  PROFILE_PROPERTIES,
  type Profile,
  type UserDocument,
} from "../../../application/ports/directory-objects.js";
import type { Operation } from "../../../application/ports/documents.js";
import { done, type Refusal, refused } from "../../../domain/errors.js";
import { change, create, type DirectoryPorts, notFound } from "./change.js";
import { deleteObject } from "./delete-object.js";
import { passwordCredential } from "./password.js";
import { firstRow, object } from "./rows.js";
import { openSerial } from "./serial.js";

/** Graph: at most five sponsors are set at creation; as many may stand. */
const SPONSORS_MAX = 5;

export function openUsers(ports: DirectoryPorts): Users {
  const byName = openSerial();

  async function nameTaken(userPrincipalName: string, byOtherThan: string): Promise<Refusal | undefined> {
    const key = userPrincipalName.toLowerCase();
    const holder = await firstRow<UserDocument>(ports.documents, "user", {
      op: "eq",
      path: "userPrincipalNameKey",
      value: key,
    });
    return holder === undefined || holder.id === byOtherThan
      ? undefined
      : refused(
          "BadRequest",
          `Another object with the same value for property userPrincipalName already exists: ${userPrincipalName}.`,
          "userPrincipalName",
        );
  }

  async function whyNotManager(id: string, managerId: string): Promise<Refusal | undefined> {
    // The walk is bounded: a longer line of command than this is a circle that something else has made.
    for (let above: string | null = managerId, level = 0; above !== null && level < 100; level += 1) {
      if (above === id) {
        return refused(
          "BadRequest",
          `${managerId} reports to ${id} and cannot be the manager of ${id} as well.`,
        );
      }
      above = (await object(ports.documents, "user", above))?.managerId ?? null;
    }
    return undefined;
  }

  return {
    create: (user) =>
      byName(user.userPrincipalName.toLowerCase(), async () => {
        const document = newUser(ports, user);
        const taken = await nameTaken(document.userPrincipalName, document.id);
        return taken ?? create<"user">(ports, document, await credentialOf(user.password));
      }),

    async update(id, { password, ...changes }, ifMatch) {
      const credential = await credentialOf(password);
      const edit = (user: UserDocument) => done(withKeys({ ...user, ...changes }, ports));
      const write = () => change(ports, "user", id, edit, ifMatch, credential);
      const { userPrincipalName } = changes;
      if (userPrincipalName === undefined) return write();
      return byName(
        userPrincipalName.toLowerCase(),
        async () => (await nameTaken(userPrincipalName, id)) ?? write(),
      );
    },

    delete: (id, ifMatch) => deleteObject(ports, "user", id, ifMatch),

    async setManager(id, managerId) {
      if (managerId !== null) {
        if ((await object(ports.documents, "user", managerId)) === undefined)
          return notFound("user", managerId);
        const circle = await whyNotManager(id, managerId);
        if (circle !== undefined) return circle;
      }
      const changed = await change(ports, "user", id, (user) =>
        done(withKeys({ ...user, managerId }, ports)),
      );
      return changed.kind === "refused" ? changed : done(undefined);
    },

    async addSponsor(id, sponsorId) {
      if ((await object(ports.documents, "user", sponsorId)) === undefined)
        return notFound("user", sponsorId);
      const changed = await change(ports, "user", id, (user) => {
        if (user.sponsorIds.includes(sponsorId)) return done(user);
        if (user.sponsorIds.length >= SPONSORS_MAX) {
          return refused("QuotaExceeded", `User ${id} has ${SPONSORS_MAX} sponsors, the most there can be.`);
        }
        return done(withKeys({ ...user, sponsorIds: [...user.sponsorIds, sponsorId] }, ports));
      });
      return changed.kind === "refused" ? changed : done(undefined);
    },

    async removeSponsor(id, sponsorId) {
      const changed = await change(ports, "user", id, (user) =>
        user.sponsorIds.includes(sponsorId)
          ? done(withKeys({ ...user, sponsorIds: user.sponsorIds.filter((one) => one !== sponsorId) }, ports))
          : refused("Request_ResourceNotFound", `${sponsorId} is no sponsor of user ${id}.`),
      );
      return changed.kind === "refused" ? changed : done(undefined);
    },
  };
}

async function credentialOf(password: string | undefined): Promise<readonly Operation[]> {
  return password === undefined ? [] : [{ op: "put", document: await passwordCredential(password) }];
}

/** The document of a new user; also used by whoever writes many at once (the sample organization). */
export function newUser(ports: DirectoryPorts, user: NewUser): UserDocument {
  const now = ports.clock.now();
  // One entry for each name of the table, so the type of the whole is the type of the table.
  const profile = Object.fromEntries(
    PROFILE_PROPERTIES.map((property) => [property, user[property] ?? null]),
  ) as Profile;
  return withKeys(
    {
      kind: "user",
      id: user.id ?? ports.ids.next(),
      displayName: user.displayName,
      userPrincipalName: user.userPrincipalName,
      userPrincipalNameKey: "",
      mail: user.mail ?? null,
      mailKey: null,
      userType: user.userType ?? "Member",
      accountEnabled: user.accountEnabled ?? true,
      department: user.department ?? null,
      jobTitle: user.jobTitle ?? null,
      preferredLanguage: user.preferredLanguage ?? null,
      managerId: user.managerId ?? null,
      sponsorIds: user.sponsorIds ?? [],
      ...profile,
      otherMails: user.otherMails ?? [],
      businessPhones: user.businessPhones ?? [],
      identities: user.identities ?? [],
      onPremisesExtensionAttributes: user.onPremisesExtensionAttributes ?? {},
      onPremisesSyncEnabled: user.onPremisesSyncEnabled ?? false,
      createdDateTime: now,
      modifiedDateTime: now,
    },
    ports,
  );
}

function withKeys(user: UserDocument, ports: DirectoryPorts): UserDocument {
  return {
    ...user,
    userPrincipalNameKey: user.userPrincipalName.toLowerCase(),
    mailKey: user.mail?.toLowerCase() ?? null,
    modifiedDateTime: ports.clock.now(),
  };
}
