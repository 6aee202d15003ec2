/** Who plays whom: people of the server's own directory who stand to one another as the story needs. */
import type { GraphCaller } from "./graph-caller.js";
import { NotVerified, type Person, type Role } from "./play.js";

type DirectoryPerson = Person & {
  readonly userType?: string | null;
  readonly accountEnabled?: boolean | null;
};

/**
 * An employee with a manager, a colleague and two owners who are all somebody else.
 * Asks for managers one person at a time and stops at the first fit, so a large directory costs no more than a small one.
 */
export async function chooseCast(
  administrator: GraphCaller,
  administratorUpn: string,
): Promise<Readonly<Record<Role, Person>>> {
  const page = await administrator.get<{ value: readonly DirectoryPerson[] }>(
    "/users?$select=id,displayName,userPrincipalName,userType,accountEnabled&$top=100",
  );
  const everyone = page.value.filter((u) => u.userType !== "Guest" && u.accountEnabled !== false);
  const admin = await administrator.get<DirectoryPerson>(`/users/${encodeURIComponent(administratorUpn)}`);
  for (const employee of everyone) {
    if (employee.id === admin.id) continue;
    const manager = await managerOf(administrator, employee.id);
    if (manager === undefined || manager.id === admin.id) continue;
    const [colleague, ownerA, ownerB] = everyone.filter(
      (u) => ![admin.id, employee.id, manager.id].includes(u.id),
    );
    if (colleague === undefined || ownerA === undefined || ownerB === undefined) break;
    return {
      administrator: person(admin),
      employee: person(employee),
      manager: person(manager),
      colleague: person(colleague),
      ownerA: person(ownerA),
      ownerB: person(ownerB),
    };
  }
  throw new NotVerified(
    "The story needs an employee who has a manager, and three more people, in the directory. A folder made with the sample organization has them; in your own directory, add users and set a manager.",
  );
}

async function managerOf(caller: GraphCaller, userId: string): Promise<DirectoryPerson | undefined> {
  try {
    return await caller.get<DirectoryPerson>(`/users/${userId}/manager`);
  } catch (error) {
    if (error instanceof Error && "statusCode" in error && error.statusCode === 404) return undefined;
    throw error;
  }
}

function person({ id, displayName, userPrincipalName }: DirectoryPerson): Person {
  return { id, displayName, userPrincipalName };
}
